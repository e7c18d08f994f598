"""Every fiscal document of a register in the order of writing, as the API shows it, with the page marks between."""

import base64
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from urllib.parse import quote

from bot.demo.registers.world import Firm, Receipt, Register, Shift

# Numbers come filled up with spaces to the length of their field.
FIELD = 20
_ENDING = timedelta(days=30)
_REPLACE_NOW = timedelta(days=3)
NO_ID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a shift; the body is made when it is asked for."""

    kind: str
    at: datetime
    number: int
    shift: Shift
    receipt: Receipt | None = None

    @property
    def mark(self) -> bytes:
        """What its page mark stands for."""
        return hashlib.sha256(f"{self.shift.drive} {self.number}".encode()).digest()[:16]

    @property
    def offset(self) -> str:
        """The page mark as the API gives it: Base64, percent-encoded already."""
        return quote(base64.b64encode(self.mark).decode(), safe="")


class Journal:
    """The documents of one register."""

    def __init__(self, firm: Firm, register: Register) -> None:
        self._firm = firm
        self._register = register
        # A drive is taken out on the day on which its term would have ended.
        self._ends = {old: begun for (old, _), (_, begun) in pairwise(register.drives)}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All of them, by the moment of writing."""
        return tuple(sorted(self._written(), key=lambda document: document.at))

    @cached_property
    def places(self) -> dict[bytes, int]:
        """Where the document of a page mark stands."""
        return {document.mark: place for place, document in enumerate(self.documents)}

    def _written(self) -> Iterator[Document]:
        for shift in self._register.shifts:
            yield Document("openShift", shift.opened, shift.first_document, shift)
            for receipt in shift.receipts:
                kind = "receiptCorrection" if receipt.correction else "receipt"
                yield Document(kind, receipt.at, receipt.document, shift, receipt)
            if shift.closed is not None:
                yield Document("closeShift", shift.closed, shift.last_document, shift)

    def body(self, document: Document, *, with_ids: bool) -> dict[str, object]:
        """The document in its envelope."""
        shift = document.shift
        common: dict[str, object] = {
            "user": self._firm.name,
            "userInn": self._firm.inn,
            "operator": "Кассир Первая",
            "dateTime": document.at.isoformat(),
            "receiveDateTimeUtc": (document.at - timedelta(hours=3) + timedelta(seconds=4)).isoformat(),
            "shiftNumber": shift.number,
            "kktRegId": self._register.registration_number.ljust(FIELD),
            "fiscalDriveNumber": shift.drive.ljust(FIELD),
            "fiscalDocumentNumber": document.number,
            "fiscalSign": 2**31 + int.from_bytes(document.mark[:4], "big") // 2,
            "id": str(uuid.UUID(bytes=document.mark)) if with_ids else NO_ID,
        }
        return {document.kind: common | self._own(document)}

    def _own(self, document: Document) -> dict[str, object]:
        if document.receipt is not None:
            return _receipt(document.receipt, document.number - document.shift.first_document)
        if document.kind == "openShift":
            return {"code": 2, "retailPlaceAddress": self._register.address}
        receipts = len(document.shift.receipts)
        end = self._ends.get(document.shift.drive)
        left = timedelta.max if end is None else end - document.at
        return {
            "code": 5,
            "receiptsQuantity": receipts,
            "documentsQuantity": receipts + 2,
            "notTransmittedDocumentsQuantity": 0,
            "ofdResponseTimeoutSign": 0,
            "fiscalDriveReplaceRequiredSign": int(left <= _REPLACE_NOW),
            "fiscalDriveMemoryExceededSign": 0,
            "fiscalDriveExhaustionSign": int(left <= _ENDING),
            "message": [{}],
            "properties": [{}],
        }


def _receipt(receipt: Receipt, number: int) -> dict[str, object]:
    return {
        "receiptCode": 31 if receipt.correction else 3,
        "requestNumber": number,
        "operationType": int(receipt.operation),
        "taxationType": 1,
        "items": [
            {
                "name": item.product or "Свободная цена",
                "price": item.price,
                "quantity": float(item.quantity),
                "sum": int(item.quantity * item.price),
            }
            for item in receipt.items
        ],
        "totalSum": receipt.total,
        "cashTotalSum": receipt.cash,
        "ecashTotalSum": receipt.cashless,
        "prePaymentTotalSum": receipt.advance,
    }
