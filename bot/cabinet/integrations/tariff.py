"""Which tariffs allow ОФД's integration (design, section 1, rule 6)."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

from bot.cabinet.subscription import Subscription, TermState

TARIFF: Final = "учетный"
MODIFIER: Final = "бухучет и кадры"

_WORKING: Final = frozenset({TermState.ACTIVE, TermState.ENDING})


class TariffError(Exception):
    """None of the organization's services allows it.

    Attributes:
        has: What the organization has now.
    """

    def __init__(self, has: tuple[Subscription, ...]) -> None:
        super().__init__("another tariff is needed")
        self.has = has


def check(subscriptions: Iterable[Subscription], today: date) -> None:
    """Let through whoever has the tariff «Учетный» or the modifier «Бухучет и кадры» today.

    Raises:
        TariffError: Nothing of the kind is connected now.
    """
    working = [one for one in subscriptions if one.term.state(today) in _WORKING]
    if not any(_allows(one) for one in working):
        raise TariffError(tuple(working))


def _allows(subscription: Subscription) -> bool:
    return _folded(subscription.tariff) == TARIFF or MODIFIER in map(_folded, subscription.modifiers)


def _folded(text: str) -> str:
    """Letter case, ё and е, quotation marks, and how letters are composed make no difference."""
    whole = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(whole.strip(" «»„“”‘’\"'").split())
