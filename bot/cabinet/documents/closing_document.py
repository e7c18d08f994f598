"""Documents that the service centre has sent to an organization: acts, invoices, УПД, reconciliation acts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class DocumentKind(Enum):
    """What a document is, its corrected versions included."""

    ACT = "act"  # акт об оказании услуг
    INVOICE = "invoice"  # счёт-фактура
    TRANSFER = "transfer"  # УПД: act and invoice in one
    RECONCILIATION = "reconciliation"  # акт сверки


CLOSING = frozenset({DocumentKind.ACT, DocumentKind.INVOICE, DocumentKind.TRANSFER})


class DocumentStatus(Enum):
    """How far a document has come."""

    SENT = "sent"  # nothing is expected of the recipient
    AWAITS_SIGNATURE = "awaits-signature"  # the recipient is asked to sign
    SIGNED = "signed"  # both have signed
    REJECTED = "rejected"  # the recipient has refused to sign
    REVOKED = "revoked"  # both have agreed that it does not count


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """What the source knows a document by."""

    message: str
    entity: str


@dataclass(frozen=True, slots=True)
class Counterparty:
    """Whom the document was sent to."""

    inn: str
    kpp: str | None
    name: str


@dataclass(frozen=True, slots=True)
class ClosingDocument:
    """A document as lists show it, without its content.

    Attributes:
        ref: For asking about it again.
        kind: What it is.
        title: As the source names it: «Акт № 12 от 31.10.26». Written by others, so of any length and letters.
        number: As written; None when not stated.
        dated: The date on the document; None when not stated.
        amount: Kopecks, with VAT; None when not stated or not in rubles.
        vat: Kopecks within the amount; None when not stated.
        counterparty: The organization that it was sent to.
        status: How far it has come.
        deal: Documents of one deal share it: an act and its invoice.
        sent: When it was sent; None when not stated.
        link: Where the recipient opens it in a browser, once logged in there.
    """

    ref: DocumentRef
    kind: DocumentKind
    title: str
    number: str | None
    dated: date | None
    amount: int | None
    vat: int | None
    counterparty: Counterparty
    status: DocumentStatus
    deal: str
    sent: datetime | None
    link: str
