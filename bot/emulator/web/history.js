/** The list of messages: days, groups, the "new messages" line, and a scroll position that never jumps. */

import { bubbleRow, bubbleUnits, grouped } from "./bubbles.js";
import { arrange, el } from "./dom.js";
import { dayKey, dayLabel } from "./format.js";
import { icon } from "./icons.js";

/** @import {Chat, Message} from "./types.js" */
/** @import {BubbleActions} from "./bubbles.js" */
/** @import {Store} from "./store.js" */

/** Closer to the end than this, new messages pull the view along. */
const NEAR_END = 60;

export class History {
  /** @type {Map<number, {unit: Message[], row: HTMLElement}>} */ #rows = new Map();
  /** @type {Map<string, HTMLElement>} */ #days = new Map();
  #shown = null;
  #stuck = true;
  #below = 0;
  #divider = el("div", { class: "divider" }, el("span", {}, "Новые сообщения"));

  /**
   * @param {HTMLElement} scroller
   * @param {Store} store
   * @param {BubbleActions} actions
   * @param {() => HTMLElement} emptyView  what an empty chat shows
   */
  constructor(scroller, store, actions, emptyView) {
    this.scroller = scroller;
    this.store = store;
    this.actions = { ...actions, jump: (id) => this.#jump(id) };
    this.emptyView = emptyView;
    this.list = el("div", { class: "messages" });
    this.count = el("span", { class: "unread", hidden: true });
    this.toEnd = el("button", {
      type: "button", class: "to-end", "aria-label": "К последнему сообщению", onclick: () => this.#scrollToEnd("smooth"),
    }, icon("down"), this.count);
    this.toEnd.hidden = true;
    scroller.append(this.list);
    scroller.after(el("div", { class: "to-end-place" }, this.toEnd));
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const keepEnd = new ResizeObserver(() => this.#stuck && this.#scrollToEnd());
    keepEnd.observe(this.list);
    keepEnd.observe(scroller);
  }

  /** Is the newest message in view? */
  get atEnd() {
    return this.#stuck;
  }

  /** Remembers where the reader was, so that coming back to this chat shows the same place. */
  leave() {
    const chat = this.#shown === null ? undefined : this.store.chats.get(this.#shown);
    if (chat) chat.scroll = this.#stuck ? null : this.scroller.scrollTop;
  }

  /** Shows the current chat from scratch. */
  open() {
    this.#rows.clear();
    this.#days.clear();
    this.#shown = this.store.current;
    this.#setBelow(0);
    this.list.replaceChildren();
    const { chat } = this.store;
    if (!chat) return;
    this.#draw(chat, { appear: false, flash: null });
    if (chat.unreadFrom !== null && this.#divider.isConnected) {
      this.scroller.scrollTop = this.#divider.offsetTop - this.scroller.clientHeight / 3;
    } else this.scroller.scrollTop = chat.scroll ?? this.scroller.scrollHeight;
    this.#scrolled();
  }

  /**
   * Takes over a change of the current chat.
   *
   * @param {{kind: string, message?: Message}} change
   */
  update({ kind, message }) {
    const { chat } = this.store;
    if (!chat) return;
    const stuck = this.#stuck || (kind === "new" && message.from === "person");
    const anchor = stuck ? null : this.#anchor();
    this.#draw(chat, { appear: kind === "new", flash: kind === "edited" ? message.id : null });
    if (stuck) this.#scrollToEnd();
    else {
      if (anchor) this.scroller.scrollTop += this.#topOf(anchor.id) - anchor.top;
      if (kind === "new" && message.from === "bot") this.#setBelow(this.#below + 1);
    }
  }

  /** Draws one message again, for its waiting buttons. */
  refresh(id) {
    const { chat } = this.store;
    const key = chat && bubbleUnits(chat.messages).find((unit) => unit.some((message) => message.id === id))?.[0].id;
    if (key === undefined) return;
    const entry = this.#rows.get(key);
    if (!entry) return;
    entry.unit = [];
    this.#draw(chat, { appear: false, flash: null });
  }

  /** @param {Chat} chat @param {{appear: boolean, flash: number | null}} look */
  #draw(chat, look) {
    const units = bubbleUnits(chat.messages);
    if (!units.length) {
      this.#rows.clear();
      this.#days.clear();
      this.list.replaceChildren(this.emptyView());
      return;
    }
    const days = new Map();
    const kept = new Set();
    units.forEach((unit, i) => {
      const day = dayKey(unit[0].at);
      if (!days.has(day)) days.set(day, []);
      const row = this.#row(unit, look);
      const sameDay = (other) => other && dayKey(other[0].at) === day;
      const joinsAbove = sameDay(units[i - 1]) && grouped(units[i - 1], unit);
      const joinsBelow = sameDay(units[i + 1]) && grouped(unit, units[i + 1]);
      row.classList.toggle("first", !joinsAbove);
      row.classList.toggle("last", !joinsBelow);
      if (chat.unreadFrom !== null && unit.some(({ id }) => id === chat.unreadFrom)) days.get(day).push(this.#divider);
      days.get(day).push(row);
      kept.add(unit[0].id);
    });
    for (const id of this.#rows.keys()) if (!kept.has(id)) this.#rows.delete(id);
    for (const day of this.#days.keys()) if (!days.has(day)) this.#days.delete(day);
    arrange(this.list, [...days].map(([day, rows]) => this.#day(day, rows, units)));
  }

  /** @param {Message[]} unit @param {{appear: boolean, flash: number | null}} look */
  #row(unit, look) {
    const key = unit[0].id;
    const old = this.#rows.get(key);
    if (old && old.unit.length === unit.length && old.unit.every((message, i) => message === unit[i])) return old.row;
    const row = bubbleRow(unit, { replyName: this.store.bot.name, actions: this.actions });
    if (!old && look.appear) row.classList.add("appear");
    if (look.flash !== null && unit.some(({ id }) => id === look.flash)) row.classList.add("flash");
    const focused = old?.row.contains(document.activeElement) ? document.activeElement : null;
    this.#rows.set(key, { unit, row });
    if (old) old.row.replaceWith(row);
    if (focused instanceof HTMLElement && focused.matches(".key")) this.#refocus(row, focused.dataset);
    return row;
  }

  /** An edit replaces the buttons under the visitor's finger: the one in the same place takes over the focus. */
  #refocus(row, { row: line, column }) {
    const same = row.querySelector(`.key[data-row="${line}"][data-column="${column}"]`) ?? row.querySelector(".key");
    if (same instanceof HTMLElement) same.focus({ preventScroll: true });
    else this.scroller.focus({ preventScroll: true });
  }

  #day(key, rows, units) {
    let section = this.#days.get(key);
    if (!section) {
      section = el("section", { class: "day" }, el("div", { class: "day-label" }, el("span")));
      this.#days.set(key, section);
    }
    const { at } = units.find((unit) => dayKey(unit[0].at) === key)[0];
    const label = section.firstElementChild;
    const text = dayLabel(at, this.store.now);
    if (label.textContent !== text) label.firstElementChild.textContent = text;
    arrange(section, [label, ...rows]);
    return section;
  }

  /** The topmost visible row and where it stands. */
  #anchor() {
    const top = this.scroller.getBoundingClientRect().top;
    for (const [id, { row }] of this.#rows) {
      const box = row.getBoundingClientRect();
      if (box.bottom > top) return { id, top: box.top };
    }
    return null;
  }

  #topOf(id) {
    return this.#rows.get(id)?.row.getBoundingClientRect().top ?? 0;
  }

  /** @param {ScrollBehavior} [behavior] */
  #scrollToEnd(behavior = "instant") {
    this.#stuck = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: calm ? "instant" : behavior });
    this.#setBelow(0);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const before = this.#stuck;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.#stuck) this.#setBelow(0);
    this.toEnd.hidden = this.#stuck;
    if (this.#stuck && !before) this.store.emit("end", null);
  }

  #setBelow(number) {
    this.#below = number;
    this.count.textContent = String(number);
    this.count.hidden = number === 0;
    if (number) this.toEnd.hidden = false;
  }

  #jump(id) {
    const key = bubbleUnits(this.store.chat?.messages ?? []).find((unit) => unit.some((one) => one.id === id))?.[0].id;
    const row = key === undefined ? undefined : this.#rows.get(key)?.row;
    if (!row) return;
    row.scrollIntoView({ block: "center" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
  }
}
