"""What the invented service centre has sent, and sends as the clock moves."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.cast import COMPANIES
from bot.demo.diadoc.history import MONTHS_BEHIND, History
from bot.demo.diadoc.world import ACT, INVOICE, RECONCILIATION, TRANSFER, DiadocWorld, Sent

MOMENTS = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001 -- the same
    timezones=st.just(UTC),
)  # fmt: skip


def at(now: datetime) -> tuple[DiadocWorld, History]:
    world = DiadocWorld()
    return world, History(world, now)


def by_company(world: DiadocWorld) -> list[list[Sent]]:
    return [[one for one in world.documents if one.client.inn == company.inn] for company in COMPANIES]


def without_identifiers(world: DiadocWorld) -> list[tuple[object, ...]]:
    return [
        (one.client.inn, one.type, one.number, one.dated, one.amount, one.sent) for one in world.documents
    ]


@settings(deadline=None, max_examples=40)
@given(MOMENTS)
def test_a_year_and_more_lies_behind_whenever_the_stand_is_opened(now: datetime) -> None:
    world, history = at(now)
    assert history.next_at > now
    assert all(one.sent <= now for one in world.documents)
    for documents in by_company(world):
        deals = {one.message for one in documents if one.type in {ACT, TRANSFER}}
        assert MONTHS_BEHIND - 1 <= len(deals) <= MONTHS_BEHIND
        assert 2 <= len([one for one in documents if one.type == RECONCILIATION]) <= 3
        newest = documents[-1].message
        assert {one.message for one in documents if not one.signed} == {newest}
        acts = {one.message for one in documents if one.type == ACT}
        assert acts == {one.message for one in documents if one.type == INVOICE}


@settings(deadline=None, max_examples=40)
@given(MOMENTS, st.lists(st.integers(1, 24 * 40), max_size=12))
def test_walking_brings_what_opening_later_would(now: datetime, hours: list[int]) -> None:
    walked, history = at(now)
    there = now
    for step in hours:
        there += timedelta(hours=step)
        history.bring(there)
    seen = without_identifiers(walked)
    assert len(set(seen)) == len(seen)
    opened = without_identifiers(at(there)[0])
    assert opened == seen[len(seen) - len(opened) :]


def test_a_new_month_brings_documents_to_everybody_and_the_last_ones_are_signed() -> None:
    now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    world, history = at(now)
    before = len(world.documents)
    history.bring(now + timedelta(days=16))
    came = world.documents[before:]
    assert {one.client.inn for one in came} == {company.inn for company in COMPANIES}
    assert not any(one.signed for one in came)
    assert all(one.signed for one in world.documents[:before])
