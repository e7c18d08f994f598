"""Acts that come through Диадок while somebody waits for them: an order is settled when there is no doubt."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.cabinet.acts.act import ActOrderId, NewAct
from bot.cabinet.acts.ports import Acts, Arrived
from bot.cabinet.acts.stated import stated
from bot.cabinet.documents.kept import DocumentId
from bot.cabinet.documents.ports import unobserved
from bot.cabinet.documents.print_forms import PrintForms
from bot.cabinet.sources import SourceError
from bot.clock import Clock

log = structlog.get_logger(__name__)

# A form that could not be had is asked for again as often as documents are loaded.
_AGAIN_AFTER: Final = timedelta(minutes=15)


class ActArriving:
    """Settles orders by acts whose titles state exactly the period that was ordered; the rest is for an operator.

    Args:
        acts: Orders, and what has come since.
        forms: Files of what has come.
        clock: The present moment.
    """

    def __init__(self, acts: Acts, forms: PrintForms, clock: Clock) -> None:
        self._acts = acts
        self._forms = forms
        self._clock = clock
        self._failed: dict[DocumentId, datetime] = {}

    async def settle(self) -> int:
        """Settle what can be settled; how many orders that were. Files that cannot be had are tried again later."""
        fitting: dict[ActOrderId, list[Arrived]] = defaultdict(list)
        for one in await self._acts.arrived():
            if stated(one.document.title) == one.order.period:
                fitting[one.order.id].append(one)
        since = self._clock.now() - _AGAIN_AFTER
        self._failed = {document: at for document, at in self._failed.items() if at > since}
        # Of two acts for one period a person chooses.
        certain = [found[0] for found in fitting.values() if len(found) == 1]
        return sum([await self._settled(one) for one in certain if one.document.id not in self._failed])

    async def _settled(self, one: Arrived) -> bool:
        order, document = one.order, one.document
        try:
            file = await self._forms.of(document, unobserved)
        except SourceError as error:
            self._failed[document.id] = self._clock.now()
            log.warning("acts.arrived-without-file", order=order.id, error=type(error).__name__)
            return False
        act = NewAct(order.inn, order.period, file)
        is_settled = await self._acts.settle(order.id, act, None, self._clock.now())
        if is_settled:
            log.info("acts.settled-by-arrival", order=order.id, document=document.id)
        return is_settled
