/** Files in a bubble: a round badge with the type, or the picture itself. */

import { el } from "./dom.js";
import { size, visibleName } from "./format.js";
import { icon } from "./icons.js";

/** @import {Document, Message} from "./types.js" */

/** Families of types that share a badge colour. */
const FAMILIES = [
  ["pdf", /^pdf$/],
  ["table", /^(xlsx?|csv|ods)$/],
  ["archive", /^(zip|7z|rar|gz|tar)$/],
  ["signature", /^(sig|sgn|p7s|p7m|p7b|cms|cer|crt|pem|der)$/],
  ["text", /^(txt|xml|json|html?|docx?|rtf|md)$/],
  ["calendar", /^ics$/],
];

function extension(name) {
  const [, found = ""] = /\.([^.\s]{1,5})$/.exec(name) ?? [];
  return found.toLowerCase();
}

/** @param {string} name @returns {HTMLElement} the round badge of a file type */
export function badge(name) {
  const type = extension(name);
  const family = FAMILIES.find(([, pattern]) => pattern.test(type))?.[0] ?? "other";
  return el("span", { class: `badge badge-${family}`, "aria-hidden": "true" }, type ? el("b", {}, type) : icon("file"));
}

/** @param {string} url @returns {string | null} the address when it is the emulator's own */
function own(url) {
  try {
    const address = new URL(url, location.origin);
    return address.origin === location.origin ? address.href : null;
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} href */
function showPicture(name, href) {
  const close = () => dialog.close();
  const dialog = el("dialog", { class: "viewer", "aria-label": name, onclose: () => dialog.remove(), onclick: close },
    el("img", { src: href, alt: name }),
    el("button", { type: "button", class: "icon-button", "aria-label": "Закрыть", onclick: close }, icon("close")));
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Document} file @param {boolean} guarded */
function picture(file, guarded) {
  const name = visibleName(file.name);
  const href = own(file.url);
  if (!href) return row(file, true);
  const block = guarded ? (event) => event.preventDefault() : null;
  const image = el("img", { src: href, alt: name, loading: "lazy", oncontextmenu: block, ondragstart: block });
  return el("div", { class: "picture" },
    el("button", {
      type: "button", class: "picture-open", "aria-label": `Открыть ${name}`, onclick: () => showPicture(name, href),
    }, image),
    guarded ? null : el("a", {
      class: "picture-save", href, download: name, title: `Скачать ${name}`, "aria-label": `Скачать ${name}`,
    }, icon("download")));
}

/** @param {Document} file @param {boolean} guarded */
function row(file, guarded) {
  const name = visibleName(file.name);
  const href = guarded ? null : own(file.url);
  const content = [
    el("span", { class: "file-badge" }, badge(name), href && el("span", { class: "badge badge-hover" }, icon("download"))),
    el("span", { class: "file-text" },
      el("bdi", { class: "file-name" }, name),
      el("span", { class: "file-info" }, size(file.size)),
      guarded && el("span", { class: "file-info" }, icon("lock"), "Скачивание запрещено")),
  ];
  if (!href) return el("div", { class: "file" }, ...content);
  return el("a", { class: "file", href, download: name, "aria-label": `Скачать ${name}, ${size(file.size)}` }, ...content);
}

/**
 * @param {Message} message  one that carries a document
 * @returns {HTMLElement}
 */
export function documentView(message) {
  const file = /** @type {Document} */ (message.document);
  return file.photo ? picture(file, message.protected) : row(file, message.protected);
}
