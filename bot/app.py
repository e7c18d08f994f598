"""The one place where the parts are put together."""

import asyncio
from contextlib import suppress

import structlog
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.background import Background
from bot.cabinet.access import AccessGuard
from bot.cabinet.cash.loading import CashLoading
from bot.cabinet.documents.loading import DocumentLoading
from bot.cabinet.warnings.watching import Watch
from bot.clock import Clock, SystemClock
from bot.conversation_state import conversation_state
from bot.database import bring_up_to_date, open_database
from bot.documents.inspection import FileInspector
from bot.http import HttpServer
from bot.introduction import introduce
from bot.jobs.deliver import Deliverer
from bot.jobs.pacing import Pacer
from bot.jobs.schedule import Schedule
from bot.metrics import Metrics
from bot.settings import Role, Settings, require_for_run
from bot.settings_error import SettingsError
from bot.sources import Sources
from bot.term import Term
from bot.wiring import cabinet, dispatcher, telegram, telegram_for_warnings, verification
from handlers.errands import Errands
from handlers.files.sending import FileSender
from handlers.warnings.messenger import TelegramMessenger
from storage.cash.store import StoredCash
from storage.cipher import Cipher
from storage.documents.documents import StoredDocuments
from storage.files import StoredFiles, StoredSentFiles
from storage.leadership import leadership
from storage.memberships import StoredMemberships
from storage.retention import purge
from storage.schema import schema_state
from storage.warnings.outbox import StoredOutbox
from storage.warnings.overview import StoredOutboxOverview
from storage.warnings.watch import StoredWatched

log = structlog.get_logger(__name__)

HOUR = 3600
POLL_SECONDS = 30
UPDATES_AT_ONCE = 200
LONGEST_PAUSE = 30.0
LOOK_SECONDS = 30.0
ERRAND_SECONDS = 20.0


