/** Light, dark, or as the system says. `?theme=dark` in the address wins and is kept for the next visit. */

import { icon } from "./icons.js";

const NAMES = { auto: "Тема: как в системе", light: "Тема: светлая", dark: "Тема: тёмная" };
const ORDER = Object.keys(NAMES);

/** @param {string} theme one of auto, light, dark; anything else is auto */
function apply(theme) {
  const known = ORDER.includes(theme) ? theme : "auto";
  document.documentElement.dataset.theme = known;
  return known;
}

/**
 * Applies the remembered theme and lets the button walk through the three.
 *
 * @param {HTMLButtonElement} button
 */
export function theme(button) {
  const asked = new URLSearchParams(location.search).get("theme");
  let current = apply(asked ?? localStorage.getItem("theme") ?? "auto");
  const show = () => {
    button.replaceChildren(icon(current));
    button.title = NAMES[current];
    button.setAttribute("aria-label", NAMES[current]);
  };
  button.addEventListener("click", () => {
    current = apply(ORDER[(ORDER.indexOf(current) + 1) % ORDER.length]);
    localStorage.setItem("theme", current);
    const address = new URL(location.href);
    address.searchParams.delete("theme");
    history.replaceState(null, "", address);
    show();
  });
  if (asked) localStorage.setItem("theme", current);
  show();
}
