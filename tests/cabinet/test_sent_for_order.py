"""Which acts from Диадок an operator is offered for an order."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.cabinet.acts.act import ActOrder, ActOrderId, OrderState
from bot.cabinet.acts.fulfilling import ActFulfilling
from bot.cabinet.documents.closing_document import DocumentKind, DocumentStatus
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.page import Page
from tests.documents.closing import document

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ORDER = ActOrder(
    id=ActOrderId(1),
    organization=OrganizationId(1),
    organization_name="ООО «Ромашка»",
    inn="9600100116",
    person=PersonId(1),
    person_name="Анна",
    period=Period(date(2026, 7, 1), date(2026, 9, 30)),
    state=OrderState.WAITING,
    ordered_at=NOW,
    settled_at=None,
    act=None,
    comment=None,
)


def act(number: int, hours: float, status: DocumentStatus = DocumentStatus.SIGNED) -> KeptDocument:
    """An act that was sent so many hours after the order."""
    kind, sent = DocumentKind.RECONCILIATION, NOW + timedelta(hours=hours)
    return document(id=DocumentId(number), kind=kind, sent=sent, status=status)


class Office:
    """The operator's side, as much of it as is asked."""

    def __init__(self, *kept: KeptDocument) -> None:
        self.kept = kept

    def are_run_by(self, _person: PersonId) -> bool:
        return True

    async def acts(self, _organization: OrganizationId, number: int, size: int) -> Page[KeptDocument]:
        return Page(self.kept, number, size, len(self.kept))


async def test_the_latest_acts_that_count_are_offered_first() -> None:
    office: Any = Office(
        act(1, -25),
        act(2, -23),
        act(3, 1),
        act(4, 2, DocumentStatus.REVOKED),
        act(5, 2, DocumentStatus.REJECTED),
        document(id=DocumentId(6), kind=DocumentKind.RECONCILIATION, sent=None),
        act(7, 2, DocumentStatus.AWAITS_SIGNATURE),
    )
    fulfilling = ActFulfilling(office, office, office, office, office, office, office)
    offered = await fulfilling.sent(PersonId(9), ORDER)
    assert [one.id for one in offered] == [7, 3, 2]
