"""Контур.ОФД's JSON as values. Numbers come padded with spaces, money in kopecks, moments without zone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cabinet.fiscal.cash_register import CashRegister, FiscalDrive, FiscalOrganization, Grant
from bot.cabinet.fiscal.shift_report import (
    DocumentKey,
    DriveSign,
    FiscalDocument,
    OperationTotals,
    ShiftTotals,
)
from bot.cabinet.sources import UnclearAnswerError
from bot.kontur.fields import Fields, objects

CLOSING: Final = "closeShift"
OPENING: Final = "openShift"
CORRECTIONS: Final = ("receiptCorrection", "bsoCorrection")
RECEIPTS: Final = ("receipt", "bso")

_SIGNS: Final = {
    "fiscalDriveExhaustionSign": DriveSign.ENDING,
    "fiscalDriveReplaceRequiredSign": DriveSign.REPLACE_NOW,
    "fiscalDriveMemoryExceededSign": DriveSign.FULL,
    "ofdResponseTimeoutSign": DriveSign.UNHEARD,
}
_LATEST: Final = datetime(9999, 12, 31)  # noqa: DTZ001  only orders moments that have no zone themselves


@dataclass(frozen=True, slots=True)
class Closing:
    """A report of closing a shift. The API states no money in it."""

    shift: int
    closed: datetime
    receipts: int | None
    document: FiscalDocument


@dataclass(frozen=True, slots=True)
class Opening:
    """A report of opening a shift."""

    key: DocumentKey
    shift: int
    opened: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt, БСО, or a correction of either."""

    key: DocumentKey
    shift: int
    correction: bool
    totals: ShiftTotals


Document = Closing | Opening | Receipt


@dataclass(frozen=True, slots=True)
class Page:
    """A page of documents and the mark of the next one, percent-encoded by the API; None when there is none."""

    documents: tuple[Document, ...]
    following: str | None


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """Totals of a shift. Opening and closing are there only when their days were asked for: else the sums are a part."""

    number: int
    opened: datetime | None
    closed: datetime | None
    totals: ShiftTotals


def organizations(answer: object) -> tuple[FiscalOrganization, ...]:
    """The organizations of a list."""
    return tuple(
        FiscalOrganization(
            id=one.identifier("id"),
            inn=one.text("inn"),
            kpp=one.text("kpp") or None,
            name=one.text("shortName") or one.text("fullName"),
        )
        for one in objects(answer)
    )


def cash_registers(answer: object, organization: str) -> tuple[CashRegister, ...]:
    """The registers of a list."""
    return tuple(_cash_register(one, organization) for one in objects(answer))


def _cash_register(fields: Fields, organization: str) -> CashRegister:
    drives = {
        drive.serial: drive for one in fields.list("fiscalDrives") if (drive := _drive(one)) is not None
    }
    current = _drive(fields.inner("fiscalDrive"))
    if current is not None:
        drives.setdefault(current.serial, current)
    return CashRegister(
        organization=organization,
        registration_number=fields.identifier("regNumber"),
        serial=fields.text("serialNumber"),
        name=fields.text("name"),
        model=fields.text("modelName"),
        address=fields.text("address"),
        sales_point=fields.text("salesPointName"),
        drives=tuple(sorted(drives.values(), key=lambda drive: drive.first_document or _LATEST)),
        grant=Grant(fields.moment("permissionFrom"), fields.moment("permissionTo")),
        last_document=fields.moment("lastDocumentTimestamp"),
        last_receipt=fields.moment("lastCashReceiptTimestamp"),
    )


def _drive(fields: Fields) -> FiscalDrive | None:
    # Here the API says "fiscalDriverNumber", in documents "fiscalDriveNumber".
    serial = fields.text("fiscalDriverNumber") or fields.text("fiscalDriveNumber")
    return FiscalDrive(serial, fields.moment("earliestDocumentTimestamp")) if serial else None


def page(answer: object) -> Page:
    """A page of documents; no body at all is an empty one. Documents of other kinds are left out."""
    if answer is None:
        return Page((), None)
    fields = Fields(answer)
    documents = (_document(*envelope.only) for envelope in fields.list("documents"))
    following = fields.inner("paging").get("nextOffset")
    return Page(
        tuple(document for document in documents if document is not None),
        following if isinstance(following, str) else None,
    )


def _document(kind: str, fields: Fields) -> Document | None:
    if kind == CLOSING:
        receipts = None if fields.get("receiptsQuantity") is None else fields.whole("receiptsQuantity")
        closed = fields.moment_there("dateTime")
        return Closing(fields.whole("shiftNumber"), closed, receipts, _closing_document(fields))
    if kind == OPENING:
        return Opening(_key(fields), fields.whole("shiftNumber"), fields.moment_there("dateTime"))
    if kind in RECEIPTS or kind in CORRECTIONS:
        return Receipt(
            _key(fields), fields.whole("shiftNumber"), kind in CORRECTIONS, _receipt_totals(fields)
        )
    return None


def _closing_document(fields: Fields) -> FiscalDocument:
    drive, number = _key(fields)
    return FiscalDocument(
        drive=drive,
        number=number,
        sign=fields.whole("fiscalSign"),
        drive_signs=frozenset(sign for name, sign in _SIGNS.items() if fields.whole_or(name, 0)),
        not_transmitted=fields.whole_or("notTransmittedDocumentsQuantity", 0),
    )


def _key(fields: Fields) -> DocumentKey:
    return DocumentKey(fields.identifier("fiscalDriveNumber"), fields.whole("fiscalDocumentNumber"))


def _receipt_totals(fields: Fields) -> ShiftTotals:
    paid = OperationTotals(
        cash=fields.whole_or("cashTotalSum", 0),
        cashless=fields.whole_or("ecashTotalSum", 0),
        total=fields.whole("totalSum"),
        count=1,
    )
    match fields.whole("operationType"):
        case 1:
            return ShiftTotals(sell=paid)
        case 2:
            return ShiftTotals(return_sell=paid)
        case 3:
            return ShiftTotals(buy=paid)
        case 4:
            return ShiftTotals(return_buy=paid)
    raise UnclearAnswerError("operationType is none of the four")


def shift_rows(answer: object) -> tuple[ShiftRow, ...]:
    """The totals by shifts; no body at all is none."""
    if answer is None:
        return ()
    return tuple(
        ShiftRow(
            number=one.whole("shiftNumber"),
            opened=one.moment("shiftOpen"),
            closed=one.moment("shiftClose"),
            totals=ShiftTotals(
                sell=_operation(one.inner("sell")),
                return_sell=_operation(one.inner("returnSell")),
                buy=_operation(one.inner("buy")),
                return_buy=_operation(one.inner("returnBuy")),
            ),
        )
        for one in Fields(answer).list("shifts")
    )


def _operation(fields: Fields) -> OperationTotals:
    cash, cashless = fields.whole_or("cashTotal", 0), fields.whole_or("cashlessTotal", 0)
    return OperationTotals(
        cash, cashless, fields.whole_or("total", cash + cashless), fields.whole_or("count", 0)
    )
