"""Ready acts, and orders."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId

ActId = NewType("ActId", int)
ActOrderId = NewType("ActOrderId", int)


@dataclass(frozen=True, slots=True)
class Act:
    """An act that the service centre has made."""

    id: ActId
    organization: OrganizationId
    period: Period
    file: FileId
    appeared_at: datetime


class OrderState(Enum):
    """Where an order stands."""

    WAITING = "waiting"
    READY = "ready"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by whoever ordered it


@dataclass(frozen=True, slots=True)
class ActOrder:
    """An order for an act.

    Attributes:
        organization_name: Of the organization that it is about.
        person: Who ordered it.
        person_name: The same person's name.
        settled_at: When it was made, declined or withdrawn.
        act: What was made for it.
        comment: Why it was declined.
    """

    id: ActOrderId
    organization: OrganizationId
    organization_name: str
    inn: str
    person: PersonId
    person_name: str
    period: Period
    state: OrderState
    ordered_at: datetime
    settled_at: datetime | None
    act: ActId | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class NewAct:
    """An act to be put into the cabinet; its file is kept already."""

    inn: str
    period: Period
    file: FileId
