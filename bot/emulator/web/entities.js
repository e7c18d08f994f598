/** Formatted text as DOM: text nodes and elements only, links only of harmless schemes. */

import { el } from "./dom.js";

/** @import {Entity} from "./types.js" */
/** @typedef {{command: (text: string) => void, copy: (text: string) => void}} EntityActions */

const SAFE = new Set(["http:", "https:", "tg:", "mailto:"]);

/**
 * @param {string | undefined} address
 * @returns {string | null} the address when its scheme may be opened, else null
 */
export function safeLink(address) {
  if (!address) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\w.-]+:\d+(\/|$)/.test(address);
  try {
    const url = new URL(withScheme ? address : `https://${address}`);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** @param {string} href @param {...Node} content */
function link(href, ...content) {
  const safe = safeLink(href);
  if (!safe) return el("span", {}, ...content);
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow", title: safe }, ...content);
}

/**
 * A tappable run of text. Not a <button>: those are boxes and would not wrap with the words around them.
 *
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {() => void} act
 * @param {Node[]} content
 */
function inlineButton(tag, attributes, act, content) {
  const onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  };
  return el(tag, { role: "button", tabindex: "0", onclick: act, onkeydown, ...attributes }, ...content);
}

function spoiler(content) {
  const reveal = () => {
    node.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
    inner.removeAttribute("aria-hidden");
    inner.inert = false;
  };
  const inner = el("span", { class: "spoiler-text", "aria-hidden": "true" }, ...content);
  inner.inert = true;
  const node = inlineButton("span", { class: "spoiler", "aria-label": "Показать скрытый текст" }, reveal, [inner]);
  return node;
}

function pre(content, text, language, actions) {
  const label = /^[\w+#.-]{1,30}$/.test(language ?? "") ? language : "";
  return el("div", { class: "pre" },
    el("div", { class: "pre-head" },
      el("span", {}, label || "код"),
      el("button", { type: "button", class: "pre-copy", onclick: () => actions.copy(text) }, "Копировать")),
    el("pre", {}, el("code", {}, ...content)));
}

function quote(content, expandable) {
  const node = el("blockquote", { class: expandable ? "folded" : null, dir: "auto" }, ...content);
  if (expandable) {
    node.append(el("button", {
      type: "button",
      class: "unfold",
      "aria-expanded": "false",
      onclick: ({ currentTarget }) => {
        const folded = node.classList.toggle("folded");
        currentTarget.setAttribute("aria-expanded", String(!folded));
        currentTarget.textContent = folded ? "Развернуть" : "Свернуть";
      },
    }, "Развернуть"));
  }
  return node;
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", strike: "s" };

/**
 * @param {Entity} entity
 * @param {string} text  the text it covers
 * @param {Node[]} content  the same text with inner formatting
 * @param {EntityActions} actions
 * @returns {Node}
 */
function element(entity, text, content, actions) {
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough": case "strike":
      return el(SIMPLE[entity.type], {}, ...content);
    case "spoiler":
      return spoiler(content);
    case "code":
      return inlineButton("code", { class: "code", title: "Скопировать" }, () => actions.copy(text), content);
    case "pre":
      return pre(content, text, entity.language, actions);
    case "blockquote": case "expandable_blockquote":
      return quote(content, entity.type === "expandable_blockquote");
    case "text_link":
      return link(entity.url ?? "", ...content);
    case "url":
      return link(text, ...content);
    case "email":
      return link(`mailto:${text}`, ...content);
    case "bot_command":
      return inlineButton("span", { class: "command" }, () => actions.command(text), content);
    case "mention": case "hashtag": case "cashtag": case "phone_number": case "text_mention":
      return el("span", { class: "tag" }, ...content);
    default:
      return el("span", {}, ...content);
  }
}

/**
 * Renders a stretch of the text. Overlapping entities are cut at each other's borders, so the result is always a tree.
 *
 * @param {string} text
 * @param {Entity[]} entities  sorted by start, longest first
 * @param {number} start
 * @param {number} end
 * @param {EntityActions} actions
 * @returns {Node[]}
 */
function stretch(text, entities, start, end, actions) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    if (from > at) nodes.push(document.createTextNode(text.slice(at, from)));
    const inner = entities.slice(i + 1).filter(({ offset }) => offset < to);
    nodes.push(element(entity, text.slice(from, to), stretch(text, inner, from, to, actions), actions));
    // A block ends its line by itself: the line feed after it would show as an empty line.
    at = BLOCKS.has(entity.type) && text[to] === "\n" && to < end ? to + 1 : to;
  }
  if (at < end) nodes.push(document.createTextNode(text.slice(at, end)));
  return nodes;
}

/**
 * @param {string} text
 * @param {Entity[]} entities
 * @param {EntityActions} actions  what taps on commands and code do
 * @returns {DocumentFragment}
 */
export function formatted(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...stretch(text, sorted, 0, text.length, actions));
  return fragment;
}
