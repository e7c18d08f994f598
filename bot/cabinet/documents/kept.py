"""Documents as the cabinet keeps them, and how far they have been loaded."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NewType

from bot.cabinet.documents.closing_document import DocumentKind, DocumentRef, DocumentStatus
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.organization import OrganizationId

DocumentId = NewType("DocumentId", int)


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document of an organization.

    Attributes:
        filed_on: The day it is filed under: its own date, or that of sending where it has none.
        dated: Its own date; None when not stated.
        amount: Kopecks, with VAT; None when not stated.
        deal: Documents of one deal share it.
        sent: When it was sent; None when not stated.
        link: Where it opens in Диадок.
        appeared_at: When the bot first saw it.
        file: Its print form, once somebody has asked for it.
    """

    id: DocumentId
    organization: OrganizationId
    ref: DocumentRef
    kind: DocumentKind
    title: str
    number: str | None
    dated: date | None
    filed_on: date
    amount: int | None
    status: DocumentStatus
    deal: str
    sent: datetime | None
    link: str
    appeared_at: datetime
    file: FileId | None


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month with documents in it."""

    first: date
    documents: int


class LoadFailure(Enum):
    """Why documents could not be loaded. Each has its own sentence in the locales."""

    SUBSCRIPTION_ENDED = "subscription-ended"  # of the service centre's box
    SESSION_ENDED = "session-ended"  # the service centre has to log in again
    NO_ACCESS = "no-access"
    NOT_CONNECTED = "not-connected"  # the organization has no box, or none that anything was sent to
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"  # an answer against the documentation, or a mistake in the settings


@dataclass(frozen=True, slots=True)
class LoadState:
    """How far an organization's documents have been loaded.

    Attributes:
        tried_at: When it was last tried.
        loaded_at: When it last worked; None when it never did.
        whole_at: When everything was last asked for, and not only what is new.
        failure: Why the last attempt failed; None when it worked.
    """

    tried_at: datetime
    loaded_at: datetime | None
    whole_at: datetime | None
    failure: LoadFailure | None


@dataclass(frozen=True, slots=True)
class ToLoad:
    """An organization whose documents are to be loaded."""

    organization: OrganizationId
    inn: str
    state: LoadState | None
