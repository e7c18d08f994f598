"""The few letters at hand: composed, and not yet handed over."""

from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.outbox import Letter


@dataclass(slots=True)
class _Person:
    letters: deque[Letter]
    composed_at: float
    busy: bool = False


class LettersAtHand:
    """Letters of a bounded number of people. Of each person one is in work at a time, the others keep their order.

    Args:
        people: How many people may wait at once.
    """

    def __init__(self, people: int) -> None:
        self._most = people
        self._people: dict[PersonId, _Person] = {}
        self.busy = 0

    @property
    def room(self) -> int:
        """How many more people may wait."""
        return self._most - (len(self._people) - self.busy)

    @property
    def people(self) -> AbstractSet[PersonId]:
        """Whose letters are at hand or in work."""
        return self._people.keys()

    def add(self, person: PersonId, letters: Sequence[Letter], at: float) -> None:
        """Keep the letters of somebody of whom there are none yet."""
        self._people[person] = _Person(deque(letters), at)

    def pick(self, wait: Callable[[PersonId], float]) -> Letter | None:
        """The next letter to somebody who need not wait, urgent first; the person is busy until released."""
        chosen: tuple[PersonId, _Person] | None = None
        for person, one in self._people.items():
            if one.busy or wait(person) > 0:
                continue
            if one.letters[0].urgent:
                chosen = person, one
                break
            chosen = chosen or (person, one)
        if chosen is None:
            return None
        chosen[1].busy = True
        self.busy += 1
        return chosen[1].letters.popleft()

    def soonest(self, wait: Callable[[PersonId], float]) -> float | None:
        """Seconds until somebody may be written to; None when nobody waits."""
        return min((wait(person) for person, one in self._people.items() if not one.busy), default=None)

    def release(self, person: PersonId) -> None:
        """What came of the person's letter is written down: the next may go."""
        one = self._people[person]
        one.busy = False
        self.busy -= 1
        if not one.letters:
            del self._people[person]

    def forget(self, person: PersonId) -> None:
        """Keep no further letters of somebody who is busy; they are still in the outbox."""
        self._people[person].letters.clear()

    def forget_older(self, than: float) -> None:
        """Keep no letters composed earlier than that: what was true then may be true no longer."""
        for person in [person for person, one in self._people.items() if one.composed_at < than]:
            if self._people[person].busy:
                self.forget(person)
            else:
                del self._people[person]
