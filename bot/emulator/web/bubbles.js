/** One bubble: a message, or an album of them. */

import { documentView } from "./documents.js";
import { el } from "./dom.js";
import { formatted } from "./entities.js";
import { moment, time } from "./format.js";
import { icon } from "./icons.js";
import { keyboard } from "./keyboard.js";

/** @import {Message} from "./types.js" */
/**
 * @typedef {object} BubbleActions
 * @property {(text: string) => void} command
 * @property {(text: string) => void} copy
 * @property {(message: Message, row: number, column: number) => void} tap
 * @property {(message: number, row: number, column: number, text: string) => boolean} waits
 * @property {(id: number) => void} jump  go to the message that this one replies to
 */

/** Messages further apart than this do not stand as one group. */
const GROUP_MS = 10 * 60_000;

/**
 * Puts the files of an album together.
 *
 * @param {Message[]} messages  ascending by id
 * @returns {Message[][]} what stands as one bubble each
 */
export function bubbleUnits(messages) {
  const units = [];
  for (const message of messages) {
    const last = units.at(-1);
    const sameAlbum = last && message.album && last[0].album === message.album && last[0].from === message.from;
    if (sameAlbum) last.push(message);
    else units.push([message]);
  }
  return units;
}

/**
 * @param {Message[] | undefined} earlier
 * @param {Message[]} later
 * @returns {boolean} do both stand in one group, with one tail?
 */
export function grouped(earlier, later) {
  if (!earlier) return false;
  const [a, b] = [earlier.at(-1), later[0]];
  return a.from === b.from && new Date(b.at) - new Date(a.at) < GROUP_MS;
}

/** @param {Message} message */
function meta(message) {
  const mark = message.read ? ["checks", "Прочитано ботом"] : ["check", "Отправлено"];
  return el("span", { class: "meta" },
    message.edited && el("span", { class: "edited" }, "изменено"),
    el("time", { datetime: message.at, title: moment(message.at) }, time(message.at)),
    message.from === "person" && el("span", { class: "ticks", role: "img", "aria-label": mark[1], title: mark[1] },
      icon(mark[0])));
}

/** @param {{id: number, text: string}} reply @param {BubbleActions} actions */
function replyQuote(reply, name, actions) {
  return el("button", { type: "button", class: "reply-quote", onclick: () => actions.jump(reply.id) },
    el("b", {}, name), el("span", { dir: "auto" }, reply.text || "Сообщение"));
}

/** @param {Message} message @param {BubbleActions} actions */
function body(message, last, actions) {
  const parts = [];
  if (message.document) parts.push(documentView(message));
  if (message.text) {
    parts.push(el("div", { class: "text", dir: "auto" }, formatted(message.text, message.entities ?? [], actions),
      last && meta(message)));
  } else if (last) parts.push(meta(message));
  return parts;
}

/**
 * @param {Message[]} unit
 * @param {{replyName: string, actions: BubbleActions}} context
 * @returns {HTMLElement} the row with bubble and keyboard
 */
export function bubbleRow(unit, { replyName, actions }) {
  const [first] = unit;
  const last = unit.at(-1);
  const pictureOnly = unit.length === 1 && first.document?.photo && !first.text;
  const bubble = el("div", { class: `bubble${pictureOnly ? " picture-only" : ""}` },
    first.reply_to && replyQuote(first.reply_to, replyName, actions),
    ...unit.flatMap((message) => body(message, message === last, actions)));
  const keys = last.keyboard?.length ? keyboard(last.keyboard, {
    tap: (row, column) => actions.tap(last, row, column),
    copy: actions.copy,
    waits: (row, column, text) => actions.waits(last.id, row, column, text),
  }) : null;
  return el("div", {
    class: `row ${first.from === "bot" ? "incoming" : "outgoing"}${keys ? " with-keyboard" : ""}`,
    dataset: { id: first.id },
  }, el("div", { class: "stack" }, bubble, keys));
}
