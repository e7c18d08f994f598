from dataclasses import replace
from datetime import date

import pytest

from bot.cabinet.fiscal.cash_register import Grant
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.refusals import NotGrantedError
from bot.cabinet.fiscal.shift_report import Doubt
from bot.cabinet.sources import KeyRejectedError, NoAccessError, SessionEndedError, WrongRequestError
from bot.demo.ofd.server import OfdStandIn
from bot.kontur.ofd.errors import refusal
from tests.kontur_ofd.serving import SID, ZONE, at, register, sale, served, shift, world_of

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
WORLD = world_of(
    register(shift(1, "02-28 10:00", "02-28 20:00"), shift(2, "03-01 10:00", "03-01 20:00")).granted(
        at("03-01"), at("03-31 14:14:41")
    )
)


async def test_the_key_and_the_session_go_with_each_request_and_an_ended_one_is_said() -> None:
    async with served(WORLD) as stand:
        [listed] = await stand.registers()
        stand.stand_in.sid = ""
        with pytest.raises(SessionEndedError):
            await stand.source.organizations("9600100116")
        with pytest.raises(SessionEndedError):
            await anext(stand.source.shifts(listed, YEAR, ZONE))
        assert stand.pauses == []


async def test_a_key_that_is_not_accepted_is_another_thing() -> None:
    async with served(WORLD, stand_in=OfdStandIn(WORLD, "another", SID)) as stand:
        with pytest.raises(KeyRejectedError):
            await stand.source.organizations("9600100116")


async def test_only_what_is_granted_is_asked_for() -> None:
    async with served(WORLD) as stand:
        reports = await stand.reports(YEAR.first, YEAR.last)
        assert [report.number for report in reports] == [2]
        asked = stand.asked("documents") + stand.asked("by-shifts")
    assert all("2026-03" in path and "2026-02" not in path and "2026-04" not in path for path in asked)
    assert any("dateTo=2026-03-31T14:14:41" in path for path in asked)


async def test_a_period_outside_the_grant_is_refused_with_the_grant_and_without_asking() -> None:
    async with served(WORLD) as stand:
        [listed] = await stand.registers()
        with pytest.raises(NotGrantedError) as refused:
            await anext(stand.source.shifts(listed, Period(date(2026, 5, 1), date(2026, 5, 2)), ZONE))
        assert refused.value.grant == Grant(at("03-01"), at("03-31 14:14:41"))
        assert stand.asked("documents") == stand.asked("by-shifts") == []


@pytest.mark.parametrize("partial_days", [True, False])
async def test_shifts_of_a_day_that_is_granted_in_part_come_with_their_money(
    partial_days: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    shifts = (
        shift(1, "03-01 08:00", "03-01 20:00", sale(101, "03-01 12:00", 1_00)),
        shift(
            2, "03-01 21:00", "03-02 20:00", sale(201, "03-01 22:00", 2_00), sale(202, "03-02 12:00", 8_00)
        ),
        shift(3, "03-03 08:00", "03-03 20:00", sale(301, "03-03 12:00", 4_00)),
    )
    world = world_of(register(*shifts).granted(at("03-01 07:00"), at("03-03 21:00")))
    async with served(world, partial_days=partial_days) as stand:
        reports = await stand.reports(YEAR.first, YEAR.last)
    assert [r.totals and r.totals.sell.cash for r in reports] == [1_00, 10_00, 4_00]
    summed = frozenset() if partial_days else frozenset({Doubt.SUMMED_UP})
    assert [r.doubts for r in reports] == [summed] * 3


async def test_a_grant_that_has_shrunk_since_is_refused_and_not_taken_for_an_empty_list() -> None:
    async with served(WORLD) as stand:
        [listed] = await stand.registers()
        wider = replace(listed, grant=Grant(at("01-01"), None))
        with pytest.raises(NotGrantedError) as refused:
            await anext(stand.source.shifts(wider, YEAR, ZONE))
        assert refused.value.grant == wider.grant


async def test_a_foreign_register_and_a_foreign_organization_are_no_access() -> None:
    async with served(WORLD) as stand:
        [listed] = await stand.registers()
        for foreign in (replace(listed, registration_number="1"), replace(listed, organization="another")):
            with pytest.raises(NoAccessError):
                await anext(stand.source.shifts(foreign, Period(date(2026, 3, 1), date(2026, 3, 2)), ZONE))
        with pytest.raises(NoAccessError):
            await stand.source.cash_registers("another/../..")


async def test_what_the_api_does_not_understand_is_a_fault_of_ours() -> None:
    async with served(WORLD, page=-1) as stand:
        [listed] = await stand.registers()
        with pytest.raises(WrongRequestError):
            [d async for d in stand.client.documents(listed, at("03-02"), at("03-03"), ("closeShift",))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"errorCode": 401003, "errorCodeId": "urn:x"}, KeyRejectedError),
        ({"errorCode": "401003"}, KeyRejectedError),
        ({"errorCodeId": "401003"}, KeyRejectedError),
        ({"errorCode": 401002}, SessionEndedError),
        ({"errorCode": None, "errorCodeId": "urn:y", "userMessage": None}, SessionEndedError),
        (None, SessionEndedError),
        ("words", SessionEndedError),
    ],
)
def test_the_number_is_found_wherever_it_stands(body: object, expected: type[Exception]) -> None:
    assert type(refusal(401, body, of_period=False)) is expected
