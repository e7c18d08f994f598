"""What the cash registers of the stand's organizations have written, and will write while the clock is moved."""

from datetime import datetime, timedelta
from typing import Final

from bot.demo.cast import NORTH_WIND, ROMASHKA, WARM_BREAD
from bot.demo.registers.generator import Plan, world
from bot.demo.registers.world import World

_PAST: Final = timedelta(days=80)
_DAYS: Final = 200
_REGISTERS: Final = 2
_BUSIEST: Final = 6
# Those whose tariff allows ОФД's integration.
_FIRMS: Final = (ROMASHKA, NORTH_WIND, WARM_BREAD)


def registers_of_the_cast(now: datetime) -> World:
    """Two registers a firm, a shift a day, from some months before this moment to some months after it."""
    first = (now - _PAST).date()
    worlds = [
        world(
            Plan(seed=seed, first=first, days=_DAYS, registers=_REGISTERS, busiest=_BUSIEST),
            company.inn,
            company.name,
        )
        for seed, company in enumerate(_FIRMS, 1)
    ]
    return World(tuple(firm for one in worlds for firm in one.firms), worlds[0].suppliers)
