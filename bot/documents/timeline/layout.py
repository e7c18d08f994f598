"""Where everything stands on the pictures. Pure: from services to boxes in pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.cabinet.organization import OrganizationId
from bot.cabinet.subscription import Subscription, Term, TermState, Urgency
from bot.documents.timeline.axis import Axis

# A phone is about 390 points wide; three pixels a point make letters and thin lines crisp there.
POINT = 3
WIDTH = 390 * POINT
# Telegram keeps every pixel of a photo up to this side and shrinks what is larger.
MAX_HEIGHT = 2560
MAX_PICTURES = 10

MARGIN = 10 * POINT
PADDING = 10 * POINT
HEADER = 132 * POINT
GAP = 10 * POINT
TITLE = 30 * POINT
ROW = 40 * POINT
LABEL = 20 * POINT
BAR = 11 * POINT
FOOT = 4 * POINT
SHORTEST_BAR = 5 * POINT
# An organization is not torn for the sake of fewer rows at the foot of a picture.
FEWEST_ROWS = 3


class Paint(Enum):
    """How a bar looks."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    FUTURE = "future"


_PAINTS = {
    Urgency.OVERDUE: Paint.OVERDUE,
    Urgency.WEEK: Paint.WEEK,
    Urgency.MONTH: Paint.MONTH,
    Urgency.LATER: Paint.LATER,
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from its left upper to its right lower corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A term across the axis; a side that lies beyond the window is marked as going on."""

    box: Box
    goes_on_left: bool
    goes_on_right: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One service: its label above its bar."""

    service: Subscription
    paint: Paint
    label: Box
    track: Box
    bar: Bar


@dataclass(frozen=True, slots=True)
class Block:
    """The services of one organization, or those of them that fit on this picture."""

    name: str
    continued: bool
    box: Box
    title: Box
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture."""

    number: int  # from 0
    height: int
    axis: Axis
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All pictures, at most ten; what does not fit on them is only counted."""

    pictures: tuple[Picture, ...]
    shown: int
    total: int


def lay_out(services: Sequence[Subscription], today: date) -> Layout:
    """Organizations in the order in which their first service comes, each with its services in the given order."""
    axis = Axis.around(today, MARGIN + PADDING, WIDTH - MARGIN - PADDING)
    pictures: list[Picture] = []
    blocks: list[Block] = []
    shown, y = 0, HEADER
    for group in _by_organization(services):
        left = list(group)
        while left and len(pictures) < MAX_PICTURES:
            room = int((MAX_HEIGHT - MARGIN - y - TITLE - FOOT) // ROW)
            if room < min(len(left), FEWEST_ROWS):
                pictures.append(_picture(len(pictures), axis, blocks))
                blocks, y = [], HEADER
                continue
            fitting, left = left[:room], left[room:]
            continued = len(fitting) + len(left) < len(group)
            block = _block(fitting, y, axis, today, continued=continued)
            blocks.append(block)
            shown += len(fitting)
            y = int(block.box.bottom) + GAP
    if blocks:
        pictures.append(_picture(len(pictures), axis, blocks))
    return Layout(tuple(pictures), shown, len(services))


def _picture(number: int, axis: Axis, blocks: Iterable[Block]) -> Picture:
    whole = tuple(blocks)
    return Picture(number, int(whole[-1].box.bottom) + MARGIN, axis, whole)


def _by_organization(services: Iterable[Subscription]) -> Iterable[Sequence[Subscription]]:
    groups: dict[OrganizationId, list[Subscription]] = {}
    for service in services:
        groups.setdefault(service.organization, []).append(service)
    return groups.values()


def _block(services: Sequence[Subscription], top: int, axis: Axis, today: date, *, continued: bool) -> Block:
    first = top + TITLE
    box = Box(MARGIN, top, WIDTH - MARGIN, first + ROW * len(services) + FOOT)
    return Block(
        name=services[0].organization_name,
        continued=continued,
        box=box,
        title=Box(axis.left, top, axis.right, first),
        rows=tuple(
            _row(service, first + ROW * number, axis, today) for number, service in enumerate(services)
        ),
    )


def _row(service: Subscription, top: int, axis: Axis, today: date) -> Row:
    track = Box(axis.left, top + LABEL, axis.right, top + LABEL + BAR)
    return Row(
        service=service,
        paint=paint(service.term, today),
        label=Box(axis.left, top, axis.right, top + LABEL),
        track=track,
        bar=bar(service.term, axis, track),
    )


def paint(term: Term, today: date) -> Paint:
    """The look by urgency; what has not begun is pale, however soon it ends."""
    if term.state(today) is TermState.FUTURE:
        return Paint.FUTURE
    return _PAINTS[term.urgency(today)]


def bar(term: Term, axis: Axis, track: Box) -> Bar:
    """The part of a term that is seen, never shorter than can be seen."""
    begun_before = term.start is None or term.start < axis.first
    ends_after = term.end is None or term.end > axis.last
    left = axis.left if term.start is None else axis.begin(term.start)
    right = axis.right if term.end is None else axis.end(term.end)
    if right - left < SHORTEST_BAR:  # a day or two, or a term that lies outside the window altogether
        right = min(max(right, axis.left + SHORTEST_BAR), axis.right)
        left = right - SHORTEST_BAR
    # A term whose end is written before its start is drawn by its end.
    return Bar(Box(left, track.top, right, track.bottom), begun_before, ends_after)
