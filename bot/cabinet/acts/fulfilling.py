"""Use cases of the operator: orders that wait, and the files for them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.cabinet.acts.act import ActOrder, ActOrderId, NewAct, OrderState
from bot.cabinet.acts.file_name import parsed
from bot.cabinet.acts.ports import Acts
from bot.cabinet.documents.closing_document import DocumentStatus
from bot.cabinet.documents.closing_documents import UnknownDocumentError
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.documents.ports import Documents, Progress
from bot.cabinet.documents.print_forms import PrintForms
from bot.cabinet.files.intake import Inspector, Offered
from bot.cabinet.files.ports import Files
from bot.cabinet.files.stored_file import FileId, Media
from bot.cabinet.organization import PersonId
from bot.cabinet.page import Page
from bot.cabinet.warnings.operations import NotAnOperatorError, Operations
from bot.clock import Clock

PAGE_SIZE = 8
LONGEST_COMMENT = 500
_SENT_LOOKED_AT: Final = 50
_SENT_SHOWN: Final = 3
# An act may have been on its way already when somebody asked for it.
_SENT_BEFORE: Final = timedelta(days=1)
_COUNTS_NO_MORE: Final = frozenset({DocumentStatus.REJECTED, DocumentStatus.REVOKED})
# An order that was placed yesterday is worth a reminder.
_REMIND_AFTER: Final = timedelta(days=1)
_MORNING: Final = time(9)
_WORKING_DAYS: Final = 5  # of a week, from Monday


class OrderGoneError(Exception):
    """The order does not wait any more."""


class OtherOrganizationError(Exception):
    """The name of the file names another organization, or another period, than the order."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Orders that wait."""

    page: Page[ActOrder]
    now: datetime


class ActFulfilling:
    """Orders as those who run the bot see them. Every method raises `NotAnOperatorError` for everybody else.

    Args:
        acts: What is kept.
        documents: Acts that came through Диадок.
        forms: Their files.
        files: Keeps the acts' files.
        inspector: Looks into them.
        operations: Knows the operators.
        clock: The present moment.
    """

    def __init__(
        self,
        acts: Acts,
        documents: Documents,
        forms: PrintForms,
        files: Files,
        inspector: Inspector,
        operations: Operations,
        clock: Clock,
    ) -> None:
        self._acts = acts
        self._documents = documents
        self._forms = forms
        self._files = files
        self._inspector = inspector
        self._operations = operations
        self._clock = clock

    async def waiting(self, person: PersonId, number: int) -> Waiting:
        """Orders that wait, the oldest first."""
        self._require_operator(person)
        return Waiting(await self._acts.waiting(number, PAGE_SIZE), self._clock.now())

    async def order(self, person: PersonId, order: ActOrderId) -> ActOrder:
        """An order that waits.

        Raises:
            OrderGoneError: It does not wait any more.
        """
        self._require_operator(person)
        found = await self._acts.order(order)
        if found is None or found.state is not OrderState.WAITING:
            raise OrderGoneError
        return found

    async def take(self, person: PersonId, order: ActOrderId, offered: Offered) -> FileId:
        """Look into a file for an order and keep it; nothing is sent yet.

        Raises:
            FileRefusedError: It is not a PDF that opens.
            OrderGoneError: The order does not wait any more.
            OtherOrganizationError: The name of the file speaks of something else.
        """
        wanted = await self.order(person, order)
        named = parsed(offered.name)
        if named is not None and (named.inn, named.period) != (wanted.inn, wanted.period):
            raise OtherOrganizationError
        await self._inspector.pdf(offered.content)
        return await self._files.keep(offered.content, Media.PDF, self._clock.now())

    async def sent(self, person: PersonId, order: ActOrder) -> tuple[KeptDocument, ...]:
        """Acts that were sent to the organization through Диадок since the order was placed, or the day before.

        It may be one of them. What was rejected or revoked is none.
        """
        self._require_operator(person)
        latest = await self._documents.acts(order.organization, 0, _SENT_LOOKED_AT)
        since = order.ordered_at - _SENT_BEFORE
        found = [
            one
            for one in latest.items
            if one.sent is not None and one.sent >= since and one.status not in _COUNTS_NO_MORE
        ]
        # The latest one first: whoever chooses among them reads from above.
        found.sort(key=lambda one: (one.sent or since, one.id), reverse=True)
        return tuple(found[:_SENT_SHOWN])

    async def take_sent(
        self, person: PersonId, order: ActOrderId, document: DocumentId, progress: Progress
    ) -> tuple[ActOrder, KeptDocument, FileId]:
        """Have the file of such an act for an order; nothing is sent yet.

        Raises:
            OrderGoneError: The order does not wait any more.
            UnknownDocumentError: No such act was sent for it.
            SourceError: Its file cannot be had.
        """
        wanted = await self.order(person, order)
        found = next((one for one in await self.sent(person, wanted) if one.id == document), None)
        if found is None:
            raise UnknownDocumentError
        return wanted, found, await self._forms.of(found, progress)

    async def settle(self, person: PersonId, order: ActOrderId, file: FileId) -> ActOrder:
        """Give the file to whoever ordered it.

        Raises:
            OrderGoneError: The order does not wait any more.
        """
        wanted = await self.order(person, order)
        act = NewAct(wanted.inn, wanted.period, file)
        if not await self._acts.settle(order, act, person, self._clock.now()):
            raise OrderGoneError
        return wanted

    async def decline(self, person: PersonId, order: ActOrderId, comment: str) -> ActOrder:
        """Decline an order; whoever ordered it is told why.

        Raises:
            OrderGoneError: The order does not wait any more.
        """
        wanted = await self.order(person, order)
        told = " ".join(comment.split())[:LONGEST_COMMENT]
        if not await self._acts.decline(order, person, told, self._clock.now()):
            raise OrderGoneError
        return wanted

    async def remind(self) -> int:
        """Remind the operators of orders that have waited for a day; once each working morning, however often asked."""
        now, operators = self._clock.now(), self._operations.operators
        zones = await self._acts.zones(operators) if operators else ()
        days = {zone: day for zone in zones if (day := working_day(zone, now)) is not None}
        return await self._acts.remind(operators, days, now - _REMIND_AFTER, now) if days else 0

    def _require_operator(self, person: PersonId) -> None:
        if not self._operations.are_run_by(person):
            raise NotAnOperatorError


def working_day(zone: str, now: datetime) -> date | None:
    """The calendar day of the zone, once its working morning has begun; None before it and at weekends."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.weekday() < _WORKING_DAYS and local.time() >= _MORNING else None
