/** The right column: the stand's clock and controls, the checklist, and the log of the bot's requests. */

import { CallLog } from "./calllog.js";
import { arrange, el } from "./dom.js";
import { date, time } from "./format.js";
import { icon } from "./icons.js";

/** @import {Control, Journal, StandView} from "./types.js" */
/** @import {Store} from "./store.js" */

/** A control that said nothing for this long may be pressed again. */
const BUSY_MS = 10_000;
const STYLES = new Set(["primary", "success", "danger"]);

export class Stand {
  /** @type {string | null} */ #busy = null;
  #timer = 0;
  /** @type {Set<string> | null} */ #done = null;

  /**
   * @param {HTMLElement} column
   * @param {Store} store
   * @param {{press: (control: string) => boolean, close: () => void}} actions
   */
  constructor(column, store, actions) {
    this.store = store;
    this.actions = actions;
    this.title = el("h2", { class: "stand-title" }, "Стенд");
    this.hours = el("time", { class: "clock-time" });
    this.day = el("span", { class: "clock-day" });
    this.clock = el("section", { class: "stand-block clock", "aria-label": "Часы стенда" }, icon("clock"),
      el("div", {}, this.hours, this.day));
    this.controls = el("div", { class: "controls" });
    this.checklist = el("section", { class: "stand-block", "aria-label": "Попробуйте", hidden: true });
    this.journal = el("section", { class: "stand-block journal", hidden: true });
    this.note = el("p", { class: "stand-note", hidden: true });
    this.log = new CallLog(store);
    column.append(
      el("header", { class: "bar" },
        el("button", {
          type: "button", class: "icon-button", "aria-label": "Скрыть панель стенда", title: "Скрыть панель",
          onclick: actions.close,
        }, icon("close")), this.title),
      el("div", { class: "stand-scroll" }, this.clock, this.note, this.checklist, this.controls, this.journal, this.log.view));
    store.on("clock", () => this.#drawClock());
    store.on("stand", (view) => {
      this.#free();
      this.#draw(view);
    });
    store.on("toast connection person", () => this.#free());
  }

  #drawClock() {
    const { now } = this.store;
    this.hours.textContent = time(now);
    this.hours.setAttribute("datetime", now);
    this.day.textContent = date(now);
  }

  /** @param {StandView | null} view */
  #draw(view) {
    this.title.textContent = view?.title || "Стенд";
    this.note.textContent = view?.note ?? "";
    this.note.hidden = !view?.note;
    this.#drawChecklist(view?.checklist ?? []);
    this.#drawControls(view?.controls ?? []);
    this.#drawJournal(view?.journal ?? null);
  }

  /** @param {Journal | null} journal */
  #drawJournal(journal) {
    this.journal.hidden = !journal;
    if (!journal) return;
    this.journal.setAttribute("aria-label", journal.title);
    const lines = journal.lines.map(({ at, text, detail, state, waits }) =>
      el("li", { class: waits ? "waits" : "" },
        el("span", { class: "journal-text" }, text),
        el("span", { class: "journal-detail" }, `${at} · ${detail}`),
        el("span", { class: "journal-state" }, state)));
    this.journal.replaceChildren(el("h3", {}, journal.title),
      lines.length ? el("ol", { class: "journal-lines" }, ...lines) : el("p", { class: "stand-note" }, journal.empty));
  }

  #drawChecklist(items) {
    const before = this.#done;
    this.#done = new Set(items.filter(({ done }) => done).map(({ id }) => id));
    this.checklist.hidden = items.length === 0;
    this.checklist.replaceChildren(
      el("h3", {}, "Попробуйте", el("span", { class: "progress-count" }, `${this.#done.size} из ${items.length}`)),
      el("ol", { class: "checklist" }, ...items.map(({ id, text, done }) => {
        const fresh = done && before !== null && !before.has(id);
        return el("li", { class: `${done ? "done" : ""}${fresh ? " fresh" : ""}` },
          el("span", { class: "tick", role: "img", "aria-label": done ? "Сделано" : "Не сделано" }, done && icon("check")),
          el("span", {}, text));
      })));
  }

  /** @param {Control[]} controls */
  #drawControls(controls) {
    const groups = new Map();
    for (const control of controls) groups.set(control.group, [...(groups.get(control.group) ?? []), control]);
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = active && this.controls.contains(active) ? active.dataset.control : null;
    arrange(this.controls, [...groups].map(([name, members]) => el("section", { class: "stand-block", "aria-label": name },
      name && el("h3", {}, name),
      el("div", { class: "control-row" }, ...members.map((control) => this.#control(control))))));
    if (focused) /** @type {HTMLElement | undefined} */ (
      [...this.controls.querySelectorAll("button")].find(({ dataset }) => dataset.control === focused))?.focus();
  }

  /** @param {Control} control */
  #control({ id, label, hint, enabled, style }) {
    const busy = this.#busy === id;
    const look = STYLES.has(style) ? ` control-${style}` : "";
    return el("button", {
      type: "button",
      class: `control${look}`,
      title: hint || null,
      disabled: !enabled || busy,
      "aria-busy": busy ? "true" : null,
      dataset: { control: id },
      onclick: () => this.#press(id),
    }, label, busy && el("span", { class: "spinner" }));
  }

  #press(id) {
    if (!this.actions.press(id)) return;
    this.#busy = id;
    this.#timer = setTimeout(() => this.#free(), BUSY_MS);
    this.#drawControls(this.store.stand?.controls ?? []);
  }

  #free() {
    if (this.#busy === null) return;
    clearTimeout(this.#timer);
    this.#busy = null;
    this.#drawControls(this.store.stand?.controls ?? []);
  }
}
