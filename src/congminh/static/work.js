// The head's queue by keys: each key presses the control that says it in data-key. Off by the switch, and while typing.
"use strict";

(() => {
  const STORE = "congminh.queue.keys";
  const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open] *";
  const page = document.documentElement;
  const isOn = () => localStorage.getItem(STORE) !== "off";

  const setUp = () => {
    for (const hint of document.querySelectorAll("[data-keys-hint]")) hint.hidden = false;
    for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = isOn();
    const current = document.querySelector("[data-queue] .line[aria-current]");
    if (current) current.scrollIntoView({ block: "nearest" });
  };

  // A summary opens and its first field takes the focus; everything else is pressed.
  const press = (control) => {
    if (control.localName !== "summary") return control.click();
    const details = control.parentElement;
    details.open = true;
    const field = details.querySelector("textarea, input:not([type=hidden]), select");
    if (field) field.focus();
  };

  document.addEventListener("keydown", (event) => {
    if ("sending" in page.dataset || !isOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.closest("[data-queue] details[open]")) return close(event);
    if (event.repeat || event.key.length !== 1 || event.target.matches(TYPING)) return;
    const control = document.querySelector(`main [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!control || !document.querySelector("[data-queue], .undo")) return;
    event.preventDefault();
    press(control);
  });

  const close = (event) => {
    const details = event.target.closest("details[open]");
    details.open = false;
    details.querySelector("summary").focus();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) localStorage.setItem(STORE, event.target.checked ? "on" : "off");
  });
  // A key waits for the answer to the one before, not for what a page fetches by itself once it is shown.
  let sent = null;
  document.addEventListener("htmx:before:request", ({ target, detail }) => {
    if (!target.matches("a, form, button")) return;
    sent = detail.ctx;
    page.dataset.sending = "";
  });
  document.addEventListener("htmx:finally:request", ({ detail }) => {
    if (detail.ctx === sent) delete page.dataset.sending;
  });
  document.addEventListener("htmx:after:swap", setUp);
  setUp();
})();
