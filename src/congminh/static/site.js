// Small helps for pages that already work without them.
"use strict";

// Dialogs open by the HTML alone (command, commandfor); browsers older than that get it here.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}

// A menu closes when we look elsewhere, or by Escape (and the focus returns to what opened it).
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-closes][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Taps beside a number: one less, one more, within its bounds. Without a script the number is typed.
const steppers = (root) => {
  for (const button of root.querySelectorAll("[data-step][hidden]")) button.hidden = false;
};
steppers(document);
document.addEventListener("htmx:after:swap", (event) => steppers(event.target));
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-step]");
  if (!button) return;
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const next = Number(input.value || 0) + Number(button.dataset.step);
  input.value = String(Math.min(Math.max(next, Number(input.min || 0)), Number(input.max || Infinity)));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// A form kept while one types: each save names the one before it; one that did not arrive is said, and sent again later.
const keeping = (event) => event.target.closest?.("form[data-keeps]");
const lost = (form) => {
  document.getElementById("saved").textContent = form.dataset.lost;
};
document.addEventListener("htmx:before:request", (event) => {
  const form = keeping(event);
  if (!form) return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.saving = "";
  event.detail.ctx.request.body.set("draft", form.elements.draft.value);
});
// Sending waits for the save under way, and none follows it: a form must never meet its own draft as another's.
const held = new Map();
document.addEventListener("submit", (event) => {
  const form = keeping(event);
  if (!form) return;
  if ("saving" in form.dataset) {
    event.preventDefault();
    held.set(form, event.submitter);
  } else form.dataset.sent = "";
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = keeping(event);
  if (!form) return;
  delete form.dataset.saving;
  if (held.has(form)) form.requestSubmit(held.get(form));
  held.delete(form);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-keeps]")) delete form.dataset.sent;
});
document.addEventListener("htmx:error", (event) => {
  if (keeping(event)) lost(keeping(event));
});
document.addEventListener("htmx:response:error", (event) => {
  if (keeping(event) && event.detail.ctx.response.status !== 409) lost(keeping(event));
});
addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-keeps]")) form.dispatchEvent(new Event("change"));
});
