"""Warnings of the whole bot: found, delivered once, whichever process does it and however often it is restarted."""

from datetime import date

import pytest
from aiohttp import ClientSession

from bot.app import Application
from bot.cabinet.subscription import ServiceLine
from bot.demo.cast import ROMASHKA
from bot.emulator import Person
from bot.settings import Role
from tests.conversation.conftest import Town

SOON = 10.0
WORDS = "Действует до"


def service(end: date) -> ServiceLine:
    return ServiceLine(ROMASHKA.inn, None, ROMASHKA.name, "Экстерн", "Учетный", (), None, end, "1")


def told(person: Person) -> list[str]:
    return [message.plain for message in person.messages if message.from_bot and WORDS in message.plain]


async def scrape(app: Application) -> str:
    async with ClientSession() as web, web.get(f"http://127.0.0.1:{app.http.port}/metrics") as answer:
        return await answer.text()


async def look(town: Town) -> None:
    assert town.app is not None
    assert await town.app.look(SOON)


async def test_a_warning_arrives_once_looks_and_restarts_notwithstanding(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.load_services([service(date(2026, 11, 28))])
    await look(town)
    await anna.expect(WORDS)
    assert len(told(anna)) == 1
    await look(town)
    await town.close()
    await town.open()
    await look(town)
    assert len(told(anna)) == 1
    await town.advance(days=4)  # three days are left
    await look(town)
    assert len(told(anna)) == 2
    await town.load_services([service(date(2027, 11, 28))])
    await town.advance(days=3)
    await look(town)
    assert len(told(anna)) == 2


async def test_what_was_missed_while_the_bot_was_down_is_told_by_its_nearest_threshold(
    town: Town, anna: Person
) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.load_services([service(date(2027, 1, 15))])
    await look(town)
    assert not told(anna)
    await town.close()
    await town.advance(days=52)  # 30, 14 and 7 days have passed; 3 are left
    await town.open()
    await look(town)
    assert len(told(anna)) == 1


async def test_a_person_who_stopped_the_bot_gets_the_warning_once_back(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.load_services([service(date(2026, 11, 28))])
    anna.block()
    await look(town)
    assert not told(anna)
    anna.unblock()
    await anna.send("/start")
    await anna.expect(WORDS)
    await look(town)
    assert len(told(anna)) == 1


async def test_one_process_answers_and_another_delivers(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.load_services([service(date(2026, 11, 28))])
    await town.close()
    web = town.settings.model_copy(update={"role": Role.WEB})
    worker = town.settings.model_copy(update={"role": Role.WORKER})
    town.settings = web
    await town.open()
    assert town.app is not None
    assert not await town.app.look(SOON)
    assert not told(anna)
    delivering = await Application.start(worker, clock=town.clock)
    try:
        assert await delivering.look(SOON)
        assert len(told(anna)) == 1
        async with (
            ClientSession() as session,
            session.get(f"http://127.0.0.1:{delivering.http.port}/readyz") as answer,
        ):
            assert answer.status == 200
        await anna.send("/help")
        await anna.expect("Как открыть организацию")
        page = await scrape(delivering)
        assert 'kabinet_warnings_total{kind="service",outcome="sent"} 1.0' in page
        assert 'kabinet_looks_found_total{kind="service"} 1.0' in page
        assert "kabinet_leads 1.0" in page
        assert "kabinet_updates_total{" not in page
        assert "kabinet_leads 0.0" in await scrape(town.app)
    finally:
        await delivering.stop()


async def test_two_whole_bots_on_one_database_tell_once(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.load_services([service(date(2026, 11, 28))])
    worker = town.settings.model_copy(update={"role": Role.WORKER})
    standing_by = await Application.start(worker, clock=town.clock)
    try:
        assert not await standing_by.look(0.3)
        await look(town)
        assert len(told(anna)) == 1
    finally:
        await standing_by.stop()


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"drop": "before"}, {"status": 502, "body": "<html>"}])
async def test_what_was_cut_off_goes_again(town: Town, anna: Person, fault: dict[str, object]) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.load_services([service(date(2026, 11, 28))])
    town.emulator.fault("sendMessage", **fault)  # type: ignore[arg-type]  # the parameters of one call
    await look(town)
    arrived = len(told(anna))
    assert arrived == (fault == {"drop": "after"})
    await town.advance(seconds=2)
    await look(town)
    assert len(told(anna)) == arrived + 1
