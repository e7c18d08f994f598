"""What the title of an act from Диадок says of its period. Nothing is guessed: half a reading is none."""

import re
from typing import Final

from bot.cabinet.acts.period import BadPeriodError, said
from bot.cabinet.fiscal.period import Period

_DAY: Final = r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?:\s?г\.?| года)?"
# The whole title: words between the name and the period may narrow the act down, to one contract for example, and then
# it is not what was ordered.
_TITLE: Final = re.compile(
    r"акт сверки(?: взаимных расчетов| расчетов| взаиморасчетов)?"
    rf"(?: ?№ ?\S+)?(?: от {_DAY})?,? "
    r"(?:за(?: период)?:? |период:? |(?=с \d))"
    rf"(?P<period>.+?)(?:,? от {_DAY})?",
    re.ASCII,
)
_BRACKETS: Final = str.maketrans("", "", "()")


def stated(title: str) -> Period | None:
    """The period that the title states, whole; None when it states none, or says more than that."""
    words = " ".join(title.casefold().replace("ё", "е").translate(_BRACKETS).split())
    found = _TITLE.fullmatch(words)
    if found is None:
        return None
    try:
        return said(found["period"])
    except BadPeriodError:
        return None