class Application:
    """The running bot: everything between the settings and the conversation."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        require_for_run(settings)
        self.settings = settings
        self.clock = clock
        self.database = open_database(settings)
        self.verifier = verification(settings)
        cipher = Cipher([key.get_secret_value() for key in settings.encryption_keys])
        files = StoredFiles(self.database, cipher)
        self.sources = Sources(settings, self.database, cipher, clock)
        source = None if self.sources.diadoc is None else self.sources.diadoc.source
        self.documents = DocumentLoading(source, StoredDocuments(self.database), clock)
        self.inspector = FileInspector()
        self.cash = CashLoading(self.sources.ofd, self.sources.market, StoredCash(self.database), clock)
        self.cabinet = cabinet(
            settings,
            self.database,
            self.verifier,
            clock,
            files,
            self.documents,
            source,
            self.inspector,
            self.cash,
            self.sources.connected,
        )
        self.files = FileSender(files, StoredSentFiles(self.database))
        self.errands = Errands()
        self.metrics = Metrics()
        self.pacer = Pacer()
        self.bot = telegram(settings, self.metrics, self.pacer)
        self.warning_bot = telegram_for_warnings(settings, self.metrics)
        self.conversation = conversation_state(settings, self.database, clock)
        self.dispatcher = dispatcher(
            self.cabinet,
            self.conversation,
            self.metrics,
            self.files,
            self.errands,
        )
        self.http = HttpServer(self.metrics, self._is_ready)
        self.schedule = Schedule(self.metrics.mishap)
        self._answers = settings.role is not Role.WORKER
        if self._answers:
            self.schedule.every(HOUR, "refresh-crls", self.verifier.refresh)
        self.background: Background | None = None
        if settings.role is not Role.WEB:
            self.background = Background(leadership(self.database), self._make_term)
        self._polling: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, settings: Settings, *, clock: Clock | None = None) -> "Application":
        """Bring the database up to date, meet Telegram and begin to answer.

        Raises:
            SettingsError: A setting is missing, or Telegram does not know the token.
        """
        app = cls(settings, clock or SystemClock())
        try:
            await bring_up_to_date(app.database)
            await app._greet()
            await app._open()
        except BaseException:
            await app._close()
            raise
        app.schedule.start()
        if app.background is not None:
            app.background.start()
        return app

    async def wait(self) -> None:
        """For ever, or until something that should not end by itself does.

        Raises:
            Exception: What ended it.
        """
        tasks = self._tasks
        if not tasks:
            await asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def look(self, seconds: float = LOOK_SECONDS) -> bool:
        """Look once at what has become due, and deliver it; whether that was done within so many seconds.

        For whoever moves the clock: by itself the bot looks every half a minute.
        """
        return self.background is not None and await self.background.look(seconds)

    async def stop(self) -> None:
        """Take no more updates, finish those in work, let warnings in flight arrive, close everything."""
        await self.schedule.stop()
        await asyncio.gather(self._stop_answering(), self._stop_background())
        await self._close()

    async def _stop_background(self) -> None:
        if self.background is not None:
            await self.background.stop()

    async def _stop_answering(self) -> None:
        if self._polling is not None and not self._polling.done():
            with suppress(RuntimeError):  # it has not begun yet
                await self.dispatcher.stop_polling()
            self._polling.cancel()
            with suppress(asyncio.CancelledError):
                await self._polling
        await self.dispatcher.drain()
        await self.errands.finish(ERRAND_SECONDS)

    @property
    def _tasks(self) -> "list[asyncio.Task[None]]":
        background = None if self.background is None else self.background.task
        return [task for task in (self._polling, background) if task is not None]

    def _make_term(self) -> Term:
        outbox, messenger = (
            StoredOutbox(self.database),
            TelegramMessenger(
                self.warning_bot,
                self.clock,
                self.files,
                AccessGuard(StoredMemberships(self.database), self.clock),
            ),
        )
        return Term(
            watch=Watch(StoredWatched(self.database), self.clock),
            deliverer=Deliverer(outbox, messenger, self.clock, self.pacer, self.metrics),
            overview=StoredOutboxOverview(self.database),
            purge=self._purge,
            rounds={
                "documents": self.documents.load_stale,
                "acts": self.cabinet.arriving.settle,
                "orders": self.cabinet.fulfilling.remind,
                "cash": self.cash.load_stale,
            },
            clock=self.clock,
            metrics=self.metrics,
        )

    async def _open(self) -> None:
        if self._answers:
            await introduce(self.bot)
            await self._listen()
        else:
            await self._be_observed()

    async def _listen(self) -> None:
        """Take updates: by the webhook where there is one, else by polling."""
        settings = self.settings
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            secret = settings.webhook_secret.get_secret_value()
            self.http.receive_updates(settings.webhook_url, secret, self.dispatcher, self.bot)
            await self._await_updates(settings.http_host, settings.http_port)
            await self._announce(settings.webhook_url, secret)
            return
        await self.bot.delete_webhook(drop_pending_updates=False)
        await self._be_observed()
        self._polling = asyncio.create_task(self._poll(), name="polling")

    async def _be_observed(self) -> None:
        """Serve health and metrics where the address is free: without a webhook nothing else needs it."""
        host, port = self.settings.http_host, self.settings.http_port
        try:
            await self.http.start(host, port)
        except OSError as error:
            log.warning("http.address-taken", host=host, port=port, error=error.strerror)

    async def _await_updates(self, host: str, port: int) -> None:
        try:
            await self.http.start(host, port)
        except OSError:
            raise SettingsError("HTTP_PORT", "settings.taken.http_port", f"{host}:{port}") from None

    async def _announce(self, address: str, secret: str) -> None:
        kinds = self.dispatcher.resolve_used_update_types()
        try:
            await self.bot.set_webhook(address, secret_token=secret, allowed_updates=kinds)
        except TelegramBadRequest as refused:
            raise SettingsError("WEBHOOK_URL", "settings.rejected.webhook_url", refused.message) from None

    async def _is_ready(self) -> bool:
        if any(task.done() for task in self._tasks):
            return False
        try:
            return (await schema_state(self.database)).is_current
        except SQLAlchemyError:
            return False

    async def _poll(self) -> None:
        await self.dispatcher.start_polling(
            self.bot,
            polling_timeout=POLL_SECONDS,
            handle_signals=False,
            close_bot_session=False,
            tasks_concurrency_limit=UPDATES_AT_ONCE,
        )

    async def _greet(self) -> None:
        """Wait for Telegram to answer; a network that comes up after the bot is no reason to give up."""
        pause = 1.0
        while True:
            try:
                me = await self.bot.me()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise SettingsError("BOT_TOKEN", "settings.rejected.bot_token") from None
            except (TelegramNetworkError, TelegramServerError) as error:
                log.warning("telegram.unreachable", error=type(error).__name__, next_attempt_seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                log.info("telegram.reached", username=me.username)
                return

    async def _purge(self) -> None:
        purged = await purge(self.database, self.clock.now())
        log.info("storage.purged", conversations=purged.conversations, challenges=purged.challenges)

    async def _close(self) -> None:
        await self.http.stop()
        await self.documents.aclose()
        await self.cash.aclose()
        await self.sources.aclose()
        await self.inspector.aclose()
        await self.verifier.aclose()
        await asyncio.gather(self.bot.session.close(), self.warning_bot.session.close())
        await self.conversation.aclose()
        await self.database.aclose()
