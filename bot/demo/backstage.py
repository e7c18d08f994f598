"""The bot's side of the stand: certificates, a database, the bot itself. Heavy to import, so imported behind the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.app import Application
from bot.cabinet.service_import import ServiceImport
from bot.demo.cast import ACTORS, COMPANIES, Role, service_lines
from bot.demo.clock import DemoClock
from bot.demo.forecast import next_event, next_stop
from bot.demo.journal import journal
from bot.demo.services_file import services_file
from bot.demo.stand import Backstage
from bot.demo.wallets import Wallets
from bot.emulator import Emulator
from bot.imports.services import read_services
from bot.settings import Settings
from storage.database import Database
from storage.people import DEFAULT_ZONE
from storage.service_imports import StoredServiceImports


@asynccontextmanager
async def open_backstage(emulator: Emulator, clock: DemoClock, folder: Path) -> AsyncIterator[Backstage]:
    """Start the bot against the emulator, with everything it keeps in this folder, and load the cast's services.

    Nothing of the process's own environment reaches the bot: the settings are only what is written here.
    """
    trust = folder / "trust"
    wallets = await asyncio.to_thread(Wallets, COMPANIES, clock.now())
    wallets.authority.write(trust)
    settings = Settings(
        bot_token=SecretStr(emulator.token),
        bot_api_url=emulator.url,
        http_port=0,  # the fixed one may be a real bot's
        database_url=f"sqlite+aiosqlite:///{folder / 'kabinet.db'}",
        trust_dir=trust,
        operator_ids=tuple(actor.id for actor in ACTORS if actor.role is Role.OPERATOR),
        encryption_keys=(SecretStr(Fernet.generate_key().decode()),),
    )
    application = await Application.start(settings, clock=clock)
    try:
        database = Database(settings.database_url)
        try:
            await _load_services(database, clock)
            clock.next_stop = partial(next_stop, database)
            clock.on_advance.insert(0, lambda _now: application.look())
            yield Backstage(wallets, partial(next_event, database), partial(journal, database))
        finally:
            await database.aclose()
    finally:
        await application.stop()


async def _load_services(database: Database, clock: DemoClock) -> None:
    today = clock.now().astimezone(ZoneInfo(DEFAULT_ZONE)).date()
    file = await asyncio.to_thread(read_services, services_file(service_lines(today)))
    loading = ServiceImport(StoredServiceImports(database), clock)
    await loading.apply(await loading.plan(file))
