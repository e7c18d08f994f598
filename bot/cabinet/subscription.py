"""Connected services: what was bought and until when it is valid."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NewType

from bot.cabinet.organization import OrganizationId

SubscriptionId = NewType("SubscriptionId", int)

SOON_DAYS = 30
URGENT_DAYS = 7


class TermState(Enum):
    """Where a service stands in its term."""

    FUTURE = "future"
    ACTIVE = "active"
    ENDING = "ending"  # 30 days or fewer
    ENDED = "ended"


class Urgency(Enum):
    """The mark beside a service."""

    OVERDUE = "overdue"
    WEEK = "week"  # 7 days or fewer
    MONTH = "month"  # 30 days or fewer
    LATER = "later"  # more, or without an end


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which a service works: both ends included; without an end it is perpetual (бессрочно)."""

    start: date | None
    end: date | None

    def days_left(self, today: date) -> int | None:
        """Calendar days from today to the last day: 0 on the last day, negative after it, None when perpetual."""
        return None if self.end is None else (self.end - today).days

    def state(self, today: date) -> TermState:
        """Where the service stands today."""
        left = self.days_left(today)
        if left is not None and left < 0:
            return TermState.ENDED
        if self.start is not None and today < self.start:
            return TermState.FUTURE
        return TermState.ENDING if left is not None and left <= SOON_DAYS else TermState.ACTIVE

    def urgency(self, today: date) -> Urgency:
        """The mark that the service gets in lists."""
        left = self.days_left(today)
        if left is None or left > SOON_DAYS:
            return Urgency.LATER
        if left < 0:
            return Urgency.OVERDUE
        return Urgency.WEEK if left <= URGENT_DAYS else Urgency.MONTH


@dataclass(frozen=True, slots=True)
class Subscription:
    """A service that an organization has bought."""

    id: SubscriptionId
    organization: OrganizationId
    organization_name: str
    inn: str
    kpp: str | None
    product: str
    tariff: str
    modifiers: tuple[str, ...]
    term: Term


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service as a services file states it, checked."""

    inn: str
    kpp: str | None
    organization: str
    product: str
    tariff: str
    modifiers: tuple[str, ...]
    start: date | None
    end: date | None
    external_id: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two lines the same service: (ИНН, external id), or (ИНН, product, tariff) without one."""
        if self.external_id is not None:
            return (self.inn, "id", self.external_id)
        return (self.inn, "product", self.product, self.tariff)
