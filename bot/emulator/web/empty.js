/** What a chat without messages shows: who the bot is and what it can do. */

import { el } from "./dom.js";
import { avatar } from "./people.js";

/**
 * @param {{name: string}} bot
 * @param {string} description
 * @returns {HTMLElement}
 */
export function emptyChat(bot, description) {
  return el("div", { class: "empty" },
    avatar(2, bot.name, "avatar-large"),
    el("h2", {}, bot.name),
    description
      ? el("div", { class: "empty-card" }, el("b", {}, "Что умеет этот бот?"), el("p", { dir: "auto" }, description))
      : el("p", { class: "empty-pill" }, "Здесь пока ничего нет"));
}
