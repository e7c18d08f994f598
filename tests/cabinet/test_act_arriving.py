"""Acts from Диадок that settle orders by themselves: how often files are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.cabinet.acts.act import ActOrder, ActOrderId, NewAct, OrderState
from bot.cabinet.acts.arriving import ActArriving
from bot.cabinet.acts.ports import Arrived
from bot.cabinet.documents.closing_document import DocumentKind, DocumentRef, DocumentStatus
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.sources import UnavailableError

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
ACT = KeptDocument(
    id=DocumentId(7),
    organization=ORDER.organization,
    ref=DocumentRef("message", "entity"),
    kind=DocumentKind.RECONCILIATION,
    title="Акт сверки за 3 квартал 2026",
    number=None,
    dated=None,
    filed_on=NOW.date(),
    amount=None,
    status=DocumentStatus.SIGNED,
    deal="deal",
    sent=NOW,
    link="",
    appeared_at=NOW,
    file=None,
)


@dataclass
class Desk:
    """What of acts, forms and the clock arriving needs."""

    waiting: list[Arrived]
    moment: datetime = NOW
    unavailable: set[DocumentId] = field(default_factory=set)
    asked: list[DocumentId] = field(default_factory=list)
    settled: list[tuple[ActOrderId, NewAct, PersonId | None]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    async def arrived(self) -> Sequence[Arrived]:
        return self.waiting

    async def of(self, document: KeptDocument, _progress: object) -> FileId:
        self.asked.append(document.id)
        if document.id in self.unavailable:
            raise UnavailableError("not now")
        return FileId(70)

    async def settle(self, order: ActOrderId, act: NewAct, operator: PersonId | None, _now: datetime) -> bool:
        self.settled.append((order, act, operator))
        return True


def arriving(desk: Desk) -> ActArriving:
    anything: Any = desk
    return ActArriving(anything, anything, anything)


async def test_a_file_that_cannot_be_had_holds_up_no_other_order_and_is_asked_for_later() -> None:
    second = replace(ORDER, id=ActOrderId(2), period=Period(date(2025, 1, 1), date(2025, 12, 31)))
    other = replace(ACT, id=DocumentId(8), title="Акт сверки за 2025 год")
    desk = Desk([Arrived(ORDER, ACT), Arrived(second, other), Arrived(second, ACT), Arrived(ORDER, other)])
    desk.unavailable = {ACT.id}
    work = arriving(desk)
    assert await work.settle() == 1
    assert desk.settled == [(second.id, NewAct(second.inn, second.period, FileId(70)), None)]
    desk.waiting = [Arrived(ORDER, ACT)]
    desk.unavailable = set()
    desk.moment += timedelta(minutes=14)
    assert await work.settle() == 0
    assert desk.asked == [7, 8]
    desk.moment += timedelta(minutes=1)
    assert await work.settle() == 1
    assert desk.asked == [7, 8, 7]


async def test_of_two_acts_for_the_period_none_is_chosen() -> None:
    desk = Desk([Arrived(ORDER, ACT), Arrived(ORDER, replace(ACT, id=DocumentId(8)))])
    assert await arriving(desk).settle() == 0
    assert not desk.asked
