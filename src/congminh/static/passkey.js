// The button of a passkey: asks the browser for it, puts the answer into the form and sends the form.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

const asked = {
  get: ({ publicKey }) =>
    navigator.credentials.get({
      publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
    }),
  create: ({ publicKey }) =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: known(publicKey.excludeCredentials),
      },
    }),
};

const answer = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
};

for (const button of document.querySelectorAll("button[data-passkey]")) {
  const says = button.parentElement.querySelector("[data-passkey-says]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!window.PublicKeyCredential) {
      says.textContent = button.dataset.missing;
      return;
    }
    try {
      const credential = await asked[button.dataset.passkey](JSON.parse(button.dataset.options));
      document.getElementById(button.dataset.answer).value = JSON.stringify(answer(credential));
      button.form.requestSubmit();
    } catch {
      says.textContent = button.dataset.failed;
    }
  });
}
