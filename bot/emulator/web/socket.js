/** The connection to the emulator: reconnects by itself and says what state it is in. */

const FIRST_DELAY = 250;
const LAST_DELAY = 4000;

export class Socket {
  /** @type {WebSocket | null} */
  #socket = null;
  #delay = FIRST_DELAY;
  #timer = 0;

  /**
   * @param {(event: any) => void} onEvent  gets each message of the server, parsed
   * @param {(connected: boolean) => void} onState
   */
  constructor(onEvent, onState) {
    this.onEvent = onEvent;
    this.onState = onState;
    addEventListener("online", () => this.#retryNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.#retryNow());
    this.#connect();
  }

  /**
   * @param {object} request
   * @returns {boolean} false when there is no connection; nothing is queued, so that an old tap cannot fire later
   */
  send(request) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(request));
    return true;
  }

  #connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#delay = FIRST_DELAY;
      this.onState(true);
    };
    socket.onmessage = ({ data }) => this.onEvent(JSON.parse(data));
    socket.onclose = () => {
      this.onState(false);
      this.#timer = setTimeout(() => this.#connect(), this.#delay);
      this.#delay = Math.min(this.#delay * 2, LAST_DELAY);
    };
  }

  #retryNow() {
    if (this.#socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.#timer);
    this.#connect();
  }
}
