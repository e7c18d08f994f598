"""What follows from the outcome of a send: nothing more, or another attempt at a later moment."""

from datetime import datetime, timedelta
from random import Random

from bot.cabinet.warnings.outbox import Delivery, Letter, Outcome

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
# Beyond this every pause is the longest; larger powers would only overflow.
_MOST_DOUBLINGS = 16


def next_attempt(letter: Letter, delivery: Delivery, now: datetime, random: Random) -> datetime | None:
    """When the letter is to be handed over again; None when it is done with.

    Where nobody can know whether it arrived, it goes again: a warning twice is a nuisance, never is a failure.
    """
    if delivery.outcome is Outcome.LATER:
        return now + timedelta(seconds=delivery.wait)
    if delivery.outcome in (Outcome.NOT_ARRIVED, Outcome.UNKNOWN):
        return now + timedelta(seconds=pause(letter.attempts, random))
    return None


def pause(attempts: int, random: Random) -> float:
    """Seconds before the next attempt: doubled each time, and up to half of it left out so that not all come at once."""
    longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts, _MOST_DOUBLINGS))
    return longest * random.uniform(0.5, 1.0)
