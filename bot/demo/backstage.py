"""The bot's side of the stand: certificates, a database, the bot itself. Heavy to import, so imported behind the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.app import Application
from bot.cabinet.service_import import ServiceImport
from bot.demo.cast import ACTORS, COMPANIES, Role, service_lines
from bot.demo.clock import DemoClock
from bot.demo.diadoc.history import History
from bot.demo.diadoc.server import DiadocStandIn
from bot.demo.diadoc.world import DiadocWorld
from bot.demo.forecast import next_event, next_stop
from bot.demo.journal import journal
from bot.demo.market.server import MarketStandIn
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.history import registers_of_the_cast
from bot.demo.services_file import services_file
from bot.demo.stand import Backstage
from bot.demo.stand_in import StandIn
from bot.demo.wallets import Wallets
from bot.emulator import Emulator
from bot.imports.services import read_services
from bot.settings import Settings
from storage.database import Database
from storage.people import DEFAULT_ZONE
from storage.service_imports import StoredServiceImports

_CLIENT: Final = "kabinet"
_SECRET: Final = "secret"  # noqa: S105 -- of the stand
_KEY: Final = "key"
_SID: Final = "session"
_READY_AT: Final = 3  # attempts, a second between them: long enough for the visitor to see that the bot waits


@asynccontextmanager
async def open_backstage(emulator: Emulator, clock: DemoClock, folder: Path) -> AsyncIterator[Backstage]:
    """Start the bot against the emulator, with everything it keeps in this folder, and load the cast's services.

    Nothing of the process's own environment reaches the bot: the settings are only what is written here.
    """
    trust = folder / "trust"
    wallets = await asyncio.to_thread(Wallets, COMPANIES, clock.now())
    wallets.authority.write(trust)
    world = DiadocWorld()
    history = History(world, clock.now())
    registers = await asyncio.to_thread(registers_of_the_cast, clock.now())
    zone = ZoneInfo(DEFAULT_ZONE)

    def wall() -> datetime:
        return clock.now().astimezone(zone).replace(tzinfo=None)

    ofd = OfdStandIn(registers, _KEY, _SID, wall=wall)
    market = MarketStandIn(registers, _KEY, clock, wall=wall)
    async with _diadoc(world) as diadoc, _served(ofd), _served(market):
        settings = Settings(
            bot_token=SecretStr(emulator.token),
            bot_api_url=emulator.url,
            http_port=0,  # the fixed one may be a real bot's
            database_url=f"sqlite+aiosqlite:///{folder / 'kabinet.db'}",
            trust_dir=trust,
            operator_ids=tuple(actor.id for actor in ACTORS if actor.role is Role.OPERATOR),
            encryption_keys=(SecretStr(Fernet.generate_key().decode()),),
            diadoc_url=diadoc.url,
            diadoc_client_id=_CLIENT,
            diadoc_client_secret=SecretStr(_SECRET),
            diadoc_refresh_token=SecretStr(diadoc.refresh_token),
            ofd_url=ofd.url,
            ofd_api_key=SecretStr(_KEY),
            ofd_sid=SecretStr(_SID),
            market_url=market.url,
            market_api_key=SecretStr(_KEY),
        )
        async with _bot(settings, clock) as application, _open(settings.database_url) as database:
            await _load_services(database, clock)

            async def catch_up(now: datetime) -> None:
                history.bring(now)
                await application.documents.load_stale()
                await application.cabinet.arriving.settle()
                await application.cash.load_stale()
                await application.look()

            clock.next_stop = partial(_next_stop, database, history)
            clock.on_advance.insert(0, catch_up)
            yield Backstage(wallets, partial(next_event, database), partial(journal, database))


@asynccontextmanager
async def _diadoc(world: DiadocWorld) -> AsyncIterator[DiadocStandIn]:
    """A Диадок that takes its time over print forms, as the real one does."""
    diadoc = DiadocStandIn(world, client=(_CLIENT, _SECRET), ready_at=_READY_AT)
    await diadoc.start()
    try:
        yield diadoc
    finally:
        await diadoc.stop()


@asynccontextmanager
async def _served(stand_in: StandIn) -> AsyncIterator[None]:
    await stand_in.start()
    try:
        yield
    finally:
        await stand_in.stop()


@asynccontextmanager
async def _bot(settings: Settings, clock: DemoClock) -> AsyncIterator[Application]:
    application = await Application.start(settings, clock=clock)
    try:
        yield application
    finally:
        await application.stop()


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.aclose()


async def _next_stop(database: Database, history: History, now: datetime) -> datetime | None:
    """Where the bot has something to do or documents are sent; None while nobody has confirmed anything."""
    stop = await next_stop(database, now)
    return stop if stop is None or history.next_at <= now else min(stop, history.next_at)


async def _load_services(database: Database, clock: DemoClock) -> None:
    today = clock.now().astimezone(ZoneInfo(DEFAULT_ZONE)).date()
    file = await asyncio.to_thread(read_services, services_file(service_lines(today)))
    loading = ServiceImport(StoredServiceImports(database), clock)
    await loading.apply(await loading.plan(file))
