/** What the bot asks of the Bot API, as it happens, and what Telegram's users would see go wrong. */

import { el } from "./dom.js";
import { moment, time } from "./format.js";
import { icon } from "./icons.js";

/** @import {Call, Lint} from "./types.js" */
/** @import {Store} from "./store.js" */

/** Rows kept in the page; older ones leave. */
const ROWS = 120;
/** Long polling repeats for ever and says nothing about the conversation. */
const QUIET = new Set(["getupdates"]);

export class CallLog {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.badge = el("span", { class: "lint-badge", hidden: true });
    this.lints = el("ul", { class: "lints" });
    this.calls = el("ol", { class: "calls", reversed: true });
    this.empty = el("p", { class: "stand-note" }, "Бот ещё ничего не отправил.");
    this.clear = el("button", { type: "button", class: "text-button small", onclick: () => this.#clear() }, "Очистить");
    this.view = el("section", { class: "stand-block", "aria-label": "Запросы бота" },
      el("h3", {}, "Запросы бота", this.badge, this.clear), this.lints, this.empty, this.calls);
    store.on("call", (call) => this.#add(call));
    store.on("lint", (lint) => this.#warn(lint));
  }

  /** @param {Call} call */
  #add(call) {
    if (QUIET.has(call.method.toLowerCase())) return;
    this.empty.hidden = true;
    this.calls.prepend(this.#row(call));
    while (this.calls.children.length > ROWS) this.calls.lastElementChild.remove();
  }

  /** @param {Call} call */
  #row(call) {
    const bad = call.status >= 400 || call.status === 0;
    const row = el("details", {
      class: bad ? "call bad" : "call",
      ontoggle: () => row.open && row.children.length === 1 && row.append(this.#detail(call)),
    }, el("summary", { title: moment(call.at) },
      el("span", { class: "call-method" }, call.method),
      el("span", { class: "call-result" }, el("b", {}, String(call.status)), ` · ${call.ms < 1 ? "<1" : Math.round(call.ms)} мс`)));
    return el("li", {}, row);
  }

  /** Built when opened: most rows never are. */
  #detail(call) {
    return el("div", { class: "call-detail" },
      call.description && el("p", { class: "call-description" }, call.description),
      el("h4", {}, "Запрос"), el("pre", { tabindex: "0" }, JSON.stringify(call.request, null, 2)),
      el("h4", {}, "Ответ"), el("pre", { tabindex: "0" }, pretty(call.response_excerpt)));
  }

  /** @param {Lint & {severe?: boolean}} lint */
  #warn(lint) {
    const count = this.store.lints.length;
    this.badge.textContent = String(count);
    this.badge.setAttribute("aria-label", `Замечаний: ${count}`);
    this.badge.hidden = false;
    this.lints.prepend(el("li", { class: lint.severe ? "lint severe" : "lint" },
      icon("warning"), el("span", {}, lint.text), el("time", { datetime: lint.at, title: moment(lint.at) }, time(lint.at))));
    while (this.lints.children.length > ROWS) this.lints.lastElementChild.remove();
  }

  #clear() {
    this.store.calls = [];
    this.store.lints = [];
    this.calls.replaceChildren();
    this.lints.replaceChildren();
    this.badge.hidden = true;
    this.empty.hidden = false;
  }
}

/** Indents what is whole JSON; an excerpt that was cut is shown as it is. */
function pretty(text) {
  if (typeof text !== "string") return JSON.stringify(text, null, 2) ?? "";
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
