/** Russian wording of times, sizes and names. */

/**
 * Telegram shows times in the zone of the person's device. The stand's people live in Moscow, where the bot's own
 * texts count too; the visitor's zone would make the two disagree.
 */
const timeZone = "Europe/Moscow";

const clock = new Intl.DateTimeFormat("ru", { timeZone, hour: "2-digit", minute: "2-digit" });
const dayMonth = new Intl.DateTimeFormat("ru", { timeZone, day: "numeric", month: "long" });
const dayMonthYear = new Intl.DateTimeFormat("ru", { timeZone, day: "numeric", month: "long", year: "numeric" });
const weekday = new Intl.DateTimeFormat("ru", { timeZone, weekday: "short" });
const longDate = new Intl.DateTimeFormat("ru", { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat("ru", { timeZone, day: "2-digit", month: "2-digit", year: "2-digit" });
const full = new Intl.DateTimeFormat("ru", { timeZone, dateStyle: "long", timeStyle: "medium" });
const isoDay = new Intl.DateTimeFormat("sv", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
const count = new Intl.PluralRules("ru");
const DAY = 86_400_000;

/** @param {string} at @returns {string} "14:05" */
export const time = (at) => clock.format(new Date(at));

/** @param {string} at @returns {string} date and time to the second, for tooltips */
export const moment = (at) => full.format(new Date(at));

/** @param {string} at @returns {string} "суббота, 21 ноября 2026 г." */
export const date = (at) => longDate.format(new Date(at));

/**
 * @param {string} at
 * @returns {string} a key that is equal for moments of one calendar day
 */
export function dayKey(at) {
  return isoDay.format(new Date(at));
}

/** Calendar days between two moments. */
function daysBetween(earlier, later) {
  return Math.round((Date.parse(dayKey(later)) - Date.parse(dayKey(earlier))) / DAY);
}

/**
 * The label over the messages of one day.
 *
 * @param {string} at
 * @param {string} now  the stand's clock, not the visitor's
 */
export function dayLabel(at, now) {
  const days = daysBetween(at, now);
  if (days === 0) return "Сегодня";
  if (days === 1) return "Вчера";
  const sameYear = dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4);
  return sameYear ? dayMonth.format(new Date(at)) : dayMonthYear.format(new Date(at)).replace(/\s*г\.$/, "");
}

/** The time in the list of chats: hours today, the weekday this week, else the date. */
export function listTime(at, now) {
  const days = daysBetween(at, now);
  if (days === 0) return time(at);
  return days > 0 && days < 7 ? weekday.format(new Date(at)) : short.format(new Date(at));
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  const number = (value) => value.toLocaleString("ru", { maximumFractionDigits: 1 });
  return bytes < 1024 ** 2 ? `${number(bytes / 1024)} КБ` : `${number(bytes / 1024 ** 2)} МБ`;
}

/**
 * @param {number} number
 * @param {[string, string, string]} forms  for 1, 2 and 5
 */
export function plural(number, [one, few, many]) {
  const form = { one, few }[count.select(number)] ?? many;
  return `${number} ${form}`;
}

/** @param {string} name @returns {string} up to two capital letters */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.slice(0, 2).map((word) => /[\p{L}\p{N}]/u.exec(word)[0].toUpperCase()).join("") || "?";
}

/** One of the seven avatar colours, the same for the same id. */
export const avatarColour = (id) => Math.abs(id) % 7;

/**
 * A name without the invisible characters that reverse the direction of text: they let "gpj.exe" pose as "exe.jpg".
 *
 * @param {string} name
 */
export const visibleName = (name) => name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
