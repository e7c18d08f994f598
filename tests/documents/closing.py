"""A closing document as the cabinet keeps it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.cabinet.documents.closing_document import DocumentKind, DocumentRef, DocumentStatus
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.organization import OrganizationId

_USUAL = KeptDocument(
    id=DocumentId(7),
    organization=OrganizationId(1),
    ref=DocumentRef("message", "entity"),
    kind=DocumentKind.ACT,
    title="Акт №12 от 20.11.26",
    number="12",
    dated=date(2026, 11, 20),
    filed_on=date(2026, 11, 20),
    amount=1_248_050,
    status=DocumentStatus.SIGNED,
    deal="message",
    sent=datetime(2026, 11, 20, 11, 0, tzinfo=UTC),
    link="https://diadoc.kontur.ru/box/Document/Show?letterId=message&documentId=entity",
    appeared_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
    file=None,
)


def document(**changes: Any) -> KeptDocument:
    """The act, or one that differs from it."""
    return replace(_USUAL, **changes)
