"""Where an announcement of documents leads: every kind that came is one tap away, and no button leads nowhere."""

from datetime import UTC, datetime

import pytest

from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.outbox import NewDocuments
from bot.texts import texts
from handlers.acts.buttons import SentActs
from handlers.documents.buttons import DocumentCard, DocumentMonths
from handlers.warnings import documents
from tests.documents.closing import document

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ACT = document(id=DocumentId(1), kind=DocumentKind.ACT)
INVOICE = document(id=DocumentId(2), kind=DocumentKind.INVOICE)
OTHER = document(id=DocumentId(3), kind=DocumentKind.ACT, deal="other")
COMPARED = document(id=DocumentId(4), kind=DocumentKind.RECONCILIATION)

CARD = DocumentCard(id=1, document=1).pack()
MONTHS = DocumentMonths(id=1).pack()
ACTS = SentActs(id=1).pack()


@pytest.mark.parametrize(
    ("items", "more", "expected"),
    [
        ([ACT], 0, [CARD]),
        ([ACT, INVOICE], 0, [CARD]),
        ([ACT, OTHER], 0, [MONTHS]),
        ([ACT], 6, [MONTHS]),
        ([COMPARED], 0, [ACTS]),
        # Sent together: the card knows only the closing ones.
        ([COMPARED, ACT], 0, [CARD, ACTS]),
        ([ACT, OTHER, COMPARED], 0, [MONTHS, ACTS]),
        # What is not shown may be anything.
        ([COMPARED], 6, [MONTHS, ACTS]),
    ],
)
def test_every_kind_that_came_is_one_tap_away(
    items: list[KeptDocument], more: int, expected: list[str]
) -> None:
    fact = NewDocuments(OrganizationId(1), "ООО «Ромашка»", tuple(items), len(items) + more)
    rows = documents.ways(texts("ru"), fact, NOW)
    assert [button.callback_data for row in rows for button in row] == expected
    assert [button.style for row in rows for button in row] == ["primary", None][: len(expected)]
