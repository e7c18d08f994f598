"""At what hour a warning may be told."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cabinet.warnings.kind import Rule, Unit

MINUTES_A_DAY = 24 * 60
# What is counted in days becomes due at midnight; those who have no quiet hours are still not woken for it.
MORNING = 9 * 60
_QUIET_FROM, _QUIET_UNTIL = 20 * 60, MORNING


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The part of each day when nothing but urgent warnings is told; equal ends mean that there is none.

    Attributes:
        start: Minutes since midnight of the person's zone.
        end: The same; smaller than `start` when the quiet lasts over midnight.
    """

    start: int = _QUIET_FROM
    end: int = _QUIET_UNTIL

    def __post_init__(self) -> None:
        if not (0 <= self.start < MINUTES_A_DAY and 0 <= self.end < MINUTES_A_DAY):
            raise ValueError("quiet hours are minutes of a day")

    @property
    def off(self) -> bool:
        """Whether every hour is good."""
        return self.start == self.end

    def cover(self, minute: int) -> bool:
        """Whether this minute of a day is quiet."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


NO_QUIET = QuietHours(0, 0)


def good_moment(rule: Rule, at: datetime, zone: str, quiet: QuietHours) -> datetime:
    """The first moment, from `at` on, when a warning by this rule may be told; UTC.

    Quiet hours postpone all but the urgent (design, section 3). The end of the quiet is the wall clock's: where the
    clocks are changed meanwhile, the warning still comes at the hour that the person named.
    """
    if rule.urgent:
        return at
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    if quiet.cover(minute):
        return _next(local, quiet.end)
    if quiet.off and rule.unit is Unit.DAYS and minute < MORNING:
        return _next(local, MORNING)
    return at


def tomorrow(at: datetime, zone: str, quiet: QuietHours) -> datetime:
    """When «завтра» is: the next calendar day in the morning, or when the quiet hours end; UTC."""
    local = at.astimezone(ZoneInfo(zone))
    minute = MORNING if quiet.off or not quiet.cover(MORNING) else quiet.end
    day = local.date() + timedelta(days=1)
    return _moment(datetime.combine(day, time(minute // 60, minute % 60), local.tzinfo))


def _next(local: datetime, minute: int) -> datetime:
    """The next time the wall clock shows this minute of a day."""
    wall = time(minute // 60, minute % 60)
    today = datetime.combine(local.date(), wall, local.tzinfo)
    if today <= local:
        today = datetime.combine(local.date() + timedelta(days=1), wall, local.tzinfo)
    return _moment(today)


def _moment(wall: datetime) -> datetime:
    return wall.astimezone(UTC)
