"""Names of acts' files: `<ИНН>_<ГГГГ-ММ-ДД>_<ГГГГ-ММ-ДД>.pdf` (design, section 5)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.cabinet.fiscal.period import Period
from bot.requisites import is_inn

_NAME: Final = re.compile(
    r"(\d{10}|\d{12})_(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})\.pdf", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ActName:
    """What a name says."""

    inn: str
    period: Period


def parsed(name: str) -> ActName | None:
    """What the name says; None when it follows another pattern, or speaks of no organization or no period."""
    found = _NAME.fullmatch(name)
    if found is None or not is_inn(found[1]):
        return None
    try:
        return ActName(found[1], Period(date.fromisoformat(found[2]), date.fromisoformat(found[3])))
    except ValueError:
        return None
