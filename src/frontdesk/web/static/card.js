// The page of the payment processor's own field: its script draws the field and keeps what is typed in it.
"use strict";

const form = document.querySelector("[data-processor]");

if (form && window.Stripe) {
  const { key, secret, confirm, holder } = form.dataset;
  const said = form.querySelector("[data-said]");
  const stripe = window.Stripe(key);
  const box = document.getElementById("card");
  const style = { base: { color: box && getComputedStyle(box).color, fontSize: "16px" } };
  const field = confirm === "yes" ? null : stripe.elements().create("card", { hidePostalCode: true, style });
  field?.mount("#card");
  const check = () =>
    field
      ? stripe.confirmCardSetup(secret, { payment_method: { card: field, billing_details: { name: holder } } })
      : stripe.confirmCardPayment(secret);
  form.addEventListener("submit", async (sending) => {
    sending.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    said.hidden = true;
    const { error } = await check();
    button.disabled = false;
    said.hidden = !error;
    if (error) said.textContent = error.message ?? error.code ?? "";
    else HTMLFormElement.prototype.submit.call(form);
  });
}
