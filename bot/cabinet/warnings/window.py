"""Which ends have just come within a threshold: ranges that the storage looks up by an index.

Nothing is remembered per subscription. Each kind keeps one mark, the moment up to which everything has been looked at;
what has become due since then lies in one short range per threshold. After a stop the ranges are longer, and what was
missed is found by the same look.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cabinet.warnings.kind import Rule

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Ends that one threshold has reached for people of one zone.

    Attributes:
        zone: IANA name; None where the zone makes no difference.
        threshold: In the rule's units.
        standard: Whether it counts for those who have chosen no thresholds of their own.
        after: Ends later than this moment …
        until: … and not later than this one. For ends that are calendar days both are the days' UTC midnights.
    """

    zone: str | None
    threshold: int
    standard: bool
    after: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Windows:
    """What a look has to go through.

    Attributes:
        crossed: Ends that came within a threshold since the last look.
        standing: Ends that are within a threshold now: for rows and choices that have changed since the last look.
    """

    crossed: tuple[Window, ...]
    standing: tuple[Window, ...]


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_windows(rule: Rule, zone: str, since: datetime | None, now: datetime) -> Windows:
    """Windows over ends that are calendar days, the last day included.

    A term that ends on day D comes within the threshold T when the zone's calendar shows D - T.

    Args:
        rule: Counted in days.
        zone: Whose calendar.
        since: The moment of the last look; None when there was none.
        now: The present moment.
    """
    today = local_day(now, zone)
    oldest = today - timedelta(days=rule.worth.days + 1)
    before = oldest if since is None else local_day(since, zone)
    # What changes is announced by where it stands; of an end that was over long before the change nobody is told.
    recent = today + timedelta(days=min(rule.choices) - 1)
    crossed, standing = [], []
    for threshold in rule.choices:
        reach = timedelta(days=threshold)
        standard, until = threshold in rule.standard, _midnight(today + reach)
        after = max(before + reach, oldest)
        if since is None or after < today + reach:
            crossed.append(Window(zone, threshold, standard, _midnight(after), until))
        standing.append(Window(zone, threshold, standard, _midnight(recent), until))
    return Windows(tuple(crossed), tuple(standing))


def moment_windows(windows: Windows, zone: str) -> Windows:
    """The same windows over ends that are moments: each counts for the calendar day on which it falls in the zone."""
    return Windows(
        tuple(_as_moments(window, zone) for window in windows.crossed),
        tuple(_as_moments(window, zone) for window in windows.standing),
    )


def minute_windows(rule: Rule, since: datetime | None, now: datetime) -> Windows:
    """Windows over ends that are moments, thresholds in minutes. Nothing stands: the next threshold is near."""
    oldest = now - rule.worth
    crossed = []
    for threshold in rule.choices:
        reach = timedelta(minutes=threshold)
        after = oldest if since is None else max(since + reach, oldest)
        if after < now + reach:
            crossed.append(Window(None, threshold, threshold in rule.standard, after, now + reach))
    return Windows(tuple(crossed), ())


def mondays(zone: str, since: datetime | None, now: datetime) -> date | None:
    """The Monday that has begun in the zone since the last look, or None: when the weekly summary is due."""
    today = local_day(now, zone)
    monday = today - timedelta(days=today.weekday())
    if since is None:
        return monday if monday == today else None
    return monday if local_day(since, zone) < monday else None


def _as_moments(window: Window, zone: str) -> Window:
    return Window(
        window.zone,
        window.threshold,
        window.standard,
        _last_instant(window.after.date(), zone),
        _last_instant(window.until.date(), zone),
    )


def _last_instant(day: date, zone: str) -> datetime:
    following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return following.astimezone(UTC) - _INSTANT


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
