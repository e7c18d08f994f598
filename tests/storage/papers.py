"""Invented closing documents."""

from dataclasses import replace
from datetime import date

from bot.cabinet.documents.closing_document import (
    ClosingDocument,
    Counterparty,
    DocumentKind,
    DocumentRef,
    DocumentStatus,
)
from tests.storage.samples import DAY, NOW, ROMASHKA


def sent(number: int, **changes: object) -> ClosingDocument:
    """An act of its own deal, sent on its day."""
    usual = ClosingDocument(
        ref=DocumentRef(f"message-{number}", f"entity-{number}"),
        kind=DocumentKind.ACT,
        title=f"Акт №{number}",
        number=str(number),
        dated=date(2026, 11, 10),
        amount=1_248_050,
        vat=None,
        counterparty=Counterparty(ROMASHKA, None, "ООО «Ромашка»"),
        status=DocumentStatus.AWAITS_SIGNATURE,
        deal=f"deal-{number}",
        sent=NOW - 5 * DAY,
        link="https://diadoc.kontur.ru/",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test gives what fits
