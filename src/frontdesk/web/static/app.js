// Everything here is a convenience: without it each page still does its work.
"use strict";

const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

// Show: lets people see the password they type; hidden again before it is sent, so that browsers keep it as one
all("[data-show]", (button) => {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
});

// Copy: needs a page that the browser trusts (TLS or localhost)
if (navigator.clipboard) {
  all("[data-copy]", (button) => {
    const source = document.getElementById(button.dataset.copy);
    const status = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.trim());
      status.textContent = "";
      requestAnimationFrame(() => { status.textContent = button.dataset.copied; });
    });
  });
}

// Again: what another system has to answer first is looked at again in a moment
all("[data-again]", () => setTimeout(() => location.replace(location.href), 1500));

// The puzzle: finds the counter whose derived key begins with the prefix; format of altcha, version 2
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");

async function derive(parameters, counter) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  return hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
}

async function solve(challenge) {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derive(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
}

all("[data-puzzle]", (box) => {
  if (!window.crypto?.subtle) return; // plain http beyond localhost: the wait that the page speaks of holds
  const answer = box.querySelector("[name=puzzle]");
  const status = box.querySelector("[role=status]");
  const form = answer.form;
  let wanted = false;
  box.querySelector("[data-puzzle-wait]").hidden = true;
  status.hidden = false;
  status.textContent = status.dataset.working;
  form.addEventListener("submit", (event) => {
    if (answer.value) return;
    event.preventDefault();
    wanted = true;
  });
  solve(JSON.parse(box.dataset.puzzle)).then((solution) => {
    answer.value = solution;
    status.textContent = status.dataset.ready;
    if (wanted) form.requestSubmit();
  });
});

// After a refusal, begin reading where it is explained; and let Back come to the page again, not to a form sent twice
const summary = document.querySelector(".summary");
if (summary) {
  history.replaceState(null, "");
  summary.focus();
}
