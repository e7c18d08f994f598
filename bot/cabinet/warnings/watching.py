"""The use case behind the watch: find what has become due and put it into the outbox."""

from dataclasses import dataclass

from bot.cabinet.warnings.kind import RULES, Kind, Unit
from bot.cabinet.warnings.ports import Watched
from bot.cabinet.warnings.window import Windows, day_windows, minute_windows, moment_windows, mondays
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: how many new rows of each kind."""

    found: dict[Kind, int]

    @property
    def total(self) -> int:
        """New rows in all."""
        return sum(self.found.values())


class Watch:
    """Looks at everything that ends. Each kind is one transaction, and looking twice finds nothing twice."""

    def __init__(self, watched: Watched, clock: Clock) -> None:
        self._watched = watched
        self._clock = clock

    async def look(self) -> Look:
        """Put into the outbox what has become due since the last look, however long ago that was."""
        now = self._clock.now()
        zones = await self._watched.zones()
        found: dict[Kind, int] = {}
        for kind, rule in RULES.items():
            if rule.unit is Unit.NONE:
                continue
            since = await self._watched.looked_until(kind)
            if kind is Kind.WEEKLY:
                begun = {zone: monday for zone in zones if (monday := mondays(zone, since, now)) is not None}
                found[kind] = await self._watched.summarize(begun, now)
                continue
            if rule.unit is Unit.MINUTES:
                windows = minute_windows(rule, since, now)
            else:
                each = [day_windows(rule, zone, since, now) for zone in zones]
                if rule.moments:
                    each = [moment_windows(days, zone) for days, zone in zip(each, zones, strict=True)]
                windows = Windows(
                    tuple(window for one in each for window in one.crossed),
                    tuple(window for one in each for window in one.standing),
                )
            found[kind] = await self._watched.announce(kind, windows, since, now)
        return Look(found)
