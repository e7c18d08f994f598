"""What Диадок says of a document, as a value."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from bot.cabinet.documents.closing_document import (
    ClosingDocument,
    Counterparty,
    DocumentKind,
    DocumentRef,
    DocumentStatus,
)
from bot.kontur.diadoc.addresses import box_guid, web_link
from bot.kontur.fields import Fields

_FIRST_TICK: Final = datetime(1, 1, 1, tzinfo=UTC)
_TICKS_A_MICROSECOND: Final = 10
_MICROSECOND: Final = timedelta(microseconds=1)

_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)", re.ASCII)
_NUMBER: Final = re.compile(r"№\s*(\S{1,100})")
_FIRST_DAY: Final = date(1991, 1, 1)
_LAST_DAY: Final = date(2099, 12, 31)
_EARLIEST: Final = datetime.combine(_FIRST_DAY, time.min, UTC)
_LATEST: Final = datetime.combine(_LAST_DAY, time.min, UTC)
_AHEAD: Final = timedelta(days=366)
_LONGEST_TITLE: Final = 300
_LONGEST_NUMBER: Final = 100
_LARGEST_AMOUNT: Final = 10**15  # kopecks; more is no price
_KOPECKS: Final = 100
_RUBLES: Final = frozenset({"", "643", "810", "RUB", "RUR"})

_NOT_SENT: Final = frozenset({"WaitingForSenderSignature", "SenderSignatureCheckedAndInvalid"})
_STATUSES: Final = {
    "WaitingForRecipientSignature": DocumentStatus.AWAITS_SIGNATURE,
    "InvalidRecipientSignature": DocumentStatus.AWAITS_SIGNATURE,
    "WithRecipientSignature": DocumentStatus.SIGNED,
    "RecipientSignatureRequestRejected": DocumentStatus.REJECTED,
}
_MOST_COUNTED: Final = 1000
_REVOKED: Final = "RevocationAccepted"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of a list.

    Attributes:
        key: After which the list goes on; None when not stated.
        box: Of the one it was exchanged with; None for drafts.
        is_shown: It was sent, was not deleted, and is no test.
    """

    key: str | None
    ref: DocumentRef
    box: str | None
    is_shown: bool
    fields: Fields

    def document(self, kind: DocumentKind, box: str, counterparty: Counterparty) -> ClosingDocument:
        """The document as the product knows it.

        Raises:
            UnclearAnswerError: A field is not what it should be.
        """
        fields = self.fields
        metadata = {one.text("key"): one.text("value") for one in fields.list("metadata")}
        title = " ".join(fields.text("title").split())[:_LONGEST_TITLE]
        in_title = _NUMBER.search(title)
        number = metadata.get("DocumentNumber") or fields.text("documentNumber")
        sent = _moment(fields)
        dates = (metadata.get("DocumentDate", ""), fields.text("documentDate"), title)
        in_rubles = metadata.get("CurrencyCode", "") in _RUBLES
        return ClosingDocument(
            ref=self.ref,
            kind=kind,
            title=title,
            number=number[:_LONGEST_NUMBER] or (in_title[1] if in_title else None),
            dated=next((day for text in dates if (day := _day(text, sent)) is not None), None),
            amount=_kopecks(metadata.get("TotalSum", "")) if in_rubles else None,
            vat=_kopecks(metadata.get("TotalVat", "")) if in_rubles else None,
            counterparty=counterparty,
            status=_status(fields),
            deal=fields.text("packetId") or self.ref.message,
            sent=sent,
            link=web_link(box, self.ref.message, self.ref.entity),
        )


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of documents.

    Attributes:
        documents: In the order of the list; fewer than asked for does not mean that it is the last page.
        total: How many the whole list has; None when not stated.
        is_total_exact: The source stops counting at a thousand.
    """

    documents: list[Listed]
    total: int | None
    is_total_exact: bool


def page(answer: object) -> ListPage:
    """A page of documents.

    Raises:
        UnclearAnswerError: It is none.
    """
    fields = Fields({} if answer is None else answer)
    documents = [_listed(one) for one in fields.list("documents")]
    total = fields.whole_or("totalCount", -1)
    is_exact = total < _MOST_COUNTED and not fields.flag("hasMoreResults", absent=False)
    return ListPage(documents, None if total < 0 else total, is_exact)


def _listed(fields: Fields) -> Listed:
    is_hidden = fields.flag("isDeleted", absent=False) or fields.flag("isTest", absent=False)
    box = fields.text("counteragentBoxId")
    return Listed(
        key=fields.text("indexKey") or None,
        ref=DocumentRef(fields.identifier("messageId"), fields.identifier("entityId")),
        box=box_guid(box) if box else None,
        is_shown=not is_hidden and fields.text("senderSignatureStatus") not in _NOT_SENT,
        fields=fields,
    )


def ticks(moment: datetime) -> int:
    """Tenths of microseconds since the first day of the first year."""
    return (moment - _FIRST_TICK) // _MICROSECOND * _TICKS_A_MICROSECOND


def _moment(fields: Fields) -> datetime | None:
    """When the document was sent; None when no field names a moment at which it can have been."""
    for name in ("sendTimestampTicks", "deliveryTimestampTicks", "creationTimestampTicks"):
        if fields.get(name):
            count = fields.decimal(name)
            # Documents are filed under this day, and calendars know no year 1.
            if ticks(_EARLIEST) <= count <= ticks(_LATEST):
                return _FIRST_TICK + timedelta(microseconds=int(count) // _TICKS_A_MICROSECOND)
    return None


def _status(fields: Fields) -> DocumentStatus:
    if fields.text("revocationStatus") == _REVOKED:
        return DocumentStatus.REVOKED
    return _STATUSES.get(fields.text("recipientResponseStatus"), DocumentStatus.SENT)


def _day(text: str, sent: datetime | None) -> date | None:
    """The last date in the text: titles name the document's own date last. None when there is none that can be meant."""
    found = _DATE.findall(text)
    if not found:
        return None
    day, month, year = found[-1]
    try:
        said = date(int(year) + (2000 if len(year) == len("26") else 0), int(month), int(day))
    except ValueError:
        return None
    # People mistype years; a document is filed under the day of sending rather than under the year 2926.
    latest = _LAST_DAY if sent is None else sent.date() + _AHEAD
    return said if _FIRST_DAY <= said <= latest else None


def _kopecks(text: str) -> int | None:
    """A sum of money that is written by whoever sent the document; None when it is none."""
    try:
        amount = Decimal(text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
        if not amount.is_finite() or abs(amount) > _LARGEST_AMOUNT:
            return None
        kopecks = amount * _KOPECKS
        # The smallest amounts become nothing at all when multiplied.
        is_whole = kopecks == kopecks.to_integral_value() and bool(kopecks) == bool(amount)
        return int(kopecks) if is_whole else None
    except ArithmeticError:  # no number, or one that no arithmetic holds
        return None
