"""What the stand itself says, beside the chat. The stand speaks Russian only; the product's texts are in `locales/`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.cabinet.warnings.kind import Kind, Unit
from bot.cabinet.warnings.outbox import State
from bot.texts import texts

ZONE = ZoneInfo("Europe/Moscow")

TITLE = "Стенд"
NOTE = "Люди и организации выдуманы. Подписи и их проверка настоящие, по ГОСТ Р 34.10-2012."
STARTING = "Бот запускается…"

CLOCK = "Часы"
HOUR = "+1 ч"
DAY = "+24 ч"
NEXT_EVENT = "К следующему событию"
NEXT_EVENT_HINT = "Следующее предупреждение, конец доступа, срок файла, последний день услуги"
NOTHING_AHEAD = "Впереди пока ничего нет: подтвердите организацию или добавьте файл."

SIGN = "Подписать за директора"
SIGN_HINT = "Сертификат до {until}, ключ {bits} бит"
RENEWED_HINT = "Сертификат закончился {until}: подпись будет с новым"
SIGN_ALL = "Все организации сразу"
SIGN_ALL_HINT = "По подписи от каждого директора, одним альбомом"
NO_CHALLENGE = "В этом чате ещё нет файла для подписи: нажмите «Добавить организацию»"
NO_COMPANIES = "За этого человека директора не подписывают"

BAD = "Подписать неправильно"
EMPLOYEE = "Сотрудник вместо директора"
EXPIRED = "Истёкший сертификат"
REVOKED = "Отозванный сертификат"
FOREIGN = "Чужой удостоверяющий центр"
OTHER_FILE = "Подписан другой файл"
DAMAGED = "Повреждённая подпись"

SENT = "Подпись отправлена: {signer}"
SENT_ALL = "Подписи отправлены: {count}"
MOVED = "На часах стенда {moment} по Москве"
MOVED_TO = "{event}. На часах стенда {moment} по Москве"
TOLD = "Бот написал: {people}"
UNAVAILABLE = "Сейчас это недоступно"
BLOCKED = "Файл не отправлен: бот заблокирован этим человеком"

ACCESS_ENDS = "Доступ закончился: {subject}"
CHALLENGE_EXPIRES = "Срок файла для подписи вышел"
SERVICE_ENDS = "Последний день услуги прошёл: {subject}"
CERTIFICATE_ENDS = "Сертификат директора закончился: {subject}"

JOURNAL = "Предупреждения"
JOURNAL_EMPTY = "Очередь пуста. Подтвердите организацию и двигайте часы."
JOURNAL_LINE = "{person}: {what}"
JOURNAL_NO_ORGANIZATION = "все организации"
JOURNAL_STATES = {
    State.QUEUED: "ждёт",
    State.HELD: "бот остановлен",
    State.SENDING: "отправляется",
    State.SENT: "отправлено",
    State.FAILED: "не принято",
    State.DROPPED: "снято",
}
JOURNAL_KINDS = {
    Kind.ACCESS: "доступ, {before}",
    Kind.SERVICE: "срок сервиса, {before}",
    Kind.CERTIFICATE: "сертификат, {before}",
}
JOURNAL_EVENTS = {
    Kind.SHARED: "доступ открыл другой человек",
    Kind.CLOSED: "доступ закрыл другой человек",
    Kind.DOCUMENT: "новые документы",
    Kind.ACT: "готов акт сверки",
    Kind.DECLINED: "заказ акта отклонён",
    Kind.ORDER: "заказы актов ждут",
    Kind.DRIVE: "фискальный накопитель",
    Kind.REGISTER: "касса молчит",
    Kind.LOADING: "сбой интеграции",
    Kind.WEEKLY: "сводка на неделю",
    Kind.TEST: "пробное",
}

TRY_START = "Нажмите «Запустить» в чате Анны"
TRY_SIGN = "Попросите файл и подпишите его за директора"
TRY_SERVICES = "Посмотрите «Сервисы и сроки»"
TRY_DOCUMENTS = "Скачайте закрывающие документы: одним PDF или весь месяц"
TRY_BAD = "Подпишите неправильно и прочитайте отказ"
TRY_OTHER = "Откройте ту же организацию от другого человека: первый узнает об этом"
TRY_ALL = "Подпишите за всех директоров сразу"
TRY_DAY = "Переведите часы на 24 часа: доступ закончится"

OTHER_CONTENT = "Это другой файл: его подпись ничего не подтверждает.\r\n"

READY = "Кабинет открыт: {url}"
PORT_TAKEN = "Порт {port} занят, взят свободный."
HOW_TO_STOP = "Остановить: Ctrl-C. Всё, что сделано на стенде, при этом стирается."
BOT_ANSWERS = "Бот отвечает."
STOPPED = "Стенд остановлен."


def before(threshold: int, unit: Unit) -> str:
    """How far from the end: «за 7 дней», «в последний день», «за 2 ч»."""
    t = texts("ru")
    if unit is Unit.MINUTES:
        if threshold == 0:
            return t("threshold.at-the-end")
        hours, minutes = divmod(threshold, 60)
        return t("threshold.minutes", n=threshold) if minutes else t("threshold.hours", n=hours)
    if threshold <= 0:
        return t("threshold.day-after" if threshold else "threshold.last-day")
    return t.plural("threshold.days", threshold)


def short_moment(at: datetime) -> str:
    """A moment in a few letters, by Moscow's clock."""
    return format_datetime(at, "d MMM, HH:mm", tzinfo=ZONE, locale="ru")


def moment(at: datetime) -> str:
    """A moment in words, by Moscow's clock."""
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=ZONE, locale="ru")


def day(at: datetime) -> str:
    """A day in words, by Moscow's clock."""
    return format_datetime(at, "d MMMM y", tzinfo=ZONE, locale="ru")
