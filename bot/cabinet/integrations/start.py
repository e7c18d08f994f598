"""The day from which an integration loads, chosen or typed."""

import re
from datetime import date
from typing import Final

# Cash registers send their data since then (Federal Law 54-ФЗ in the wording of 290-ФЗ).
EARLIEST: Final = date(2017, 2, 1)

_WRITTEN: Final = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4}|\d{2})", re.ASCII)
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_CENTURY: Final = 2000


class BadStartError(ValueError):
    """Nothing can be loaded from such a day."""


def start(day: date | str, today: date) -> date:
    """The day to load from.

    Args:
        day: A day, or what somebody has typed: «01.09.2026», «1.9.26», «2026-09-01».
        today: By the person's calendar.

    Raises:
        BadStartError: It is no day, lies ahead, or before cash registers sent anything.
    """
    read = _read(day) if isinstance(day, str) else day
    if not EARLIEST <= read <= today:
        raise BadStartError
    return read


def _read(text: str) -> date:
    written = text.strip()
    found = _WRITTEN.fullmatch(written) or _ISO.fullmatch(written)
    if found is None:
        raise BadStartError
    year = int(found["year"])
    try:
        return date(
            year + (_CENTURY if len(found["year"]) == len("26") else 0),
            int(found["month"]),
            int(found["day"]),
        )
    except ValueError:
        raise BadStartError from None
