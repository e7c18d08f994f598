"""Reconciliation acts that come through Диадок: found, announced, and taken for orders that wait for them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

import pytest

from bot.demo.cast import NORTH_WIND, ROMASHKA
from bot.demo.diadoc.forms import print_form
from bot.demo.diadoc.server import DiadocStandIn
from bot.demo.diadoc.world import RECONCILIATION, DiadocWorld, Sent
from bot.emulator import Person
from handlers.acts.buttons import OrderAct
from handlers.calendar.keyboard import numbered
from tests.conversation.conftest import START, Town


@dataclass(frozen=True, slots=True)
class Titled(Sent):
    """An act whose title says more than number and date."""

    period: str = ""

    @property
    def title(self) -> str:
        return f"Акт сверки № {self.number} {self.period}"


class Office:
    """The service centre's Диадок, with nine acts for «Ромашка»."""

    def __init__(self) -> None:
        self.world = DiadocWorld()
        self.romashka = self.world.add_client(ROMASHKA.inn, ROMASHKA.name)
        self.other = self.world.add_client(NORTH_WIND.inn, NORTH_WIND.name)
        self.diadoc = DiadocStandIn(self.world, retry_after=0)
        for month in range(1, 10):
            self.send(str(month), date(2026, month, 28), days=20)

    def send(self, number: str, day: date, *, days: int = 0, hours: int = 1, period: str = "") -> Sent:
        moment = START - timedelta(days=days) + timedelta(hours=hours)
        [sent] = self.world.send(self.romashka, moment, (RECONCILIATION, number, day, None))
        if not period:
            return sent
        named = Titled(**{one.name: getattr(sent, one.name) for one in fields(sent)}, period=period)
        self.world.documents[self.world.documents.index(sent)] = named
        return named


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    made = Office()
    await made.diadoc.start()
    yield made
    await made.diadoc.stop()


@pytest.fixture
def variables(office: Office) -> dict[str, str]:
    return {
        "OPERATOR_IDS": "1004",
        "DIADOC_URL": office.diadoc.url,
        "DIADOC_CLIENT_ID": "kabinet",
        "DIADOC_CLIENT_SECRET": "secret",
        "DIADOC_REFRESH_TOKEN": "refresh-0",
    }


@pytest.fixture
async def igor(town: Town) -> Person:
    operator = town.emulator.person("Игорь", id=1004)
    await operator.send("/start")
    await operator.expect("Здравствуйте, Игорь!")
    return operator


async def to_acts(person: Person) -> None:
    """To the screen that nobody has loaded anything for yet."""
    await person.send("/start")
    await person.expect("Кабинет")
    await person.tap("Акты сверки")
    await person.expect("Нажмите на акт, чтобы скачать его.")


async def order_quarter(town: Town, person: Person) -> None:
    await town.confirm(person, ROMASHKA)
    await to_acts(person)
    await person.tap("Заказать акт")
    await person.expect("Выберите период")
    await person.tap("3 квартал 2026")
    await person.expect("Заказать акт сверки?")
    await person.tap("Заказать")
    await person.expect("Заказали акт сверки")
    await town.look()


async def load(town: Town) -> int:
    """The next round: what has come, and what it settles."""
    await town.advance(minutes=20)
    assert town.app is not None
    await town.app.documents.load_stale()
    settled = await town.app.cabinet.arriving.settle()
    await town.look()
    return settled


