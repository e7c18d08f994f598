"""No cash twice and none lost, whatever comes first."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cabinet.cash.kept_shift import ShiftRecord, ShiftState
from bot.cabinet.integrations.integration import IntegrationKind
from tests.cash.shifts import Books, Happened, expected, told

OFD, MARKET = IntegrationKind.OFD, IntegrationKind.MARKET
BOTH = (OFD, MARKET)

shift = st.builds(
    Happened,
    register=st.integers(1, 3),
    day=st.integers(0, 12),
    sales=st.one_of(st.just(0), st.integers(1, 10**7)),
    refunds=st.one_of(st.just(0), st.integers(0, 10**5)),
    count=st.integers(1, 40),
    skew=st.integers(-4, 4),
)
# Money that two registers have in common at the same time says nothing of which is which: such days are told apart.
worlds = st.lists(
    shift,
    min_size=1,
    max_size=30,
    unique_by=(lambda one: (one.register, one.day), lambda one: one.sales or one),
)


@given(
    worlds, st.lists(st.tuples(st.sampled_from(BOTH), st.integers(0, 12)), max_size=8), st.permutations(BOTH)
)
@settings(max_examples=150, deadline=None)
def test_any_way_of_loading_makes_the_same_orders(
    world: list[Happened], starts: list[tuple[IntegrationKind, int]], last: list[IntegrationKind]
) -> None:
    books = Books()
    # On from some day, off, on again from another; in the end both have told everything.
    for source, first in (*starts, *((source, 0) for source in last)):
        books.load(told(one, source) for one in world if one.day >= first)
        books.decide()
    assert books.posted == expected(world)
    books.decide()
    assert books.posted == expected(world)
    # Where both tell the same, nobody is asked.
    assert not [one for one in books.kept.values() if one.state is ShiftState.UNSURE]


@given(worlds, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_in_which_shifts_arrive_makes_no_difference(world: list[Happened], random: object) -> None:
    books = Books()
    records = [told(one, source) for one in world for source in BOTH]
    random.shuffle(records)  # type: ignore[attr-defined]  # hypothesis's Random
    for record in records:
        books.load([record])
        books.decide()
    unsure = [one for one in books.kept.values() if one.state is ShiftState.UNSURE]
    # One by one nothing may be known yet of which register is which: then a person is asked, and nothing is doubled.
    assert len(books.posted) + len(unsure) >= len(expected(world))
    assert len(books.posted) <= len(expected(world))


@pytest.mark.parametrize("source", BOTH)
def test_one_source_alone_makes_every_order(source: IntegrationKind) -> None:
    world = [Happened(register, day, 100 + day, day, 3) for register in (1, 2) for day in range(5)]
    books = Books()
    books.load(told(one, source) for one in world)
    books.decide()
    assert books.posted == expected(world)


def test_a_shift_without_cash_and_one_below_nothing_make_none() -> None:
    books = Books()
    books.load(told(one, OFD) for one in (Happened(1, 0, 0, 0, 3), Happened(1, 1, 100, 500, 3)))
    books.decide()
    assert not books.orders
    assert [one.state for one in books.kept.values()] == [ShiftState.EMPTY, ShiftState.NEGATIVE]


def linked(*others: ShiftRecord) -> Books:
    """Three days that agree have shown which register the box is; then come the others."""
    books = Books()
    for day in range(3):
        for source in BOTH:
            books.load([told(Happened(1, day, 1000 + day, 0, 4), source)])
    books.decide()
    assert books.links == {"box-1": f"{1:016}"}
    for record in others:
        books.load([record])
        books.decide()
    return books


def test_of_one_register_what_does_not_agree_is_asked_about_and_not_doubled() -> None:
    real = Happened(1, 5, 700, 0, 4)
    other = replace(told(real, MARKET), money=replace(real.money, sales_cash=650))
    books = linked(told(real, OFD), other)
    assert books.state("ofd:1:5") is ShiftState.POSTED
    assert books.state("market:1:5") is ShiftState.UNSURE
    assert books.kept["market:1:5"].twin == books.kept["ofd:1:5"].id


def test_a_register_that_only_market_knows_is_posted_once_boxes_are_told_apart() -> None:
    books = linked(told(Happened(2, 5, 900, 0, 2), MARKET))
    assert books.state("market:2:5") is ShiftState.POSTED


@pytest.mark.parametrize("source", BOTH)
def test_what_is_not_over_waits_and_is_completed(source: IntegrationKind) -> None:
    real = Happened(1, 0, 900, 0, 9)
    books = Books()
    books.load([replace(told(real, source), is_over=False)])
    books.decide()
    assert not books.orders
    books.load([told(real, source)])
    books.decide()
    assert books.posted == expected([real])


def test_money_that_nobody_can_name_is_asked_about() -> None:
    real = Happened(1, 0, 900, 0, 9)
    books = Books()
    books.load([replace(told(real, MARKET), money=replace(real.money, unknown=100))])
    books.decide()
    assert books.state("market:1:0") is ShiftState.UNSURE


def test_clocks_that_are_too_far_apart_are_asked_about() -> None:
    real = Happened(1, 0, 900, 0, 9)
    late = told(real, MARKET)
    late = replace(late, closed_at=late.closed_at + timedelta(minutes=40))
    books = Books()
    books.load([told(real, OFD)])
    books.decide()
    books.load([late])
    books.decide()
    # Nothing is known of the box: it may be that register, by a wrong clock, or another one.
    assert books.state("market:1:0") is ShiftState.UNSURE
    apart = linked(told(Happened(1, 6, 900, 0, 9), OFD))
    apart.load(
        [replace(told(Happened(1, 6, 901, 0, 9), MARKET), closed_at=late.closed_at + timedelta(days=6))]
    )
    apart.decide()
    assert apart.state("market:1:6") is ShiftState.UNSURE


def test_what_agrees_by_a_clock_that_is_wrong_by_hours_is_asked_about() -> None:
    short = Happened(1, 6, 900, 0, 9)
    fiscal = replace(told(short, OFD), opened_at=told(short, OFD).closed_at - timedelta(hours=2))
    retail = told(short, MARKET)
    away = replace(
        retail,
        opened_at=fiscal.closed_at + timedelta(hours=5),
        closed_at=fiscal.closed_at + timedelta(hours=6),
    )
    for books in (linked(fiscal, away), Books()):
        books.load([fiscal])
        books.decide()
        books.load([away])
        books.decide()
        assert books.state("market:1:6") is ShiftState.UNSURE
        assert books.kept["market:1:6"].twin == books.kept["ofd:1:6"].id


@pytest.mark.parametrize("source", BOTH)
def test_what_nobody_completes_is_asked_about_in_the_end(source: IntegrationKind) -> None:
    books = Books()
    part = told(Happened(1, 0, 900, 0, 9), source)
    books.load([replace(part, money=None) if source is OFD else replace(part, is_over=False)])
    books.decide()
    assert books.state(part.key) is ShiftState.WAITING
    books.now += timedelta(days=3)
    books.decide()
    assert books.state(part.key) is ShiftState.UNSURE
    assert not books.orders
    books.load([part])  # late, and not too late
    books.decide()
    assert books.state(part.key) is ShiftState.POSTED


@pytest.mark.parametrize("comes_first", [True, False])
def test_what_ofd_tells_by_two_keys_is_one_shift(*, comes_first: bool) -> None:
    real = told(Happened(1, 0, 900, 0, 9), OFD)
    totals = replace(real, key="by totals", drive="another", doubts=frozenset({"no-document"}))
    report = replace(real, document=77)
    books = Books()
    if comes_first:
        books.load([totals])
        books.decide()
    books.load([totals, report, told(Happened(1, 0, 900, 0, 9), MARKET)])
    books.decide()
    assert len(books.orders) == 1
    assert Counter(one.state for one in books.kept.values()) == {ShiftState.POSTED: 1, ShiftState.TWIN: 2}
    books.decide()
    assert len(books.orders) == 1


def test_two_keys_that_tell_different_sums_are_asked_about() -> None:
    real = told(Happened(1, 0, 900, 0, 9), OFD)
    assert real.money is not None
    other = replace(real, key="another", document=77, money=replace(real.money, sales_cash=800))
    books = Books()
    for one in (real, other):
        books.load([one])
        books.decide()
    assert books.state("another") is ShiftState.UNSURE
