"""A client of the stand-in over HTTP, with pauses that are written down instead of waited for."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
from aiolimiter import AsyncLimiter

from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind
from bot.cabinet.documents.ports import Waiting
from bot.demo.diadoc.server import DiadocStandIn
from bot.demo.diadoc.world import ACT, INVOICE, RECONCILIATION, TRANSFER, Client, DiadocWorld
from bot.kontur.diadoc.connection import Account, Diadoc
from bot.kontur.diadoc.source import DiadocSource
from bot.kontur.diadoc.tokens import Application, TokenInMemory
from bot.kontur.patience import Patience

INN, OTHER = "9600100116", "9600100123"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ALL = frozenset(DocumentKind)
TYPES = (ACT, INVOICE, TRANSFER, "AcceptanceCertificate", RECONCILIATION)


@dataclass
class Moments:
    """A clock that goes only while something sleeps."""

    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Served:
    """What a test holds."""

    stand_in: DiadocStandIn
    diadoc: Diadoc
    tokens: TokenInMemory
    time: Moments
    told: list[Waiting] = field(default_factory=list)

    @property
    def source(self) -> DiadocSource:
        return self.diadoc.source

    async def documents(
        self, inn: str = INN, since: datetime | None = None, kinds: Collection[DocumentKind] = ALL
    ) -> list[ClosingDocument]:
        found = await self.source.of_organization(inn, since, kinds)
        assert found.failure is None
        return list(found.documents)

    async def tell(self, waiting: Waiting) -> None:
        self.told.append(waiting)

    def asked(self, name: str) -> list[str]:
        return [path for route, path in self.stand_in.asked if route == name]


def world(count: int = 3) -> tuple[DiadocWorld, Client]:
    """A client that was sent so many documents of several types, and another one."""
    made = DiadocWorld()
    client = made.add_client(INN, "ООО «Ромашка»", "960001001")
    other = made.add_client(OTHER, "ООО «Северный ветер»", "960001001")
    for number in range(count):
        sent = NOW - timedelta(hours=number)
        made.send(client, sent, (TYPES[number % len(TYPES)], str(number), sent.date(), "3000.00"))
    made.send(other, NOW, (INVOICE, "чужой", date(2026, 11, 20), "1.00"))
    return made, client


@asynccontextmanager
async def served(
    world: DiadocWorld,
    *,
    box: str | None = None,
    secret: str = "secret",  # noqa: S107 -- of the stand
    patience: Patience = Patience(jitter=0),  # noqa: B008  frozen
    count: int = 100,
    **more: Any,
) -> AsyncIterator[Served]:
    """The stand-in at work."""
    standing, time, tokens = DiadocStandIn(world, **more), Moments(), TokenInMemory("refresh-0")
    await standing.start()
    try:
        async with aiohttp.ClientSession() as session:
            diadoc = Diadoc(
                session,
                Account(standing.url, box, Application("kabinet", secret)),
                tokens,
                limiter=AsyncLimiter(100_000, 1),
                sleep=time.sleep,
                monotonic=time.monotonic,
                patience=patience,
                count=count,
            )
            yield Served(standing, diadoc, tokens, time)
            await diadoc.aclose()
    finally:
        await standing.stop()
