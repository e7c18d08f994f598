/** Files on their way to the bot: paperclip, drop, paste, a caption, and the upload with its progress. */

import { badge } from "./documents.js";
import { arrange, el } from "./dom.js";
import { plural, size, visibleName } from "./format.js";
import { icon } from "./icons.js";
import { toast } from "./notices.js";

/** Telegram puts at most this many files into one album. */
const ALBUM = 10;

export class Attachments {
  /** @type {File[]} */ #files = [];
  /** @type {XMLHttpRequest | null} */ #request = null;
  #depth = 0;

  /**
   * @param {HTMLElement} dropZone
   * @param {() => number | null} person  who uploads; null when sending is not possible now
   */
  constructor(dropZone, person) {
    this.person = person;
    this.input = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#chosen() });
    this.title = el("h2");
    this.list = el("ul", { class: "upload-list" });
    this.caption = el("input", { type: "text", maxlength: 1024, placeholder: "Подпись", "aria-label": "Подпись", autocomplete: "off" });
    this.progress = el("progress", { max: 1, value: 0, hidden: true, "aria-label": "Отправка" });
    this.button = el("button", { type: "submit", class: "filled-button" }, "Отправить");
    this.dialog = el("dialog", { class: "upload", "aria-label": "Отправка файлов", onclose: () => this.#closed() },
      el("form", { onsubmit: (event) => this.#submit(event) },
        this.title, this.list, this.caption, this.progress,
        el("div", { class: "dialog-buttons" },
          el("button", { type: "button", class: "text-button", onclick: () => this.input.click() }, "Добавить"),
          el("button", { type: "button", class: "text-button", onclick: () => this.dialog.close() }, "Отмена"),
          this.button)));
    this.cover = el("div", { class: "drop-cover", hidden: true }, el("p", {}, icon("attach"), "Отпустите, чтобы отправить файлы"));
    dropZone.append(this.cover, this.input);
    document.body.append(this.dialog);
    this.#listen(dropZone);
  }

  /** Opens the system's file dialog. */
  choose() {
    if (this.person() !== null) this.input.click();
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const added = [...files];
    if (!added.length || this.person() === null || this.#request) return;
    this.#files.push(...added);
    this.#draw();
    if (!this.dialog.open) this.dialog.showModal();
    this.caption.focus();
  }

  #listen(zone) {
    const carries = (event) => event.dataTransfer?.types.includes("Files") && this.person() !== null;
    const leave = () => {
      this.#depth = 0;
      this.cover.hidden = true;
    };
    zone.addEventListener("dragenter", (event) => {
      if (!carries(event)) return;
      this.#depth += 1;
      this.cover.hidden = false;
    });
    zone.addEventListener("dragleave", () => {
      this.#depth -= 1;
      if (this.#depth <= 0) leave();
    });
    // Everywhere, so that a file dropped beside the chat does not replace the page.
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      leave();
      if (event.dataTransfer && zone.contains(/** @type {Node} */ (event.target))) this.add(event.dataTransfer.files);
    });
  }

  #chosen() {
    this.add(this.input.files ?? []);
    this.input.value = "";
  }

  #draw() {
    const count = this.#files.length;
    this.title.textContent = `Отправить ${plural(count, ["файл", "файла", "файлов"])}`;
    arrange(this.list, this.#files.map((file) => el("li", {}, badge(file.name),
      el("span", { class: "file-text" }, el("bdi", { class: "file-name" }, visibleName(file.name)),
        el("span", { class: "file-info" }, size(file.size))),
      el("button", {
        type: "button", class: "icon-button", "aria-label": `Убрать ${file.name}`, onclick: () => this.#drop(file),
      }, icon("close")))));
  }

  #drop(file) {
    this.#files = this.#files.filter((other) => other !== file);
    if (this.#files.length) this.#draw();
    else this.dialog.close();
  }

  #closed() {
    this.#request?.abort();
    this.#request = null;
    this.#files = [];
    this.caption.value = "";
    this.#busy(false);
  }

  #busy(busy) {
    this.button.disabled = busy;
    this.progress.hidden = !busy;
    this.progress.value = 0;
  }

  /** More than an album holds goes in several; the caption stands under the first. */
  async #submit(event) {
    event.preventDefault();
    const person = this.person();
    if (person === null || this.#request) return;
    this.#busy(true);
    try {
      for (let at = 0; at < this.#files.length; at += ALBUM) {
        await this.#upload(person, this.#files.slice(at, at + ALBUM), at === 0 ? this.caption.value : "");
      }
      this.dialog.close();
    } catch (error) {
      this.#request = null;
      this.#busy(false);
      if (error instanceof UploadError) toast(error.message, { severe: true });
      else throw error;
    }
  }

  /** XMLHttpRequest, because fetch does not report the progress of an upload. */
  #upload(person, files, caption) {
    const form = new FormData();
    form.append("caption", caption);
    for (const file of files) form.append("files", file, file.name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      request.upload.onprogress = ({ loaded, total }) => (this.progress.value = total ? loaded / total : 0);
      request.onload = () => {
        this.#request = null;
        if (request.status < 300) resolve(null);
        else reject(new UploadError(`Не отправлено: ${request.responseText.slice(0, 200) || request.status}`));
      };
      request.onerror = () => reject(new UploadError("Не отправлено: нет соединения"));
      request.onabort = () => reject(new UploadError("Отправка отменена"));
      request.open("POST", `/upload?person=${person}`);
      request.send(form);
    });
  }
}

/** Why the files did not arrive, in words for the visitor. */
class UploadError extends Error {}
