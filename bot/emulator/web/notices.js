/** Short messages over the page: toasts that leave by themselves, and the box that a bot's alert opens. */

import { el } from "./dom.js";

const TOAST_MS = 3000;
const SEVERE_MS = 6000;

/**
 * @param {string} text
 * @param {{severe?: boolean}} [look]  severe ones are red and stay twice as long
 */
export function toast(text, { severe = false } = {}) {
  const place = document.getElementById("toasts");
  const note = el("div", { class: severe ? "toast severe" : "toast", dir: "auto" }, text);
  place.append(note);
  while (place.children.length > 3) place.firstElementChild.remove();
  setTimeout(() => note.remove(), severe ? SEVERE_MS : TOAST_MS);
}

/**
 * A box that must be acknowledged; Esc and Enter do.
 *
 * @param {string} title
 * @param {string} text
 */
export function alertBox(title, text) {
  const ok = el("button", { type: "button", class: "text-button", onclick: () => dialog.close() }, "OK");
  const dialog = el("dialog", { class: "alert", "aria-label": title, onclose: () => dialog.remove() },
    el("h2", {}, title), el("p", { dir: "auto" }, text), el("div", { class: "dialog-buttons" }, ok));
  document.body.append(dialog);
  dialog.showModal();
  ok.focus();
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Скопировано");
  } catch {
    toast("Браузер не дал скопировать", { severe: true });
  }
}

/**
 * A small menu at a point of the screen, closed by Esc or a click elsewhere.
 *
 * @param {{x: number, y: number}} point
 * @param {{label: string, icon: Node, act: () => void, severe?: boolean}[]} entries
 */
export function popupMenu({ x, y }, entries) {
  const menu = el("div", { class: "popup", popover: "auto", role: "menu" }, ...entries.map((entry) => el("button", {
    type: "button",
    role: "menuitem",
    class: entry.severe ? "severe" : null,
    onclick: () => {
      menu.hidePopover();
      entry.act();
    },
  }, entry.icon, entry.label)));
  menu.addEventListener("toggle", ({ newState }) => newState === "closed" && menu.remove());
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...menu.children];
    const next = (items.indexOf(document.activeElement) + step + items.length) % items.length;
    items[next].focus();
  });
  document.body.append(menu);
  menu.showPopover();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
  menu.querySelector("button")?.focus();
}
