"""Commands that work on the database and end: migrations and imports."""

import asyncio
from pathlib import Path

from rich.console import Console

from bot.cabinet.acts.importing import ActImport
from bot.clock import SystemClock
from bot.database import bring_up_to_date, open_database
from bot.documents.inspection import FileInspector
from bot.imports.acts import import_acts as run_act_import
from bot.imports.command import import_services as run_import
from bot.log import configure
from bot.settings import Settings
from bot.settings_error import SettingsError
from bot.texts import Texts
from storage.acts.acts import StoredActs
from storage.cipher import Cipher
from storage.files import StoredFiles
from storage.service_imports import StoredServiceImports


def migrate(settings: Settings, t: Texts) -> None:
    """Bring the database up to date and say so."""
    configure(settings.log_level, settings.log_format)

    async def work() -> None:
        database = open_database(settings)
        try:
            revision = await bring_up_to_date(database)
        finally:
            await database.aclose()
        Console().print(t("migrate.done", revision=revision))

    asyncio.run(work())


def import_acts(settings: Settings, path: Path, *, dry_run: bool, skip_bad: bool, t: Texts) -> int:
    """Load acts; the exit code of `bot.imports.acts`.

    Raises:
        SettingsError: There is no key to encrypt files with.
    """
    configure(settings.log_level, settings.log_format)
    if not settings.encryption_keys:
        raise SettingsError("ENCRYPTION_KEYS", "settings.missing.encryption_keys")

    async def work() -> int:
        database, inspector = open_database(settings), FileInspector()
        try:
            await bring_up_to_date(database)
            cipher = Cipher([key.get_secret_value() for key in settings.encryption_keys])
            importing = ActImport(
                StoredActs(database), StoredFiles(database, cipher), inspector, SystemClock()
            )
            return await run_act_import(
                path, importing, inspector, dry_run=dry_run, skip_bad=skip_bad, console=Console(), t=t
            )
        finally:
            await inspector.aclose()
            await database.aclose()

    return asyncio.run(work())


def import_services(settings: Settings, file: Path, *, dry_run: bool, skip_bad: bool, t: Texts) -> int:
    """Load a services file; the exit code of `bot.imports.command`."""
    configure(settings.log_level, settings.log_format)

    async def work() -> int:
        database = open_database(settings)
        try:
            await bring_up_to_date(database)
            store = StoredServiceImports(database)
            return await run_import(
                file, store, clock=SystemClock(), dry_run=dry_run, skip_bad=skip_bad, console=Console(), t=t
            )
        finally:
            await database.aclose()

    return asyncio.run(work())
