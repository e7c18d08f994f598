"""Where everything stands: within the canvas, apart from each other, in the order of time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.subscription import Subscription, Term
from bot.documents.timeline.axis import Axis
from bot.documents.timeline.layout import (
    HEADER,
    MAX_HEIGHT,
    MAX_PICTURES,
    WIDTH,
    Box,
    Layout,
    Paint,
    bar,
    lay_out,
    paint,
)
from tests.documents.services import SERVICES, TODAY, service

AXIS = Axis.around(TODAY, 100, 1000)
TRACK = Box(100, 0, 1000, 30)


def boxes(layout: Layout) -> list[list[Box]]:
    """Of each picture, from top to bottom."""
    return [
        [
            box
            for block in picture.blocks
            for box in (block.title, *(b for row in block.rows for b in (row.label, row.track)))
        ]
        for picture in layout.pictures
    ]


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left < inner.right <= outer.right
        and outer.top <= inner.top < inner.bottom <= outer.bottom
    )


@given(SERVICES, st.integers(1, 12))
def test_everything_is_within_the_canvas_and_nothing_overlaps(
    services: list[Subscription], times: int
) -> None:
    layout = lay_out(services * times, TODAY)
    assert len(layout.pictures) <= MAX_PICTURES
    for picture, parts in zip(layout.pictures, boxes(layout), strict=True):
        assert picture.height <= MAX_HEIGHT
        assert all(within(part, Box(0, HEADER, WIDTH, picture.height)) for part in parts)
        assert all(upper.bottom <= lower.top for upper, lower in pairwise(parts))
        assert all(upper.box.bottom < lower.box.top for upper, lower in pairwise(picture.blocks))
        for block in picture.blocks:
            assert block.rows
            for row in block.rows:
                assert within(row.label, block.box)
                assert within(row.track, block.box)
                assert within(row.bar.box, row.track)


@given(SERVICES, st.integers(1, 12))
def test_every_service_is_shown_once_or_counted(services: list[Subscription], times: int) -> None:
    layout = lay_out(services * times, TODAY)
    shown = [row.service for picture in layout.pictures for block in picture.blocks for row in block.rows]
    assert layout.shown == len(shown)
    assert layout.total == len(services) * times
    assert layout.shown == layout.total or len(layout.pictures) == MAX_PICTURES
    first_seen = list(dict.fromkeys(one.organization for one in services))
    assert (
        list(dict.fromkeys(one.organization for one in shown))
        == first_seen[: len({o.organization for o in shown})]
    )


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-900, 900), st.integers(0, 900))
def test_time_runs_from_left_to_right(today: date, offset: int, later: int) -> None:
    axis = Axis.around(today, 100, 1000)
    day = today + timedelta(days=offset)
    assert 100 <= axis.begin(day) <= axis.end(day) <= axis.begin(day + timedelta(days=later + 1)) <= 1000
    assert axis.begin(axis.first) == 100
    assert axis.end(axis.last) == 1000
    assert axis.begin(day) < axis.end(day) or not axis.first <= day <= axis.last
    months = list(axis.months())
    assert all(month.day == 1 and axis.first <= month <= axis.last for month in months)
    assert len(months) in {14, 15}


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar_do_no_harm(today: date) -> None:
    axis = Axis.around(today, 0, 100)
    assert 0 <= axis.begin(today) <= axis.end(today) <= 100


@pytest.mark.parametrize(
    ("start", "end", "goes_on"),
    [
        (-10, 9, (False, False)),
        (-200, 9, (True, False)),
        (None, 9, (True, False)),
        (-10, 1000, (False, True)),
        (-10, None, (False, True)),
        (None, None, (True, True)),
        (-900, -300, (True, False)),
        (800, 900, (False, True)),
    ],
)
def test_a_side_beyond_the_window_is_marked(
    start: int | None, end: int | None, goes_on: tuple[bool, bool]
) -> None:
    drawn = bar(service(start=start, end=end).term, AXIS, TRACK)
    assert (drawn.goes_on_left, drawn.goes_on_right) == goes_on


def test_a_bar_ends_where_its_last_day_ends() -> None:
    drawn = bar(Term(TODAY, TODAY + timedelta(days=30)), AXIS, TRACK)
    assert drawn.box.left == AXIS.begin(TODAY)
    assert drawn.box.right == AXIS.begin(TODAY + timedelta(days=31))


@pytest.mark.parametrize(
    ("start", "end", "look"),
    [
        (-9, -1, Paint.OVERDUE),
        (-9, 0, Paint.WEEK),
        (-9, 7, Paint.WEEK),
        (-9, 8, Paint.MONTH),
        (-9, 30, Paint.MONTH),
        (-9, 31, Paint.LATER),
        (None, None, Paint.LATER),
        (1, 5, Paint.FUTURE),
        (0, 5, Paint.WEEK),
    ],
)
def test_colours_go_by_urgency(start: int | None, end: int | None, look: Paint) -> None:
    assert paint(service(start=start, end=end).term, TODAY) is look


def test_an_organization_is_not_torn_for_a_row_or_two() -> None:
    services = [service(n, organization=1) for n in range(15)] + [
        service(99 + n, organization=2) for n in range(4)
    ]
    first, second = lay_out(services, TODAY).pictures
    assert [len(block.rows) for block in first.blocks] == [15]
    assert [(len(block.rows), block.continued) for block in second.blocks] == [(4, False)]


def test_a_large_organization_goes_on_on_the_next_picture() -> None:
    first, second, *_ = lay_out([service(n) for n in range(60)], TODAY).pictures
    assert [block.continued for block in first.blocks] == [False]
    assert [block.continued for block in second.blocks] == [True]
