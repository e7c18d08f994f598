"""`kabinet check`, services outside: is each of them switched on, and does it let the service centre in."""

from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.cabinet.documents.refusals import SubscriptionEndedError
from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    SessionEndedError,
    SourceError,
    UnavailableError,
)
from bot.check_report import Report
from bot.clock import SystemClock
from bot.database import open_database
from bot.kontur.diadoc.addresses import box_guid
from bot.kontur.patience import Patience
from bot.settings import Settings
from bot.sources import Sources
from storage.cipher import Cipher
from storage.schema import schema_state

# Somebody waits for the report.
_PATIENCE = Patience(attempts=2, connect=5.0, answer=15.0, longest_pause=3.0)
_REASONS: tuple[tuple[type[SourceError], str], ...] = (
    (SubscriptionEndedError, "check.source.subscription-ended"),
    (SessionEndedError, "check.source.session-ended"),
    (KeyRejectedError, "check.source.key-rejected"),
    (NoAccessError, "check.source.no-access"),
    (UnavailableError, "check.source.unavailable"),
)
_SHOWN = 8  # digits of a box: enough to recognize it


async def check_sources(settings: Settings, report: Report) -> None:
    """Ask each service that is switched on who we are."""
    report.title(report.t("check.sources"))
    database = open_database(settings)
    try:
        # Asking Диадок may renew the token that the running bot has: the new one has to be kept where it is kept.
        if not settings.encryption_keys or not (await schema_state(database)).is_current:
            report.note(report.t("check.source.not-yet"))
            return
        cipher = Cipher([key.get_secret_value() for key in settings.encryption_keys])
        sources = Sources(settings, database, cipher, SystemClock(), _PATIENCE)
        try:
            await _ask(
                "Диадок", None if sources.diadoc is None else _diadoc(settings, sources, report), report
            )
            await _ask("Контур.ОФД", None if sources.ofd is None else _ofd(sources), report)
            await _ask("Контур.Маркет", None if sources.market is None else _market(sources), report)
        finally:
            await sources.aclose()
    except (SQLAlchemyError, OSError):
        report.note(report.t("check.source.not-yet"))
    finally:
        await database.aclose()


async def _ask(name: str, question: Callable[[], Awaitable[None]] | None, report: Report) -> None:
    t = report.t
    if question is None:
        report.note(t("check.source.off", name=name))
        return
    try:
        await question()
    except SourceError as error:
        reason = next((key for kind, key in _REASONS if isinstance(error, kind)), "check.source.unclear")
        report.bad(t("check.source.failed", name=name, why=t(reason)))
    else:
        report.good(t("check.source.reached", name=name))


def _diadoc(settings: Settings, sources: Sources, report: Report) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        if sources.diadoc is None:
            return
        boxes = {box.guid for box in await sources.diadoc.boxes.own()}
        if settings.diadoc_box_id is not None and box_guid(settings.diadoc_box_id) not in boxes:
            report.bad(report.t("check.diadoc.other-box"))
        elif settings.diadoc_box_id is None and len(boxes) != 1:
            report.bad(report.t("check.diadoc.which-box", n=len(boxes)))
        for box in sorted(boxes):
            report.note(report.t("check.diadoc.box", box=f"{box[:_SHOWN]}…"))

    return ask


def _ofd(sources: Sources) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        if sources.ofd is not None:
            await sources.ofd.organizations("")

    return ask


def _market(sources: Sources) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        if sources.market is not None:
            await sources.market.organizations("")

    return ask
