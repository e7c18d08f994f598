/** The bar over the chat: who the bot is, what it is doing, and as whom the visitor writes. */

import { arrange, el } from "./dom.js";
import { icon } from "./icons.js";
import { popupMenu } from "./notices.js";
import { avatar } from "./people.js";

/** @import {Store} from "./store.js" */

const ACTIONS = {
  typing: "печатает",
  upload_document: "отправляет файл",
  upload_photo: "отправляет фото",
  upload_video: "отправляет видео",
  upload_voice: "отправляет голосовое",
  record_video: "записывает видео",
  record_voice: "записывает голосовое",
  choose_sticker: "выбирает стикер",
  find_location: "ищет место на карте",
};

export class Header {
  /**
   * @param {HTMLElement} bar
   * @param {Store} store
   * @param {{back: () => void, toggleStand: () => void, block: () => void, restart: () => void}} actions
   */
  constructor(bar, store, actions) {
    this.store = store;
    this.actions = actions;
    this.face = el("span", { class: "header-face" });
    this.name = el("h1", { class: "header-name" });
    this.status = el("p", { class: "header-status", "aria-live": "polite" });
    this.you = el("p", { class: "header-you" });
    this.panelButton = el("button", {
      type: "button", class: "icon-button", "aria-label": "Панель стенда", title: "Панель стенда",
      onclick: actions.toggleStand,
    }, icon("panel"));
    bar.append(
      el("button", { type: "button", class: "icon-button back", "aria-label": "К списку людей", onclick: actions.back },
        icon("back")),
      this.face,
      el("div", { class: "header-lines" }, this.name, this.status),
      this.you,
      this.panelButton,
      el("button", {
        type: "button", class: "icon-button", "aria-label": "Действия с чатом", "aria-haspopup": "menu",
        onclick: ({ currentTarget }) => this.#menu(currentTarget.getBoundingClientRect()),
      }, icon("more")),
    );
    store.on("hello person people action connection chat", () => this.draw());
  }

  draw() {
    const { bot, person, chat, connected } = this.store;
    if (this.name.textContent !== bot.name) {
      this.name.textContent = bot.name;
      arrange(this.face, [avatar(2, bot.name)]);
    }
    const acting = chat?.action && performance.now() < chat.action.until ? chat.action.name : null;
    const [look, words] = this.#status(connected, acting);
    if (this.status.dataset.look !== look || this.status.dataset.words !== words) {
      Object.assign(this.status.dataset, { look, words });
      const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
      this.status.replaceChildren(words, ...(look === "still" ? [] : [dots]));
    }
    const you = person ? person.name : "";
    if (this.you.dataset.name !== `${you}${person?.role}`) {
      this.you.dataset.name = `${you}${person?.role}`;
      this.you.replaceChildren(...(person
        ? [avatar(person.id, you), el("span", { class: "header-you-name" }, "Вы — ", el("bdi", {}, you))] : []));
      this.you.title = person ? `Вы пишете как ${you}${person.role ? `, ${person.role}` : ""}` : "";
    }
  }

  #status(connected, acting) {
    if (!connected) return ["connecting", "соединение"];
    return acting ? ["acting", ACTIONS[acting] ?? "печатает"] : ["still", "бот"];
  }

  #menu({ right, bottom }) {
    const { person } = this.store;
    if (!person) return;
    popupMenu({ x: right - 230, y: bottom + 4 }, [
      { label: "Отправить /start", icon: icon("send"), act: this.actions.restart },
      { label: "Переписка текстом", icon: icon("text"), act: () => open(`/transcript/${person.id}`, "_blank", "noopener") },
      {
        label: person.blocked ? "Разблокировать бота" : "Заблокировать бота",
        icon: icon("block"),
        act: this.actions.block,
        severe: !person.blocked,
      },
    ]);
  }
}
