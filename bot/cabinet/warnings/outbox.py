"""What waits to be told: rows of the outbox, and what is known to be true of each at the moment of telling."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NewType

from bot.cabinet.acts.act import Act, ActOrder
from bot.cabinet.cash.ports import LoadFailure
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.person import Person
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import Kind

WarningId = NewType("WarningId", int)


class State(Enum):
    """Where a row of the outbox stands."""

    QUEUED = "queued"  # to be told at `not_before` or later
    HELD = "held"  # the person has stopped the bot: kept until they return
    SENDING = "sending"  # handed to Telegram; found so after a crash, nobody knows whether it arrived
    SENT = "sent"
    FAILED = "failed"  # Telegram refused it for good
    DROPPED = "dropped"  # no longer true, hidden, or overtaken by a nearer one


@dataclass(frozen=True, slots=True)
class Ending:
    """Something ends: access, a service or a certificate.

    Attributes:
        organization: Whose it is.
        name: The organization's name.
        product: The service's product; None for the others.
        end: The last day of a service; the last moment of access and certificates.
    """

    organization: OrganizationId
    name: str
    product: str | None
    end: date | datetime


@dataclass(frozen=True, slots=True)
class Intrusion:
    """Somebody else has opened or closed access.

    Attributes:
        organization: To what.
        name: The organization's name.
        actor: Who did it.
        actor_name: The same person's name.
        signer: Whose certificate opened it; None when access was closed.
        open_until: Until when the other's access lasts; None when access was closed.
    """

    organization: OrganizationId
    name: str
    actor: PersonId
    actor_name: str
    signer: str | None
    open_until: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The weekly summary: what ends in the coming days, soonest first.

    Attributes:
        first: The Monday it is made for.
        items: The soonest ones.
        total: How many there are in all.
        overdue: How many services have ended within the last 30 days and were not renewed.
    """

    first: date
    items: tuple[Ending, ...]
    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class NewDocuments:
    """A load has brought closing documents of an organization.

    Attributes:
        items: The latest ones.
        total: How many there are in all.
    """

    organization: OrganizationId
    name: str
    items: tuple[KeptDocument, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ActReady:
    """A reconciliation act is there.

    Attributes:
        organization: Whose.
        name: The organization's name.
        act: The act; None for somebody who ordered it and may not look at the organization now.
        is_ordered: The reader has ordered it: the file comes with the message.
    """

    organization: OrganizationId
    name: str
    act: Act | None
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class OrderDeclined:
    """An order for an act was declined.

    Attributes:
        order: Which; None when the reader may not look at the organization now.
    """

    organization: OrganizationId
    name: str
    order: ActOrder | None


@dataclass(frozen=True, slots=True)
class OrdersWaiting:
    """Orders that wait for the service centre.

    Attributes:
        newest: The one that has just been placed; None in a reminder.
        total: How many wait.
        oldest: Since when the oldest one waits.
    """

    newest: ActOrder | None
    total: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class RegisterTrouble:
    """A cash register needs somebody.

    Attributes:
        register: The register's name.
        last_document_at: When it last told anything; None when never.
        sign: What it says of its fiscal drive.
    """

    organization: OrganizationId
    name: str
    register: str
    registration_number: str
    last_document_at: datetime | None
    sign: DriveSign | None = None


@dataclass(frozen=True, slots=True)
class LoadingFails:
    """An integration has failed for a day."""

    organization: OrganizationId
    name: str
    kind: IntegrationKind
    failure: LoadFailure
    since: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """A test warning: that it arrives is all it says."""


Fact = (
    Ending
    | Intrusion
    | Summary
    | NewDocuments
    | ActReady
    | OrderDeclined
    | OrdersWaiting
    | RegisterTrouble
    | LoadingFails
    | Trial
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a warning goes, and what they want."""

    person: Person
    quiet: QuietHours
    digest: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that is due, with what is true of it now.

    Attributes:
        id: The row's number.
        kind: What it is about.
        subject: The thing's number within its kind: an organization, a subscription, a confirmation.
        threshold: Which one was reached; 0 for events.
        end: The end it was announced for, as the unique key holds it.
        attempts: How often it has been handed to Telegram.
        asked_for: The person asked to be reminded at exactly this moment: quiet hours do not move it.
        fact: What to say; None when it is no longer true or no longer wanted.
    """

    id: WarningId
    kind: Kind
    subject: int
    threshold: int
    end: str
    attempts: int
    asked_for: bool
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Due:
    """Everything that is due for one person."""

    to: Addressee
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said in a message."""

    id: WarningId
    kind: Kind
    threshold: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person.

    Attributes:
        to: To whom.
        items: What it says: one thing, or several as a digest.
        attempts: How often one of the items has been handed to Telegram.
        urgent: Goes before those that are not.
        silent: Arrives without a sound.
    """

    to: Addressee
    items: tuple[Item, ...]
    attempts: int
    urgent: bool
    silent: bool

    @property
    def batch(self) -> WarningId:
        """The number that the message's buttons carry: the first item's."""
        return self.items[0].id


class Outcome(Enum):
    """What came of handing a message to Telegram."""

    SENT = "sent"
    UNREACHABLE = "unreachable"  # the person has stopped the bot, or is gone
    REFUSED = "refused"  # Telegram will never take this message
    LATER = "later"  # told to wait
    NOT_ARRIVED = "not-arrived"  # certainly not taken
    UNKNOWN = "unknown"  # the answer was cut off: nobody can know


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome with its particulars.

    Attributes:
        outcome: What came of it.
        message: The message's number in the chat, once sent.
        wait: Seconds that Telegram asked to wait.
        reason: For the log; never a text of ours.
    """

    outcome: Outcome
    message: int | None = None
    wait: float = 0.0
    reason: str = ""
