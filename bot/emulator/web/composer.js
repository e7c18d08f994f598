/** The field under the chat: text, paperclip, commands, replies; or the one button that the chat needs first. */

import { CommandList } from "./commands.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { toast } from "./notices.js";

/** @import {Message} from "./types.js" */
/** @import {Store} from "./store.js" */

/** Telegram's clients cut longer texts into several messages. */
const LONGEST = 4096;

/** @param {string} text @returns {string[]} pieces that Telegram accepts, cut at line ends or spaces if there are any */
export function pieces(text) {
  const rest = [...text.trim()];
  const found = [];
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const border = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
    found.push(rest.splice(0, border > LONGEST / 2 ? border + 1 : LONGEST).join("").trim());
  }
  found.push(rest.join("").trim());
  return found.filter(Boolean);
}

export class Composer {
  /**
   * @param {HTMLElement} place
   * @param {Store} store
   * @param {{send: (text: string, replyTo?: number) => boolean, unblock: () => void, attach: () => void,
   *   files: (files: Iterable<File>) => void}} actions
   */
  constructor(place, store, actions) {
    this.place = place;
    this.store = store;
    this.actions = actions;
    this.field = el("textarea", {
      rows: 1, placeholder: "Сообщение", "aria-label": "Сообщение", autocomplete: "off",
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#paste(event),
      onblur: () => this.commands.close(),
    });
    this.menu = el("button", {
      type: "button", class: "menu-button", "aria-haspopup": "listbox", onmousedown: (event) => event.preventDefault(),
      onclick: () => this.#toggleMenu(),
    }, icon("menu"), el("span", {}, "Меню"));
    this.reply = el("div", { class: "reply-bar", hidden: true });
    this.sendButton = el("button", {
      type: "button", class: "send", "aria-label": "Отправить", disabled: true, onclick: () => this.#send(),
    }, icon("send"));
    this.row = el("div", { class: "composer-row" },
      el("div", { class: "composer-box" }, this.reply,
        el("div", { class: "composer-line" }, this.menu, this.field,
          el("button", {
            type: "button", class: "icon-button", "aria-label": "Прикрепить файлы", title: "Прикрепить файлы",
            onclick: actions.attach,
          }, icon("attach")))),
      this.sendButton);
    this.single = el("button", { type: "button", class: "single", hidden: true });
    this.inner = el("div", { class: "composer-inner" }, this.row, this.single);
    place.append(this.inner);
    this.commands = new CommandList(this.inner, this.field, (command) => this.#command(command));
    store.on("chat", () => this.#restore());
    store.on("people messages commands connection", () => this.draw());
  }

  /** Keeps what was typed for the person whose chat is being left. */
  leave() {
    if (this.store.chat) this.store.chat.draft = this.field.value;
    this.commands.close();
  }

  /** @param {Message | null} message */
  replyTo(message) {
    if (!this.store.chat) return;
    this.store.chat.replyTo = message;
    this.draw();
    this.field.focus();
  }

  focus() {
    // On a touch screen the focus would raise the keyboard over the chat.
    if (!this.row.hidden && matchMedia("(hover: hover)").matches) this.field.focus({ preventScroll: true });
  }

  draw() {
    const { chat, person, connected } = this.store;
    const mode = this.#mode(chat, person);
    const wasSingle = document.activeElement === this.single;
    const appears = this.row.hidden && mode === "write";
    this.row.hidden = mode !== "write";
    if (appears) this.#grow(); // a hidden field has no height to measure
    this.single.hidden = mode === "write" || mode === "nothing";
    if (mode === "start") this.#showSingle("ЗАПУСТИТЬ", () => this.actions.send("/start"));
    if (mode === "blocked") this.#showSingle("РАЗБЛОКИРОВАТЬ", this.actions.unblock);
    this.single.disabled = !connected;
    this.menu.hidden = !(chat?.menu === "commands" && chat.commands.length);
    this.#drawReply(chat?.replyTo ?? null);
    this.sendButton.disabled = !connected || !this.field.value.trim();
    if (wasSingle && mode === "write") this.focus();
  }

  #mode(chat, person) {
    if (!chat || !person) return "nothing";
    if (person.blocked) return "blocked";
    return chat.messages.length || person.started ? "write" : "start";
  }

  #showSingle(label, act) {
    this.single.textContent = label;
    this.single.onclick = act;
  }

  #drawReply(message) {
    this.reply.hidden = message === null;
    if (!message) return;
    this.reply.replaceChildren(icon("reply"),
      el("span", { class: "reply-lines" },
        el("b", {}, message.from === "bot" ? this.store.bot.name : "Вы"),
        el("span", { dir: "auto" }, message.text || message.document?.name || "Сообщение")),
      el("button", {
        type: "button", class: "icon-button", "aria-label": "Не отвечать", onclick: () => this.replyTo(null),
      }, icon("close")));
  }

  #restore() {
    this.field.value = this.store.chat?.draft ?? "";
    this.draw();
    this.#grow();
    this.focus();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #typed() {
    this.#grow();
    this.sendButton.disabled = !this.store.connected || !this.field.value.trim();
    const [, typed] = /^\/(\w*)$/.exec(this.field.value) ?? [];
    if (typed === undefined) this.commands.close();
    else this.commands.open(this.store.chat?.commands ?? [], typed);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || this.commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.store.chat?.replyTo) {
      this.replyTo(null);
    } else if (event.key === "ArrowUp" && event.ctrlKey) {
      event.preventDefault();
      this.#replyEarlier();
    }
  }

  /** Ctrl+Up walks back over the messages and picks one to reply to, as in Telegram. */
  #replyEarlier() {
    const { chat } = this.store;
    if (!chat) return;
    const before = chat.replyTo?.id ?? Infinity;
    const target = chat.messages.findLast(({ id }) => id < before);
    if (target) this.replyTo(target);
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.actions.files(files);
  }

  #toggleMenu() {
    if (this.commands.opened) this.commands.close();
    else this.commands.open(this.store.chat?.commands ?? []);
    this.field.focus();
  }

  #command(command) {
    if (/^\/\w*$/.test(this.field.value)) this.field.value = "";
    this.#grow();
    this.#deliver(command);
    this.draw();
  }

  #deliver(text, replyTo) {
    if (this.actions.send(text, replyTo)) return true;
    toast("Нет соединения: сообщение не отправлено", { severe: true });
    return false;
  }

  #send() {
    const { chat } = this.store;
    const texts = pieces(this.field.value);
    if (!chat || !texts.length) return;
    const reply = chat.replyTo?.id;
    if (!texts.every((text, i) => this.#deliver(text, i === 0 ? reply : undefined))) return;
    this.field.value = "";
    chat.draft = "";
    chat.replyTo = null;
    this.commands.close();
    this.#grow();
    this.draw();
    this.field.focus();
  }
}
