"""Which totals belong to which report of closing.

Totals by shifts carry no fiscal drive, reports of closing carry no money. Both know the shift's number, which begins
anew with a new drive, and the moment of closing. Numbers and moments that agree are one shift. What is left over is
never guessed at: it is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.kontur.ofd.reading import Closing, ShiftRow

# A register's clock writes both; documents are kept to the minute by some registers.
_SAME_MOMENT: Final = timedelta(minutes=1)
# Farther apart than a shift may last they are two shifts, whatever their number.
_SAME_SHIFT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Pair:
    """A report of closing and its totals.

    Attributes:
        exact: Number and moment of closing agree.
    """

    closing: Closing
    row: ShiftRow
    exact: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it.

    Attributes:
        pairs: Shifts that are clear.
        closings: Reports without totals, or with several that fit equally well.
        rows: Totals without a report.
    """

    pairs: tuple[Pair, ...]
    closings: tuple[Closing, ...]
    rows: tuple[ShiftRow, ...]


def join(closings: Iterable[Closing], rows: Iterable[ShiftRow]) -> Joined:
    """Find the totals of each report. Rows without a moment of closing are of shifts that have not been closed."""
    reports: defaultdict[int, list[Closing]] = defaultdict(list)
    totals: defaultdict[int, list[ShiftRow]] = defaultdict(list)
    for closing in closings:
        reports[closing.shift].append(closing)
    for row in rows:
        if row.closed is not None:
            totals[row.number].append(row)
    joined = [_of_one_number(reports[number], totals[number]) for number in sorted({*reports, *totals})]
    return Joined(
        tuple(pair for one in joined for pair in one.pairs),
        tuple(closing for one in joined for closing in one.closings),
        tuple(row for one in joined for row in one.rows),
    )


def _of_one_number(closings: list[Closing], rows: list[ShiftRow]) -> Joined:
    pairs, closings, rows = _paired(closings, rows, _SAME_MOMENT, exact=True)
    near, closings, rows = _paired(closings, rows, _SAME_SHIFT, exact=False)
    # Totals that fit a report which is left are its own or a twin's: they make no shift besides.
    loose = [row for row in rows if not any(_apart(closing, row) <= _SAME_SHIFT for closing in closings)]
    return Joined((*pairs, *near), tuple(closings), tuple(loose))


def _paired(
    closings: Sequence[Closing], rows: Sequence[ShiftRow], within: timedelta, *, exact: bool
) -> tuple[list[Pair], list[Closing], list[ShiftRow]]:
    """The pairs where each is the only one near the other, and what is left."""
    near = {
        (place, other)
        for place, closing in enumerate(closings)
        for other, row in enumerate(rows)
        if _apart(closing, row) <= within
    }
    chosen = [
        (place, other)
        for place, other in sorted(near)
        if sum(a == place for a, _ in near) == 1 and sum(b == other for _, b in near) == 1
    ]
    taken, used = {place for place, _ in chosen}, {other for _, other in chosen}
    return (
        [Pair(closings[place], rows[other], exact=exact) for place, other in chosen],
        [closing for place, closing in enumerate(closings) if place not in taken],
        [row for other, row in enumerate(rows) if other not in used],
    )


def _apart(closing: Closing, row: ShiftRow) -> timedelta:
    return timedelta.max if row.closed is None else abs(closing.closed - row.closed)
