/** The list of the bot's commands over the composer: opened by «Меню» or by typing a slash. */

import { el } from "./dom.js";

/** @import {Command} from "./types.js" */

export class CommandList {
  /** @type {Command[]} */ #found = [];
  #active = 0;

  /**
   * @param {HTMLElement} place  where the list is put
   * @param {HTMLTextAreaElement} field  gets the combobox attributes
   * @param {(command: string) => void} choose
   */
  constructor(place, field, choose) {
    this.field = field;
    this.choose = choose;
    this.list = el("ul", { class: "commands", id: "commands", role: "listbox", "aria-label": "Команды бота", hidden: true });
    place.prepend(this.list);
    field.setAttribute("aria-controls", "commands");
  }

  get opened() {
    return !this.list.hidden;
  }

  /**
   * @param {Command[]} commands
   * @param {string} [typed]  what follows the slash
   */
  open(commands, typed = "") {
    const wanted = typed.toLowerCase();
    this.#found = commands.filter(({ command }) => command.startsWith(wanted));
    this.#active = 0;
    this.list.replaceChildren(...this.#found.map((entry, i) => el("li", {
      role: "option",
      id: `command-${i}`,
      onmousedown: (event) => event.preventDefault(),
      onclick: () => this.#choose(i),
      onmousemove: () => this.#activate(i),
    }, el("b", {}, `/${entry.command}`), el("span", {}, entry.description))));
    this.list.hidden = this.#found.length === 0;
    this.#activate(0);
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} did the list take the key?
   */
  key(event) {
    if (!this.opened) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#activate((this.#active + step + this.#found.length) % this.#found.length);
    else if (event.key === "Enter" && !event.shiftKey) this.#choose(this.#active);
    else if (event.key === "Tab") {
      this.field.value = `/${this.#found[this.#active].command} `;
      this.close();
    } else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #choose(i) {
    const { command } = this.#found[i];
    this.close();
    this.choose(`/${command}`);
  }

  #activate(i) {
    this.#active = i;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === i)));
    const item = this.list.children[i];
    if (!item) return;
    this.field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }
}
