import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.cabinet.sources import UnavailableError, UnclearAnswerError
from bot.demo.ofd.server import OfdStandIn
from bot.emulator.faults import Fault
from bot.kontur.patience import Patience
from tests.kontur_ofd.serving import INN, KEY, SID, Served, at, register, sale, served, shift, world_of

WORLD = world_of(register(shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 12:00", 1_00))))


@pytest.fixture
async def stand() -> AsyncIterator[Served]:
    async with served(WORLD) as serving:
        yield serving


@pytest.mark.parametrize(
    "fault",
    [
        Fault("*", status=500, times=4),
        Fault("*", status=503, times=4),
        Fault("*", drop="before", times=4),
        Fault("*", drop="after", times=4),
        Fault("*", status=502, body="<html>Bad Gateway</html>", times=4),
    ],
    ids=lambda fault: f"{fault.status or fault.drop}",
)
async def test_a_passing_fault_is_waited_out(stand: Served, fault: Fault) -> None:
    stand.stand_in.faults.add(fault)
    reports = await stand.reports(at("03-01").date(), at("03-02").date())
    assert [report.number for report in reports] == [1]
    # aiohttp by itself asks once more when a kept connection turns out to be closed: then there are fewer pauses.
    assert len(stand.pauses) >= (2 if fault.drop == "before" else 4)
    assert stand.pauses == [0.5, 1.0, 2.0, 4.0][: len(stand.pauses)]


async def test_a_fault_that_does_not_pass_is_said(stand: Served) -> None:
    stand.stand_in.faults.add(Fault("*", status=500, times=0))
    with pytest.raises(UnavailableError):
        await stand.source.organizations(INN)
    assert len(stand.stand_in.asked) == 5


async def test_who_asks_for_patience_is_waited_for_as_long_as_asked(stand: Served) -> None:
    stand.stand_in.faults.add(Fault("*", status=429, retry_after=17))
    assert len(await stand.source.organizations(INN)) == 1
    assert stand.pauses == [17.0]


async def test_nobody_is_waited_for_longer_than_is_sensible(stand: Served) -> None:
    stand.stand_in.faults.add(Fault("*", status=429, retry_after=3600))
    with pytest.raises(UnavailableError):
        await stand.source.organizations(INN)
    assert stand.pauses == []


async def test_an_answer_that_does_not_come_is_asked_for_again() -> None:
    never = asyncio.Event()

    async def forever(_: float) -> None:
        await never.wait()

    standing = OfdStandIn(WORLD, KEY, SID, sleep=forever)
    standing.faults.add(Fault("organizations", delay=1))
    async with served(WORLD, stand_in=standing, patience=Patience(answer=0.2)) as stand:
        assert len(await stand.source.organizations(INN)) == 1
        assert len(stand.asked("organizations")) == 2
        never.set()


@pytest.mark.parametrize("body", ["<html>ok</html>", "[[]]", '{"a": 1}', "[" * 100_000, '[{"id": true}]'])
async def test_an_answer_that_is_not_what_was_promised_is_said_and_not_guessed_at(
    stand: Served, body: str
) -> None:
    stand.stand_in.faults.add(Fault("*", status=200, body=body))
    with pytest.raises(UnclearAnswerError):
        await stand.source.organizations(INN)


async def test_an_answer_without_a_body_means_that_there_is_nothing(stand: Served) -> None:
    [listed] = await stand.registers()
    stand.stand_in.faults.add(Fault("by-shifts", status=200, body=" "))
    assert await stand.client.shift_rows(listed, at("03-01").date(), at("03-02").date()) == ()


async def test_an_answer_without_end_is_not_read_to_the_end() -> None:
    async with served(WORLD, patience=Patience(largest=64)) as stand:
        with pytest.raises(UnclearAnswerError):
            await stand.source.organizations(INN)


async def test_keys_do_not_follow_a_redirect(stand: Served) -> None:
    class Elsewhere(OfdStandIn):
        def answer(self, *_: object, **__: object) -> web.Response:  # type: ignore[override]
            return web.Response(status=302, headers={"Location": f"{stand.stand_in.url}/v2/organizations"})

    async with served(WORLD, stand_in=Elsewhere(WORLD, KEY, SID)) as other:
        with pytest.raises(UnavailableError):
            await other.source.organizations(INN)
    assert stand.stand_in.asked == []
