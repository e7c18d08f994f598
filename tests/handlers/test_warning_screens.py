"""What warnings say: every kind in both languages, counted from the moment of telling, and always one message long."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.cabinet.acts.act import Act, ActId, ActOrder, ActOrderId, OrderState
from bot.cabinet.cash.ports import LoadFailure
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.composing import DIGEST_MOST
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import (
    ActReady,
    Addressee,
    Ending,
    Fact,
    Intrusion,
    Item,
    Letter,
    LoadingFails,
    NewDocuments,
    OrderDeclined,
    OrdersWaiting,
    RegisterTrouble,
    Summary,
    Trial,
    WarningId,
)
from bot.texts import texts
from handlers.screen import Screen
from handlers.warnings import screens
from tests.documents.closing import document

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # noon in Moscow
TODAY = date(2026, 11, 21)
MOSCOW = "Europe/Moscow"
LANGUAGES = [language.value for language in Language]


def ending(
    end: date | datetime, product: str | None = None, name: str = "ООО «Ромашка»", ident: int = 1
) -> Ending:
    return Ending(OrganizationId(ident), name, product, end)


PERIOD = Period(date(2026, 7, 1), date(2026, 9, 30))
ACT = Act(ActId(3), OrganizationId(1), PERIOD, FileId(5), NOW)
ORDER = ActOrder(
    id=ActOrderId(4),
    organization=OrganizationId(1),
    organization_name="ООО «Ромашка»",
    inn="9600100116",
    person=PersonId(1),
    person_name="Анна",
    period=PERIOD,
    state=OrderState.WAITING,
    ordered_at=NOW - timedelta(days=4),
    settled_at=None,
    act=None,
    comment="Нет движений",
)

FACTS: dict[Kind, Fact] = {
    Kind.ACCESS: ending(NOW + timedelta(hours=2)),
    Kind.SERVICE: ending(date(2026, 11, 30), "Экстерн"),
    Kind.CERTIFICATE: ending(NOW + timedelta(days=30)),
    Kind.SHARED: Intrusion(
        OrganizationId(1), "ООО «Ромашка»", PersonId(2), "Анна", "Лебедев", NOW + timedelta(days=1)
    ),
    Kind.CLOSED: Intrusion(OrganizationId(1), "ООО «Ромашка»", PersonId(2), "Анна", None, None),
    Kind.DOCUMENT: NewDocuments(OrganizationId(1), "ООО «Ромашка»", (document(),), 7),
    Kind.ACT: ActReady(OrganizationId(1), "ООО «Ромашка»", ACT, is_ordered=True),
    Kind.DECLINED: OrderDeclined(OrganizationId(1), "ООО «Ромашка»", ORDER),
    Kind.ORDER: OrdersWaiting(ORDER, 3, NOW - timedelta(days=4)),
    Kind.DRIVE: RegisterTrouble(OrganizationId(1), "ООО «Ромашка»", "Касса 1", "0000960700000001", NOW),
    Kind.REGISTER: RegisterTrouble(OrganizationId(1), "ООО «Ромашка»", "Касса 1", "0000960700000001", NOW),
    Kind.LOADING: LoadingFails(
        OrganizationId(1),
        "ООО «Ромашка»",
        IntegrationKind.OFD,
        LoadFailure.UNAVAILABLE,
        NOW - timedelta(days=2),
    ),
    Kind.WEEKLY: Summary(date(2026, 11, 23), (ending(date(2026, 11, 30), "Экстерн"),), 5, 2),
    Kind.TEST: Trial(),
}


def told(*items: tuple[Kind, Fact], now: datetime = NOW, zone: str = MOSCOW, language: str = "ru") -> Screen:
    to = Addressee(Person(PersonId(1), "Анна", Language(language), zone), QuietHours(), digest=True)
    numbered = tuple(Item(WarningId(n), kind, 0, fact) for n, (kind, fact) in enumerate(items, 1))
    letter = Letter(to, numbered, attempts=0, urgent=False, silent=False)
    return screens.letter(texts(language), letter, now)


def plain(screen: Screen) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", screen.text))


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row]


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (DriveSign.ENDING, "в течение 30 дней"),
        (DriveSign.REPLACE_NOW, "в ближайшие 3 дня"),
        (DriveSign.FULL, "Память фискального накопителя почти заполнена"),
    ],
)
def test_a_drive_is_spoken_of_as_urgently_as_it_is(sign: DriveSign, said: str) -> None:
    trouble = RegisterTrouble(OrganizationId(1), "ООО «Ромашка»", "Касса 1", "0000960700000001", NOW, sign)
    words = plain(told((Kind.DRIVE, trouble)))
    assert said in words
    assert ("Замените его сейчас" in words) is (sign is not DriveSign.ENDING)


def test_a_silence_is_told_in_its_own_days() -> None:
    last = NOW - timedelta(days=33)
    trouble = RegisterTrouble(OrganizationId(1), "ООО «Ромашка»", "Касса 1", "0000960700000001", last)
    assert "Касса молчит 33 дня" in plain(told((Kind.REGISTER, trouble)))


def test_every_kind_has_a_rule_and_words() -> None:
    assert set(RULES) == set(screens.WORDINGS) == set(FACTS) == set(Kind)
    for kind, rule in RULES.items():
        assert rule.digestible == (screens.WORDINGS[kind].line is not None), kind


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_told_in_every_language(kind: Kind, language: str) -> None:
    screen = told((kind, FACTS[kind]), language=language)
    assert screen.text
    assert "{" not in screen.text
    assert all(len(label) <= 48 for label in labels(screen))
    assert all(len((b.callback_data or "").encode()) <= 64 for row in screen.rows for b in row)
    patient = {texts(language)("button.remind-tomorrow"), texts(language)("button.hide-term")}
    assert (patient <= set(labels(screen))) == RULES[kind].patient


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=2), "Через 2 ч закончится доступ к ООО «Ромашка»: сегодня в 14:00."),
        # On its way for a moment, or late: what is left is told as it is.
        (timedelta(hours=1, minutes=59, seconds=57), "Через 2 ч закончится"),
        (timedelta(minutes=17), "Через 17 мин закончится доступ к ООО «Ромашка»: сегодня в 12:17."),
        (timedelta(seconds=1), "Через 1 мин закончится"),
        (timedelta(0), "Доступ к ООО «Ромашка» закончился сегодня в 12:00."),
        (-timedelta(hours=13), "Доступ к ООО «Ромашка» закончился вчера в 23:00."),
    ],
)
def test_access(left: timedelta, said: str) -> None:
    screen = told((Kind.ACCESS, ending(NOW + left)))
    assert said in plain(screen)
    assert labels(screen) == ["Подтвердить снова", "Меню"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (30, "🟡 Осталось 30 дней: Экстерн\nООО «Ромашка». Действует до 21 декабря 2026 включительно."),
        (21, "🟡 Остался 21 день: Экстерн"),
        (7, "🟠 Осталось 7 дней: Экстерн"),
        (3, "🟠 Осталось 3 дня: Экстерн"),
        (1, "🟠 Завтра последний день: Экстерн"),
        (0, "🟠 Сегодня последний день: Экстерн\nООО «Ромашка». Действует до 21 ноября 2026 включительно."),
        (-1, "🔴 Срок закончился вчера: Экстерн\nООО «Ромашка». Последним днём было 20 ноября 2026."),
        (-2, "🔴 Срок закончился 2 дня назад: Экстерн"),
    ],
)
def test_a_service(days: int, said: str) -> None:
    screen = told((Kind.SERVICE, ending(TODAY + timedelta(days=days), "Экстерн")))
    assert plain(screen).startswith(said)
    assert labels(screen) == ["Подробнее", "Напомнить завтра", "Скрыть для этого срока", "Меню"]


@given(
    days=st.integers(-40, 400),
    now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  made aware below
    zone=st.sampled_from(["Europe/Kaliningrad", MOSCOW, "Asia/Kamchatka", "America/New_York", "UTC"]),
)
def test_days_are_counted_in_the_readers_calendar(days: int, now: datetime, zone: str) -> None:
    moment = now.replace(tzinfo=UTC)
    last_day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    text = plain(told((Kind.SERVICE, ending(last_day, "Экстерн")), now=moment, zone=zone))
    named = {1: "Завтра последний день", 0: "Сегодня последний день", -1: "Срок закончился вчера"}
    if days in named:
        assert named[days] in text
    else:
        assert re.search(rf"(?<!\d){abs(days)} (день|дня|дней)", text)
        assert ("назад" in text) == (days < 0)


@pytest.mark.parametrize(
    ("end", "zone", "said"),
    [
        (NOW + timedelta(days=30), MOSCOW, "Осталось 30 дней: сертификат директора"),
        # 23:30 in Moscow is the next day in Kamchatka.
        (datetime(2026, 11, 21, 20, 30, tzinfo=UTC), MOSCOW, "Сегодня последний день: сертификат директора"),
        (
            datetime(2026, 11, 21, 20, 30, tzinfo=UTC),
            "Asia/Kamchatka",
            "Завтра последний день: сертификат директора\nООО «Ромашка». Действует до 22 ноября 2026, 08:30.",
        ),
        (NOW, MOSCOW, "Закончился сертификат директора\nООО «Ромашка». Действовал до 21 ноября 2026, 12:00."),
    ],
)
def test_a_certificate_ends_at_a_moment_of_its_last_day(end: datetime, zone: str, said: str) -> None:
    assert said in plain(told((Kind.CERTIFICATE, ending(end)), zone=zone))


def test_somebody_elses_access() -> None:
    screen = told((Kind.SHARED, FACTS[Kind.SHARED]))
    assert "Сертификат: Лебедев. Доступ закончится завтра в 12:00." in plain(screen)
    assert "Если вы этого не ждали, закройте доступ" in plain(screen)
    assert labels(screen) == ["Закрыть этот доступ", "Посмотреть, у кого есть доступ", "Меню"]
    late = told((Kind.SHARED, FACTS[Kind.SHARED]), now=NOW + timedelta(days=1, hours=1))
    assert "Этот доступ уже закончился: сегодня в 12:00." in plain(late)
    assert "Закрыть этот доступ" not in labels(late)


def test_the_weekly_summary() -> None:
    text = plain(told((Kind.WEEKLY, FACTS[Kind.WEEKLY])))
    assert "Сводка на понедельник, 23 ноября 2026" in text
    assert "🟡 Экстерн, ООО «Ромашка»\nдо 30 ноября 2026, осталось 9 дней" in text
    assert "И ещё 4 срока в ближайшие 30 дней." in text
    assert "🔴 За последние 30 дней закончились и не продлены 2 сервиса." in text
    empty = plain(told((Kind.WEEKLY, Summary(date(2026, 11, 23), (), 0, 0))))
    assert "🟢 В ближайшие 30 дней ничего не заканчивается." in empty


def test_a_digest_names_access_first_then_organizations_soonest_first() -> None:
    other = "ООО «Вектор»"
    screen = told(
        (Kind.SERVICE, ending(TODAY + timedelta(days=9), "Экстерн")),
        (Kind.CERTIFICATE, ending(NOW + timedelta(days=7), None, other, 2)),
        (Kind.ACCESS, ending(NOW + timedelta(minutes=30))),
        (Kind.SERVICE, ending(TODAY - timedelta(days=1), "Диадок", other, 2)),
    )
    assert plain(screen) == (
        "🔔 4 предупреждения\n\n"
        "Доступ к организациям\n"
        "🟠 ООО «Ромашка» — закончится сегодня в 12:30, через 30 мин\n\n"
        "ООО «Вектор»\n"
        "🔴 Диадок — закончился 20 ноября 2026, 1 день назад\n"
        "🟠 Сертификат директора — до 28 ноября 2026, осталось 7 дней\n\n"
        "ООО «Ромашка»\n"
        "🟡 Экстерн — до 30 ноября 2026, осталось 9 дней"
    )
    assert labels(screen) == ["Подтвердить снова", "Подробнее", "Напомнить завтра", "Меню"]


HOSTILE = st.one_of(
    st.text(min_size=1, max_size=500),
    st.sampled_from(["<b>" * 160, "&" * 500, "Ж" * 500, "😀" * 500, '"' * 500, "\u202e" * 500, "{x}" * 160]),
)


@example(names=[("Ж" * 500, "&" * 500)] * DIGEST_MOST, language="ru")
@example(names=[("<b>" * 160, "😀" * 500)] * DIGEST_MOST, language="en")
@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(st.tuples(HOSTILE, HOSTILE), min_size=DIGEST_MOST, max_size=DIGEST_MOST),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_the_names_it_is_one_message(names: list[tuple[str, str]], language: str) -> None:
    kinds = [Kind.SERVICE, Kind.CERTIFICATE, Kind.ACCESS]
    items: list[tuple[Kind, Fact]] = []
    for n, (name, product) in enumerate(names):
        kind = kinds[n % 3]
        end = TODAY + timedelta(days=n) if kind is Kind.SERVICE else NOW + timedelta(days=n)
        items.append((kind, ending(end, product if kind is Kind.SERVICE else None, name, n + 1)))
    endings = tuple(ending(TODAY, product, name) for name, product in names[:12])
    made = [
        told(*items, language=language),
        told((Kind.WEEKLY, Summary(TODAY, endings, 99, 9)), language=language),
    ]
    made += [told(item, language=language) for item in items[:3]]
    for screen in made:
        assert len(plain(screen)) <= 3900
        assert not re.search(r"<(?!/?b>)", screen.text)
    assert plain(made[0]).count("\n") >= DIGEST_MOST
