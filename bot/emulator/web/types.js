/**
 * The page protocol as types: what the emulator says over the WebSocket and what the page keeps of it.
 *
 * @typedef {{id: number, name: string, role: string, unread: number, blocked: boolean, started: boolean,
 *   last: {text: string, at: string} | null}} Person  One account that the stand lets the visitor act as.
 * @typedef {{name: string, username: string, description: string, short_description: string}} Bot
 * @typedef {{type: string, offset: number, length: number, url?: string, language?: string}} Entity
 *   A run of formatting; offset and length count UTF-16 units, as JavaScript strings do.
 * @typedef {{name: string, size: number, mime: string, url: string, photo: boolean}} Document
 *   Size in bytes; a photo is shown as a picture, a document as a file even if it holds one.
 * @typedef {{text: string, kind: "callback" | "url" | "copy" | "other", url?: string, copy?: string,
 *   style?: string}} Button
 * @typedef {{id: number, from: "bot" | "person", at: string, edited: boolean, text: string,
 *   entities: Entity[], document: Document | null, album: string | null, keyboard: Button[][] | null,
 *   protected: boolean, read: boolean, reply_to: {id: number, text: string} | null,
 *   silent: boolean}} Message
 * @typedef {{command: string, description: string}} Command
 * @typedef {{id: string, label: string, group: string, hint: string, enabled: boolean,
 *   style: string}} Control
 * @typedef {{id: string, text: string, done: boolean}} ChecklistItem
 * @typedef {{title: string, empty: string, lines: {at: string, text: string, detail: string, state: string,
 *   waits: boolean}[]}} Journal
 * @typedef {{title: string, controls: Control[], checklist: ChecklistItem[], note: string,
 *   journal: Journal | null}} StandView
 * @typedef {{method: string, status: number, ms: number, description: string | null, request: object,
 *   response_excerpt: string, at: string}} Call  One request of the bot to the Bot API.
 * @typedef {{text: string, at: string}} Lint
 * @typedef {{person: number, message_id: number, query: string, text: string, alert: boolean,
 *   url: string | null}} Answer  The bot's answer to a tap; `query` is the tag that the tap carried.
 *
 * @typedef {object} Chat  What the page keeps of one conversation.
 * @property {number} person
 * @property {Message[]} messages  Ascending by id.
 * @property {Command[]} commands
 * @property {string} menu
 * @property {string} description
 * @property {string} draft  Text typed and not sent.
 * @property {Message | null} replyTo
 * @property {number | null} unreadFrom  Id of the first message under the "new messages" line.
 * @property {number | null} scroll  Distance from the top to return to; null means the end.
 * @property {{name: string, until: number} | null} action  "typing" and the like; `until` in ms of
 *   performance.now().
 */
export {};
