/** Everything the page knows, changed only by what the server says; parts of the page listen to topics. */

/** @import {Answer, Bot, Call, Chat, Lint, Message, Person, StandView} from "./types.js" */

const CALLS_KEPT = 300;
const ACTION_MS = 5000;

export class Store {
  /** @type {Bot} */ bot = { name: "", username: "", description: "", short_description: "" };
  /** @type {Map<number, Person>} */ people = new Map();
  /** @type {Map<number, Chat>} */ chats = new Map();
  /** @type {string | null} */ world = null;
  /** @type {number | null} */ current = null;
  /** @type {StandView | null} */ stand = null;
  /** @type {Call[]} */ calls = [];
  /** @type {Lint[]} */ lints = [];
  now = new Date().toISOString();
  connected = false;
  /** @type {Map<string, Set<(detail: any) => void>>} */ #listeners = new Map();

  /**
   * @param {string} topics  space-separated: people, person, chat, messages, commands, action, answer, clock, call,
   *   lint, stand, toast, connection, hello, restarted
   * @param {(detail: any) => void} listener
   */
  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      const listeners = this.#listeners.get(topic) ?? new Set();
      this.#listeners.set(topic, listeners.add(listener));
    }
  }

  emit(topic, detail) {
    for (const listener of this.#listeners.get(topic) ?? []) listener(detail);
  }

  /** @returns {Chat | undefined} the chat on the screen, once it has been loaded */
  get chat() {
    return this.current === null ? undefined : this.chats.get(this.current);
  }

  /** @returns {Person | undefined} whom the visitor acts as */
  get person() {
    return this.current === null ? undefined : this.people.get(this.current);
  }

  setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.emit("connection", connected);
  }

  /** @param {number} person */
  select(person) {
    this.current = person;
    this.emit("person", person);
  }

  /** @param {any} event one message of the server */
  receive(event) {
    const handler = this[`_${event.event}`];
    if (handler) handler.call(this, event);
  }

  _hello({ bot, people, now, stand, world }) {
    const before = this.world;
    this.world = world;
    this.bot = bot;
    this.now = now;
    this.stand = stand;
    this.#setPeople(people);
    for (const chat of this.chats.values()) chat.action = null;
    this.emit("hello", null);
    this.emit("stand", stand);
    this.emit("clock", now);
    if (before !== null && before !== world) this.emit("restarted", null);
  }

  _chat({ person, messages, commands, menu, description }) {
    const before = this.chats.get(person);
    this.chats.set(person, {
      person,
      messages: [...messages].sort((a, b) => a.id - b.id),
      commands,
      menu,
      description,
      draft: before?.draft ?? "",
      replyTo: before?.replyTo ?? null,
      unreadFrom: before?.unreadFrom ?? null,
      scroll: before?.scroll ?? null,
      action: null,
    });
    this.emit("chat", person);
  }

  _message({ person, message }) {
    this.#advance(message.at);
    const chat = this.chats.get(person);
    if (!chat) return;
    if (message.from === "bot") this.#act(chat, null);
    const others = chat.messages.filter(({ id }) => id !== message.id);
    const index = others.findLastIndex(({ id }) => id < message.id) + 1;
    chat.messages = others.toSpliced(index, 0, message);
    this.emit("messages", { person, kind: "new", message });
  }

  _edited({ person, message }) {
    const chat = this.chats.get(person);
    if (!chat) return;
    chat.messages = chat.messages.map((old) => (old.id === message.id ? message : old));
    this.emit("messages", { person, kind: "edited", message });
  }

  _deleted({ person, id }) {
    const chat = this.chats.get(person);
    if (!chat) return;
    chat.messages = chat.messages.filter((message) => message.id !== id);
    if (chat.replyTo?.id === id) chat.replyTo = null;
    this.emit("messages", { person, kind: "deleted", id });
  }

  _read({ person, up_to }) {
    const chat = this.chats.get(person);
    if (!chat) return;
    const fetched = (message) => message.from === "person" && !message.read && message.id <= up_to;
    chat.messages = chat.messages.map((old) => (fetched(old) ? { ...old, read: true } : old));
    this.emit("messages", { person, kind: "read" });
  }

  _people({ people }) {
    this.#setPeople(people);
  }

  _commands({ person, commands, menu }) {
    const chat = this.chats.get(person);
    if (!chat) return;
    chat.commands = commands;
    chat.menu = menu ?? chat.menu;
    this.emit("commands", person);
  }

  _action({ person, action }) {
    const chat = this.chats.get(person);
    if (chat) this.#act(chat, action);
  }

  /** @param {Answer} answer */
  _answer(answer) {
    this.emit("answer", answer);
  }

  _clock({ now }) {
    this.now = now;
    this.emit("clock", now);
  }

  _call(call) {
    this.#advance(call.at);
    this.calls = [...this.calls, call].slice(-CALLS_KEPT);
    this.emit("call", call);
  }

  _lint(lint) {
    this.addLint(lint);
  }

  _stand({ view }) {
    this.stand = view;
    this.emit("stand", view);
  }

  _toast({ text }) {
    this.emit("toast", text);
  }

  /** @param {Lint & {severe?: boolean}} lint */
  addLint(lint) {
    this.lints = [...this.lints, lint].slice(-CALLS_KEPT);
    this.emit("lint", lint);
  }

  #setPeople(people) {
    this.people = new Map(people.map((person) => [person.id, person]));
    this.emit("people", null);
  }

  #act(chat, name) {
    if (!name && !chat.action) return;
    chat.action = name ? { name, until: performance.now() + ACTION_MS } : null;
    this.emit("action", chat.person);
    if (name) setTimeout(() => this.emit("action", chat.person), ACTION_MS + 20);
  }

  /** Things that happen carry the stand's time: the displayed clock follows without asking. */
  #advance(at) {
    if (!at || new Date(at) <= new Date(this.now)) return;
    this.now = at;
    this.emit("clock", at);
  }
}
