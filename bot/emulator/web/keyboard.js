/** Inline keyboards: rows of buttons under a bubble, and what a tap waits for. */

import { el } from "./dom.js";
import { safeLink } from "./entities.js";
import { icon } from "./icons.js";

/** @import {Answer, Button, Message} from "./types.js" */

/** After this long Telegram's users would think that the bot is dead. */
const PATIENCE_MS = 15_000;
const STYLES = new Set(["primary", "success", "danger"]);

/** Taps that the bot has not answered yet. */
export class Taps {
  /** @type {Map<string, {person: number, message: number, row: number, column: number, text: string, timer: number}>} */
  #waiting = new Map();
  #last = 0;

  /**
   * @param {object} parts
   * @param {(request: object) => boolean} parts.send
   * @param {(person: number, message: number) => void} parts.changed  a button began or stopped waiting
   * @param {(label: string) => void} parts.unanswered
   */
  constructor({ send, changed, unanswered }) {
    this.send = send;
    this.changed = changed;
    this.unanswered = unanswered;
  }

  /**
   * @param {number} person
   * @param {Message} message
   * @param {number} row
   * @param {number} column
   * @returns {boolean} false when there is no connection
   */
  press(person, message, row, column) {
    const { text } = message.keyboard[row][column];
    if (this.waits(person, message.id, row, column, text)) return true;
    const tag = `${Date.now().toString(36)}-${(this.#last += 1)}`;
    if (!this.send({ do: "tap", person, message_id: message.id, row, column, tag })) return false;
    const timer = setTimeout(() => {
      this.#finish(tag);
      this.unanswered(text);
    }, PATIENCE_MS);
    this.#waiting.set(tag, { person, message: message.id, row, column, text, timer });
    this.changed(person, message.id);
    return true;
  }

  /** Is this button waiting? An edit that puts another button in its place ends the wait in the eye of the user. */
  waits(person, message, row, column, text) {
    for (const tap of this.#waiting.values()) {
      if (tap.person === person && tap.message === message && tap.row === row && tap.column === column) {
        return tap.text === text;
      }
    }
    return false;
  }

  /** @param {Answer} answer */
  answered(answer) {
    this.#finish(answer.query);
  }

  /** The connection is gone, and with it every answer. */
  forget() {
    for (const tag of [...this.#waiting.keys()]) this.#finish(tag);
  }

  #finish(tag) {
    const tap = this.#waiting.get(tag);
    if (!tap) return;
    clearTimeout(tap.timer);
    this.#waiting.delete(tag);
    this.changed(tap.person, tap.message);
  }
}

/** @typedef {{tap: (row: number, column: number) => void, copy: (text: string) => void,
 *   waits: (row: number, column: number, text: string) => boolean}} KeyboardActions */

/**
 * @param {Button} button
 * @param {{row: number, column: number}} place
 * @param {KeyboardActions} actions
 */
function key(button, place, actions) {
  const style = STYLES.has(button.style ?? "") ? ` key-${button.style}` : "";
  const common = { class: `key${style}`, dataset: { row: place.row, column: place.column } };
  const label = el("span", { class: "key-label", dir: "auto" }, button.text);
  if (button.kind === "url") {
    const href = safeLink(button.url);
    const corner = el("span", { class: "key-corner" }, icon("external"));
    if (!href) return el("button", { type: "button", ...common, disabled: true, title: "Недопустимый адрес" }, label);
    return el("a", { ...common, href, target: "_blank", rel: "noopener noreferrer", title: href }, label, corner);
  }
  if (button.kind === "copy") {
    const copy = () => actions.copy(button.copy ?? "");
    return el("button", { type: "button", ...common, title: "Скопировать", onclick: copy }, label,
      el("span", { class: "key-corner" }, icon("copy")));
  }
  if (button.kind === "other") {
    return el("button", { type: "button", ...common, disabled: true, title: "Работает только в самом Telegram" }, label);
  }
  const waiting = actions.waits(place.row, place.column, button.text);
  return el("button", {
    type: "button", ...common, "aria-busy": waiting ? "true" : null, onclick: () => actions.tap(place.row, place.column),
  }, label, waiting && el("span", { class: "key-corner spinner" }));
}

/**
 * @param {Button[][]} rows
 * @param {KeyboardActions} actions
 * @returns {HTMLElement}
 */
export function keyboard(rows, actions) {
  return el("div", { class: "keyboard", role: "group", "aria-label": "Кнопки под сообщением" },
    ...rows.map((buttons, row) => el("div", { class: "keys" },
      ...buttons.map((button, column) => key(button, { row, column }, actions)))));
}
