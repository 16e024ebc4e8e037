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
