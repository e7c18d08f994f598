"""The one place where the parts are put together."""

import asyncio
from contextlib import suppress

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import LinkPreviewOptions
from sqlalchemy.exc import SQLAlchemyError

from bot.cabinet.access import AccessGuard
from bot.cabinet.acquaintance import Acquaintance
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.confirmations import Confirmations
from bot.cabinet.organizations import Organizations
from bot.cabinet.services import Services
from bot.clock import Clock, SystemClock
from bot.conversation_state import ConversationState, conversation_state
from bot.database import bring_up_to_date, open_database
from bot.dispatcher import DrainingDispatcher
from bot.documents.challenge import write_challenge
from bot.http import HttpServer
from bot.introduction import introduce
from bot.jobs.schedule import Schedule
from bot.metrics import Metrics
from bot.middlewares.acquaintance import AcquaintanceMiddleware
from bot.middlewares.metering import CallMeter, UpdateMeter
from bot.middlewares.outgoing import RetryMiddleware
from bot.middlewares.pace import PaceMiddleware
from bot.settings import Settings, require_for_run
from bot.settings_error import SettingsError
from bot.signature.crl_fetch import CrlFetcher
from bot.signature.service import VerificationService
from bot.signature.trust import FETCHED_CRLS, TrustStore
from bot.signature.verifier import Verifier
from handlers import router
from handlers.fallback.courtesy import CourtesyMiddleware
from storage.audit import StoredAuditTrail
from storage.challenges import StoredChallenges
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.retention import purge
from storage.schema import schema_state
from storage.subscriptions import StoredSubscriptions

log = structlog.get_logger(__name__)

HOUR = 3600
POLL_SECONDS = 30
UPDATES_AT_ONCE = 200
LONGEST_PAUSE = 30.0


class Application:
    """The running bot: everything between the settings and the conversation."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        require_for_run(settings)
        self.settings = settings
        self.clock = clock
        self.database = open_database(settings)
        self.verifier = verification(settings)
        self.cabinet = cabinet(self.database, self.verifier, clock)
        self.metrics = Metrics()
        self.bot = telegram(settings, self.metrics)
        self.conversation = conversation_state(settings, self.database, clock)
        self.dispatcher = dispatcher(self.cabinet, self.conversation, self.metrics)
        self.http = HttpServer(self.metrics, self._is_ready)
        self.schedule = Schedule()
        self.schedule.every(24 * HOUR, "purge", self._purge)
        self.schedule.every(HOUR, "refresh-crls", self.verifier.refresh)
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
            await introduce(app.bot)
            await app._listen()
        except BaseException:
            await app._close()
            raise
        app.schedule.start()
        return app

    async def wait(self) -> None:
        """For ever, or until polling ends, which by itself it does only by an error.

        Raises:
            Exception: What ended it.
        """
        await asyncio.shield(self._polling or asyncio.get_running_loop().create_future())

    async def stop(self) -> None:
        """Take no more updates, finish those in work, close everything."""
        self.schedule.stop()
        if self._polling is not None and not self._polling.done():
            with suppress(RuntimeError):  # it has not begun yet
                await self.dispatcher.stop_polling()
            self._polling.cancel()
            with suppress(asyncio.CancelledError):
                await self._polling
        await self.dispatcher.drain()
        await self._close()

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
        try:
            await self.http.start(settings.http_host, settings.http_port)
        except OSError as error:
            # Polling needs no address of its own: a second bot on the machine still works, only unobserved.
            log.warning(
                "http.address-taken", host=settings.http_host, port=settings.http_port, error=error.strerror
            )
        self._polling = asyncio.create_task(self._poll(), name="polling")

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
        if self._polling is not None and self._polling.done():
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
        await self.verifier.aclose()
        await self.bot.session.close()
        await self.conversation.aclose()
        await self.database.aclose()


def verification(settings: Settings) -> VerificationService:
    """The judge of signatures; CRLs are fetched only where hosts are named."""
    fetcher = (
        CrlFetcher(settings.crl_hosts, settings.trust_dir / FETCHED_CRLS) if settings.crl_hosts else None
    )
    return VerificationService(Verifier(TrustStore(settings.trust_dir), settings.revocation), fetcher)


def cabinet(database: Database, verifier: VerificationService, clock: Clock) -> Cabinet:
    """The use cases on the database."""
    memberships, subscriptions = StoredMemberships(database), StoredSubscriptions(database)
    audit = StoredAuditTrail(database)
    guard = AccessGuard(memberships, clock)
    return Cabinet(
        acquaintance=Acquaintance(StoredPeople(database), clock),
        confirmations=Confirmations(
            StoredChallenges(database), memberships, audit, verifier, clock, write_challenge
        ),
        organizations=Organizations(memberships, subscriptions, audit, guard, clock),
        services=Services(subscriptions, memberships, guard, clock),
        clock=clock,
    )


def telegram(settings: Settings, metrics: Metrics) -> Bot:
    """The way to Telegram: every call passes one session with its middleware."""
    if settings.bot_token is None:
        raise SettingsError("BOT_TOKEN", "settings.missing.bot_token")
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(RetryMiddleware())
    session.middleware(CallMeter(metrics))
    # `link_preview_is_disabled` would add a parameter that the Bot API has dropped.
    no_preview = LinkPreviewOptions(is_disabled=True)
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=no_preview)
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


def dispatcher(use_cases: Cabinet, conversation: ConversationState, metrics: Metrics) -> DrainingDispatcher:
    """The way of an update: pace, acquaintance, courtesy, routers."""
    made = DrainingDispatcher(
        storage=conversation.storage,
        # Two quick taps of one person are handled one after the other.
        events_isolation=conversation.isolation,
        cabinet=use_cases,
    )
    made.update.outer_middleware(UpdateMeter(metrics))
    made.update.outer_middleware(PaceMiddleware())
    made.update.outer_middleware(AcquaintanceMiddleware(use_cases))
    made.update.outer_middleware(CourtesyMiddleware())
    made.include_router(router.build())
    return made
