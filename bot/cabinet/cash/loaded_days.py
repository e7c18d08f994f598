"""Which days of a register or a shop have been asked for, and which have to be asked for (again).

Shifts arrive late: a register that was out of reach may hand its documents in within 30 days, after which its fiscal
drive blocks it (Federal law 54-FZ, articles 4.1 and 4.7). A day therefore counts as loaded for good only when it was
asked for later than that; until then it is asked for once a day, and the last days with every load.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.cabinet.fiscal.period import Period

# A day more than the law's, for zones and the hour of the load.
LATEST = timedelta(days=31)
# What was asked for today: most of what is late is late by hours.
RECENT = timedelta(days=3)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AskedDays:
    """Days that were asked for together.

    Attributes:
        on: The day on which they were; None when nothing can come late any more.
    """

    period: Period
    on: date | None


class LoadedDays:
    """The days of one register or shop."""

    def __init__(self, asked: Iterable[AskedDays] = ()) -> None:
        self._on: dict[date, date | None] = {}
        for one in asked:
            self._on |= dict.fromkeys(_days(one.period), one.on)

    def ask(self, period: Period, today: date) -> None:
        """The days of a period have been asked for today."""
        for day in _days(period):
            self._on[day] = None if self._is_settled(day) or today - day > LATEST else today

    def runs(self) -> list[AskedDays]:
        """The days in as few runs as there are, earliest first."""
        return [AskedDays(period, on) for period, on in _runs(self._on.items())]

    def missing(self, wanted: Period, today: date) -> list[Period]:
        """What has to be asked for today of the days that are wanted, earliest first."""
        needed = ((day, None) for day in _days(wanted) if self._is_needed(day, today))
        return [period for period, _ in _runs(needed)]

    def _is_settled(self, day: date) -> bool:
        return day in self._on and self._on[day] is None

    def _is_needed(self, day: date, today: date) -> bool:
        if self._is_settled(day):
            return False
        return self._on.get(day) != today or today - day <= RECENT


def _days(period: Period) -> Iterator[date]:
    return (period.first + number * _DAY for number in range((period.last - period.first).days + 1))


def _runs(days: Iterable[tuple[date, date | None]]) -> Iterator[tuple[Period, date | None]]:
    """Days that follow one another and were asked for on the same day."""

    def run(numbered: tuple[int, tuple[date, date | None]]) -> tuple[int, date | None]:
        number, (day, on) = numbered
        return day.toordinal() - number, on

    for (_, on), group in groupby(enumerate(sorted(days, key=lambda one: one[0])), key=run):
        found = [day for _, (day, _) in group]
        yield Period(found[0], found[-1]), on
