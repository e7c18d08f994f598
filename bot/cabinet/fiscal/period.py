"""Whole calendar days of the register's own time, first and last included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included.

    Raises:
        ValueError: The last day comes before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    def __contains__(self, moment: datetime) -> bool:
        return self.first <= moment.date() <= self.last

    @property
    def start(self) -> datetime:
        """The first moment, in the register's time without zone."""
        return datetime.combine(self.first, time.min)

    @property
    def end(self) -> datetime:
        """The last whole second, in the register's time without zone: what APIs that include both ends are asked."""
        return datetime.combine(self.last, LAST_SECOND)

    def within(self, first: date | None, last: date | None) -> Self | None:
        """The part between two days, either of which may be open; None when nothing is left."""
        begin = self.first if first is None else max(self.first, first)
        finish = self.last if last is None else min(self.last, last)
        return None if finish < begin else type(self)(begin, finish)

    def widened(self, before: int, after: int = 0) -> Self:
        """With so many days more on either side."""
        return type(self)(self.first - before * DAY, self.last + after * DAY)

    def parts(self, days: int) -> Iterator[Self]:
        """The same days cut into pieces of at most so many, earliest first."""
        begin = self.first
        while begin <= self.last:
            finish = min(begin + (days - 1) * DAY, self.last)
            yield type(self)(begin, finish)
            begin = finish + DAY