async def test_every_act_is_within_reach(town: Town, anna: Person, pyotr: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await to_acts(anna)
    await anna.tap("Все акты из Диадока: 9")
    await anna.expect("Акты сверки из Диадока")
    await anna.tap("›")
    await anna.expect("Акты сверки из Диадока")
    await anna.tap("№ 1 от 28 января 2026")
    await anna.expect_document("Акт сверки 1 от 2026-01-28")
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")
    assert (await pyotr.tap_data("as:1:0")).alert


async def test_an_act_that_has_come_is_announced_with_a_way_to_it(
    town: Town, anna: Person, office: Office
) -> None:
    await town.confirm(anna, ROMASHKA)
    await to_acts(anna)
    office.send("55", date(2026, 11, 20))
    await town.advance(minutes=20)
    assert town.app is not None
    await town.app.documents.load_stale()
    await town.look()
    await anna.expect("Акт сверки № 55")
    await anna.tap("Акты сверки")
    await anna.expect("Акты сверки из Диадока")
    await anna.tap("№ 55 от 20 ноября 2026")
    await anna.expect_document("Акт сверки 55 от 2026-11-20")


async def test_an_order_is_settled_by_what_came_through_diadoc(
    town: Town, anna: Person, igor: Person, office: Office
) -> None:
    await order_quarter(town, anna)
    await igor.expect("Новый заказ")
    await igor.tap("Подробнее")
    card = await igor.expect("Заказ акта сверки")
    assert "После заказа" not in card.plain
    sent = office.send("55", date(2026, 9, 30))
    office.send("54", date(2026, 9, 30), hours=-2)
    assert await load(town) == 0
    await igor.tap("‹ Назад")
    await igor.expect("Ждёт 1 заказ")
    await igor.tap("3 квартал 2026")
    card = await igor.expect("После заказа в Диадок пришёл акт: Акт сверки № 55 от 30 сентября 2026")
    assert "Незадолго до заказа в Диадок пришёл акт: Акт сверки № 54 от 30 сентября 2026" in card.plain
    await igor.tap("Закрыть: Акт сверки № 55 из Диадока")
    assert (await igor.expect_document("Акт сверки 55")).content == print_form(sent)
    await igor.expect("Отправляем?")
    await igor.tap("Отправить")
    await igor.expect("Акт отправлен")
    await town.look()
    act = await anna.expect_document("Акт сверки 2026-07-01 2026-09-30 ООО Ромашка.pdf")
    assert act.content == print_form(sent)


async def test_an_act_of_exactly_the_ordered_period_settles_the_order_by_itself(
    town: Town, anna: Person, pyotr: Person, igor: Person, office: Office
) -> None:
    await town.confirm(pyotr, ROMASHKA)
    await order_quarter(town, anna)
    sent = office.send("55", date(2026, 10, 5), period="за период с 01.07.2026 по 30.09.2026")
    assert await load(town) == 1
    act = await anna.expect_document("Акт сверки 2026-07-01 2026-09-30 ООО Ромашка.pdf")
    assert act.content == print_form(sent)
    assert "Готов акт сверки, который вы заказывали" in act.caption
    await pyotr.expect("Готов акт сверки")
    assert (await igor.tap_data("wc:1")).alert  # nothing waits any more
    assert await load(town) == 0


@pytest.mark.parametrize(
    "periods",
    [
        ["за период с 01.07.2026 по 31.08.2026"],
        ["по договору 7 за 3 квартал 2026"],
        ["за 3 квартал 2026", "за 3 квартал 2026 от 05.10.2026"],
    ],
)
async def test_what_is_in_doubt_is_left_to_the_operator(
    town: Town, anna: Person, igor: Person, office: Office, periods: list[str]
) -> None:
    await order_quarter(town, anna)
    for number, period in enumerate(periods, 55):
        office.send(str(number), date(2026, 10, 5), period=period)
    assert await load(town) == 0
    await igor.expect("Новый заказ")
    await igor.tap("Подробнее")
    await igor.expect("После заказа в Диадок пришёл акт")


async def test_only_an_operator_takes_an_act_for_an_order(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await to_acts(anna)
    assert (await anna.tap_data("wd:1:1")).text == "Эта кнопка устарела. Вот меню."
    assert (await igor.tap_data("wd:99:1")).alert


class TestWithoutOperators:
    @pytest.fixture
    def variables(self) -> dict[str, str]:
        return {}

    async def test_nothing_is_ordered_that_nobody_would_see(self, town: Town, anna: Person) -> None:
        await town.confirm(anna, ROMASHKA)
        await anna.send("/start")
        await anna.expect("Кабинет")
        await anna.tap("Акты сверки")
        shown = await anna.expect("Заказать акт через бота сейчас нельзя")
        assert "Заказать акт" not in [label for row in anna.buttons(shown) for label in row]
        first, last = numbered(date(2026, 7, 1)), numbered(date(2026, 9, 30))
        forged = await anna.tap_data(OrderAct(id=1, first=first, last=last).pack())
        assert "нельзя" in (forged.text or "")
