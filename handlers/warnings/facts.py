"""What a warning knows, in the type that its kind needs."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.cabinet.subscription import Term
from bot.cabinet.warnings.outbox import (
    ActReady,
    Ending,
    Fact,
    Intrusion,
    LoadingFails,
    NewDocuments,
    OrderDeclined,
    OrdersWaiting,
    RegisterTrouble,
    Summary,
)
from bot.texts import Texts
from handlers import phrases

Known = TypeVar(
    "Known",
    Ending,
    Intrusion,
    Summary,
    NewDocuments,
    ActReady,
    OrderDeclined,
    OrdersWaiting,
    RegisterTrouble,
    LoadingFails,
)

_MINUTE = timedelta(minutes=1)


class WrongFactError(TypeError):
    """A warning of this kind cannot be told of such a fact."""


def known(fact: Fact, wanted: type[Known]) -> Known:
    """The fact in the type that its kind is about.

    Raises:
        WrongFactError: It is something else.
    """
    if not isinstance(fact, wanted):
        raise WrongFactError(type(fact).__name__)
    return fact


def last_moment(fact: Ending) -> datetime:
    """The moment at which access or a certificate ends.

    Raises:
        WrongFactError: What ends is a service, which has only a last day.
    """
    if not isinstance(fact.end, datetime):
        raise WrongFactError("a day")
    return fact.end


def last_day(fact: Ending, zone: str) -> date:
    """The calendar day, in the zone, on which it ends."""
    return phrases.local_date(fact.end, zone) if isinstance(fact.end, datetime) else fact.end


def mark(fact: Ending, zone: str, now: datetime) -> str:
    """The mark that a term gets everywhere in the bot."""
    return phrases.MARKS[Term(None, last_day(fact, zone)).urgency(phrases.local_date(now, zone))]


def time_left(t: Texts, end: datetime, now: datetime) -> str:
    """«2 ч»: begun minutes count, for a message takes its seconds to arrive."""
    return phrases.span(t, -((now - end) // _MINUTE) * _MINUTE)
