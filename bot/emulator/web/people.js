/** The left column: everyone the visitor may act as, shown the way Telegram shows chats. */

import { arrange, el } from "./dom.js";
import { avatarColour, initials, listTime } from "./format.js";
import { icon } from "./icons.js";

/** @import {Person} from "./types.js" */
/** @import {Store} from "./store.js" */

/** @param {number} id @param {string} name @param {string} [look] */
export const avatar = (id, name, look = "") =>
  el("span", { class: `avatar avatar-${avatarColour(id)} ${look}`, "aria-hidden": "true" }, initials(name));

export class People {
  /** @type {Map<number, {key: string, item: HTMLElement}>} */ #items = new Map();

  /**
   * @param {HTMLElement} column
   * @param {Store} store
   * @param {{select: (id: number) => void, block: (person: Person) => void}} actions
   */
  constructor(column, store, actions) {
    this.store = store;
    this.actions = actions;
    this.themeButton = el("button", { type: "button", class: "icon-button" });
    this.filter = el("input", {
      type: "search", placeholder: "Поиск", "aria-label": "Поиск людей", autocomplete: "off", oninput: () => this.draw(),
    });
    this.list = el("ul", { class: "people-list" });
    column.append(
      el("header", { class: "bar" }, this.themeButton, el("label", { class: "search" }, icon("search"), this.filter)),
      this.list,
      el("p", { class: "people-note" }, "Вы пишете боту от имени выбранного человека"),
    );
    this.list.addEventListener("keydown", (event) => this.#walk(event));
    store.on("people person clock", () => this.draw());
  }

  draw() {
    const wanted = this.filter.value.trim().toLocaleLowerCase("ru");
    const found = [...this.store.people.values()].filter(({ name, role }) =>
      `${name} ${role}`.toLocaleLowerCase("ru").includes(wanted));
    const items = found.map((person) => this.#item(person));
    arrange(this.list, items.length ? items : [el("li", { class: "nobody" }, "Никого не найдено")]);
    const unread = [...this.store.people.values()].reduce((sum, person) => sum + person.unread, 0);
    document.title = unread ? `(${unread}) ${this.store.bot.name}` : this.store.bot.name || "Кабинет";
  }

  /** @param {Person} person */
  #item(person) {
    const current = person.id === this.store.current;
    const time = person.last ? listTime(person.last.at, this.store.now) : "";
    const key = JSON.stringify([person, current, time]);
    const old = this.#items.get(person.id);
    if (old?.key === key) return old.item;
    const focused = old?.item.contains(document.activeElement) ? document.activeElement.className : "";
    const item = this.#build(person, current, time);
    this.#items.set(person.id, { key, item });
    if (old?.item.isConnected) old.item.replaceWith(item);
    if (focused) /** @type {HTMLElement | null} */ (item.getElementsByClassName(focused)[0])?.focus();
    return item;
  }

  #build(person, current, time) {
    const act = person.blocked ? "Разблокировать бота" : "Заблокировать бота";
    return el("li", { class: `person${current ? " current" : ""}`, dataset: { id: person.id } },
      el("button", {
        type: "button",
        class: "person-open",
        "aria-current": current ? "true" : null,
        onclick: () => this.actions.select(person.id),
      },
      avatar(person.id, person.name),
      el("span", { class: "person-lines" },
        el("span", { class: "person-top" }, el("bdi", { class: "person-name" }, person.name),
          el("time", { class: "person-time" }, time)),
        person.role && el("span", { class: "person-role" }, person.role),
        el("span", { class: "person-bottom" },
          el("span", { class: "person-last", dir: "auto" }, person.last?.text || (person.started ? "" : "Ещё не писал боту")),
          person.unread > 0 && el("span", { class: "unread", "aria-label": `Непрочитанных: ${person.unread}` },
            String(person.unread))))),
      el("button", {
        type: "button",
        class: `person-block icon-button${person.blocked ? " blocked" : ""}`,
        title: act,
        "aria-label": `${act} от имени ${person.name}`,
        "aria-pressed": String(person.blocked),
        onclick: () => this.actions.block(person),
      }, icon("block")));
  }

  /** Arrow keys walk over the list. */
  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.list.querySelectorAll(".person-open")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  }
}
