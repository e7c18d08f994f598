/** Puts the page together: one store, one socket, and the parts that listen to them. */

import { Attachments } from "./attachments.js";
import { Composer } from "./composer.js";
import { emptyChat } from "./empty.js";
import { safeLink } from "./entities.js";
import { Header } from "./header.js";
import { History } from "./history.js";
import { icon } from "./icons.js";
import { Taps } from "./keyboard.js";
import { alertBox, copyText, popupMenu, toast } from "./notices.js";
import { People } from "./people.js";
import { Socket } from "./socket.js";
import { Stand } from "./stand.js";
import { Store } from "./store.js";
import { theme } from "./theme.js";

/** @import {Answer, Message, Person} from "./types.js" */

const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const app = place("app");
const store = new Store();
const socket = new Socket((event) => store.receive(event), (connected) => store.setConnected(connected));

/** Below this width the panel covers the chat, so it starts closed. */
const roomForStand = matchMedia("(min-width: 1200px)");

function showStand(open) {
  app.dataset.stand = open ? "open" : "closed";
  place("stand").inert = !open;
  if (roomForStand.matches) localStorage.setItem("stand", app.dataset.stand);
}

function send(text, replyTo) {
  return store.current !== null
    && socket.send({ do: "send", person: store.current, text, ...(replyTo ? { reply_to: replyTo } : {}) });
}

/** @param {Person} person */
function toggleBlock({ id, blocked }) {
  if (!socket.send({ do: blocked ? "unblock" : "block", person: id })) toast("Нет соединения", { severe: true });
}

/** Whose chat to show first: the one in the address, else the first. */
function wantedPerson() {
  if (store.person) return store.current;
  const asked = Number(new URLSearchParams(location.search).get("user"));
  return store.people.has(asked) ? asked : [...store.people.keys()][0] ?? null;
}

/** @param {number} id @param {{screen?: string}} [options] */
function select(id, { screen = "chat" } = {}) {
  app.dataset.screen = screen;
  if (store.current !== id) {
    historyView.leave();
    composer.leave();
    if (store.chat) store.chat.unreadFrom = null;
    store.select(id);
    const address = new URL(location.href);
    address.searchParams.set("user", String(id));
    history.replaceState(null, "", address);
  }
  socket.send({ do: "open", person: id });
}

/** The first of the newest `unread` messages of the bot. */
function firstUnread(messages, unread) {
  return unread ? messages.filter(({ from }) => from === "bot").at(-unread)?.id ?? null : null;
}

function markSeen() {
  const { person, chat } = store;
  if (chat && person?.unread && !document.hidden && historyView.atEnd) socket.send({ do: "seen", person: person.id });
}

/** @param {Answer} answer */
function showAnswer(answer) {
  taps.answered(answer);
  if (answer.person !== store.current) return;
  const page = safeLink(answer.url ?? "");
  if (page) open(page, "_blank", "noopener");
  if (!answer.text) return;
  if (answer.alert) alertBox(store.bot.name, answer.text);
  else toast(answer.text);
}

/** @param {MouseEvent} event */
function messageMenu(event) {
  const target = /** @type {Element} */ (event.target);
  const row = target.closest(".row");
  const message = row && store.chat?.messages.find(({ id }) => id === Number(row.dataset.id));
  if (!message || target.closest("a, .picture") || getSelection()?.type === "Range") return;
  event.preventDefault();
  popupMenu({ x: event.clientX, y: event.clientY }, [
    { label: "Ответить", icon: icon("reply"), act: () => composer.replyTo(message) },
    ...(message.text && !message.protected
      ? [{ label: "Копировать текст", icon: icon("copy"), act: () => copyText(message.text) }] : []),
  ]);
}

const taps = new Taps({
  send: (request) => socket.send(request),
  changed: (person, message) => person === store.current && historyView.refresh(message),
  unanswered: (label) => {
    const text = `Бот не ответил на нажатие «${label}» за 15 секунд`;
    toast(text, { severe: true });
    store.addLint({ text, at: store.now, severe: true });
  },
});
const people = new People(place("people"), store, { select, block: toggleBlock });
theme(people.themeButton);
const historyView = new History(place("history"), store, {
  command: (text) => send(text),
  copy: copyText,
  tap: (message, row, column) => {
    if (!taps.press(store.current, message, row, column)) toast("Нет соединения", { severe: true });
  },
  waits: (message, row, column, text) => taps.waits(store.current, message, row, column, text),
}, () => emptyChat(store.bot, store.chat?.description ?? ""));
const attachments = new Attachments(place("chat"), () =>
  store.connected && store.person && !store.person.blocked ? store.current : null);
const composer = new Composer(place("composer"), store, {
  send,
  unblock: () => store.person && toggleBlock(store.person),
  attach: () => attachments.choose(),
  files: (files) => attachments.add(files),
});
new Header(place("chat-header"), store, {
  back: () => (app.dataset.screen = "people"),
  toggleStand: () => showStand(app.dataset.stand !== "open"),
  block: () => store.person && toggleBlock(store.person),
  restart: () => send("/start"),
});
new Stand(place("stand"), store, {
  press: (id) => store.current !== null && socket.send({ do: "control", person: store.current, id }),
  close: () => showStand(false),
});

store.on("hello", () => {
  historyView.leave();
  composer.leave();
  const id = wantedPerson();
  const named = new URLSearchParams(location.search).has("user");
  // A second greeting (after a reconnect, or when the bot changed its profile) moves the visitor nowhere.
  const screen = store.current === null ? (named ? "chat" : "people") : app.dataset.screen;
  if (id !== null) select(id, { screen });
});
store.on("chat", (id) => {
  if (id !== store.current) return;
  store.chat.unreadFrom ??= firstUnread(store.chat.messages, store.person?.unread ?? 0);
  historyView.open();
  markSeen();
});
store.on("messages", (change) => {
  if (change.person !== store.current) return;
  const { chat } = store;
  if (change.kind === "new" && change.message.from === "person") chat.unreadFrom = null;
  else if (change.kind === "new" && document.hidden) chat.unreadFrom ??= change.message.id;
  historyView.update(change);
});
store.on("people end", markSeen);
document.addEventListener("visibilitychange", markSeen);
store.on("answer", showAnswer);
store.on("toast", (text) => toast(text));
store.on("restarted", () => toast("Стенд перезапущен: переписка начата заново", { severe: true }));
store.on("connection", (connected) => connected || taps.forget());
place("history").addEventListener("contextmenu", messageMenu);
place("history").addEventListener("dblclick", ({ target }) => {
  const row = /** @type {Element} */ (target).matches(".row, .stack") && target.closest(".row");
  const message = row && store.chat?.messages.find(({ id }) => id === Number(row.dataset.id));
  if (message) composer.replyTo(message);
});
roomForStand.addEventListener("change", ({ matches }) =>
  showStand(matches && localStorage.getItem("stand") !== "closed"));
showStand(roomForStand.matches && localStorage.getItem("stand") !== "closed");
