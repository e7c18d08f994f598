"""Days across the picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_BEFORE = 61
DAYS_AFTER = 380  # what was renewed for a year today still shows its end


@dataclass(frozen=True, slots=True)
class Axis:
    """The window of time that is shown, `first` and `last` included, between two edges in pixels."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def around(cls, today: date, left: float, right: float) -> "Axis":
        """About two months back and a little more than a year ahead."""
        return cls(_shifted(today, -DAYS_BEFORE), _shifted(today, DAYS_AFTER), left, right)

    def begin(self, day: date) -> float:
        """Where the day begins; days outside the window stay at its edges."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def end(self, day: date) -> float:
        """Where the day ends."""
        return self.begin(_shifted(day, 1))

    def months(self) -> Iterator[date]:
        """The first days of the months that begin within the window."""
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                yield day
            day = (day + timedelta(days=31)).replace(day=1)


def _shifted(day: date, days: int) -> date:
    """A day so many days away; the calendar's own ends when it lies beyond them."""
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)
