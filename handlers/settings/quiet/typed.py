"""Quiet hours as people type them: «22:00–8:30», «с 22 до 8», "10pm-8am"."""

import re

from bot.cabinet.warnings.hours import MINUTES_A_DAY, QuietHours

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_RANGE = re.compile(rf"(?:с|со|from)?\s*{_CLOCK}\s*(?:-|−|–|—|до|по|to|until|\s)\s*{_CLOCK}")
_HOUR = 60
_NOON = 12


def read(said: str) -> QuietHours | None:
    """The hours that were typed; None when these are none, or begin and end at once."""
    found = _RANGE.fullmatch(said.strip().casefold())
    if found is None:
        return None
    start, end = _minute(*found.group(1, 2, 3)), _minute(*found.group(4, 5, 6))
    return None if start is None or end is None or start == end else QuietHours(start, end)


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half == "pm" else 0)
    total = hours * _HOUR + minutes
    return None if minutes >= _HOUR or total > MINUTES_A_DAY else total % MINUTES_A_DAY
