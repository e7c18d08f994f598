"""SIGKILL at random moments: nothing is lost, and nothing is doubled but what was in flight.

`make bench` does the same with fifty kills.
"""

import logging
from random import SystemRandom

from tests.jobs.killing import kill_until_delivered

KILLS = 8


async def test_killing_loses_nothing_and_doubles_only_what_was_in_flight(url: str) -> None:
    number = SystemRandom().randrange(2**32)
    logging.getLogger(__name__).warning("seed %d", number)  # shown when the test fails
    casualties = await kill_until_delivered(url, kills=KILLS, batch=200, batches=4, seed_number=number)
    assert not casualties.lost
    assert not casualties.unexplained
    assert not casualties.unsent
    assert casualties.doubled.total() <= casualties.in_flight
    assert casualties.doubled.total() <= KILLS * 20
