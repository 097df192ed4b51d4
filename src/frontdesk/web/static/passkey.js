// Passkeys: the browser is asked, its answer goes into the form, and the form is sent. Nothing else happens here.
"use strict";

const raw = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list ?? []).map((one) => ({ ...one, id: raw(one.id) }));

function answer(made) {
  const { response } = made;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = {};
  for (const name of fields) if (response[name]) sent[name] = text(response[name]);
  if (response.getTransports) sent.transports = response.getTransports();
  const clientExtensionResults = made.getClientExtensionResults();
  return { id: made.id, rawId: text(made.rawId), type: made.type, response: sent, clientExtensionResults };
}

async function ask(how, options) {
  const publicKey = { ...options, challenge: raw(options.challenge) };
  if (how === "create") {
    publicKey.user = { ...options.user, id: raw(options.user.id) };
    publicKey.excludeCredentials = described(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = described(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

document.querySelectorAll("[data-passkey]").forEach((box) => {
  const form = box.closest("form");
  const button = form.querySelector("button[type=submit]");
  const status = box.querySelector("[role=status]");
  const say = (words) => { status.textContent = words; };
  if (!window.PublicKeyCredential || !navigator.credentials) {
    say(box.dataset.missing);
    return;
  }
  box.querySelector("[data-passkey-script]").hidden = true;
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.response.value) return;
    event.preventDefault();
    button.disabled = true;
    say(box.dataset.waiting);
    try {
      const made = await ask(box.dataset.passkey, JSON.parse(box.dataset.options));
      form.elements.response.value = JSON.stringify(answer(made));
      form.requestSubmit();
    } catch (fault) {
      say(fault.name === "InvalidStateError" ? box.dataset.known : box.dataset.failed);
    }
    button.disabled = false;
  });
});
