"""How often one person may ask for what is costly."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.cabinet.organization import PersonId

REMEMBERED_PEOPLE = 10_000


class Allowance:
    """At most so many times within a window. Kept in memory, each process for itself: a brake, not an account."""

    def __init__(self, most: int, window: timedelta) -> None:
        self._most = most
        self._window = window
        self._taken: OrderedDict[PersonId, deque[datetime]] = OrderedDict()

    def take(self, person: PersonId, now: datetime) -> bool:
        """Take one; False when the person has had enough for the time being."""
        taken = self._taken.setdefault(person, deque())
        self._taken.move_to_end(person)
        while taken and taken[0] <= now - self._window:
            taken.popleft()
        if len(taken) >= self._most:
            return False
        taken.append(now)
        while len(self._taken) > REMEMBERED_PEOPLE:
            self._taken.popitem(last=False)
        return True
