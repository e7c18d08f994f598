"""How the parts are made: each from the settings and from the parts that it stands on."""

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions
from aiohttp import ClientTimeout

from bot.cabinet.access import AccessGuard
from bot.cabinet.acquaintance import Acquaintance
from bot.cabinet.acts.arriving import ActArriving
from bot.cabinet.acts.fulfilling import ActFulfilling
from bot.cabinet.acts.importing import ActImport
from bot.cabinet.acts.ordering import ActOrdering
from bot.cabinet.acts.uploading import ActUploads
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.cash.loading import CashLoading
from bot.cabinet.cash.orders import CashOrders
from bot.cabinet.confirmations import Confirmations
from bot.cabinet.documents.closing_documents import ClosingDocuments
from bot.cabinet.documents.loading import DocumentLoading
from bot.cabinet.documents.ports import DocumentSource
from bot.cabinet.documents.print_forms import PrintForms
from bot.cabinet.files.intake import Inspector
from bot.cabinet.files.ports import Files
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.integrations.signing import PaperSigning
from bot.cabinet.integrations.switching import Switching
from bot.cabinet.organizations import Organizations
from bot.cabinet.service_import import ServiceImport
from bot.cabinet.service_upload import ServiceUploads
from bot.cabinet.services import Services
from bot.cabinet.warnings.choices import Choices
from bot.cabinet.warnings.operations import Operations
from bot.cabinet.warnings.reminding import Reminding
from bot.clock import Clock
from bot.conversation_state import ConversationState
from bot.dispatcher import DrainingDispatcher
from bot.documents.archive import pack
from bot.documents.challenge import write_challenge
from bot.documents.fiscal_paper import write_paper
from bot.imports.services import read_services
from bot.jobs.pacing import Pacer
from bot.metrics import Metrics
from bot.middlewares.acquaintance import AcquaintanceMiddleware
from bot.middlewares.metering import CallMeter, UpdateMeter
from bot.middlewares.outgoing import RetryMiddleware, SendsNoted
from bot.middlewares.pace import PaceMiddleware
from bot.settings import Settings
from bot.settings_error import SettingsError
from bot.signature.crl_fetch import CrlFetcher
from bot.signature.service import VerificationService
from bot.signature.trust import FETCHED_CRLS, TrustStore
from bot.signature.verifier import Verifier
from handlers import router
from handlers.errands import Errands
from handlers.fallback.courtesy import CourtesyMiddleware
from handlers.files.sending import FileSender
from storage.acts.acts import StoredActs
from storage.audit import StoredAuditTrail
from storage.cash.deciding import StoredCashDecisions
from storage.cash.view import StoredCashView
from storage.challenges import StoredChallenges
from storage.database import Database
from storage.documents.documents import StoredDocuments
from storage.integrations.integrations import StoredIntegrations
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.service_imports import StoredServiceImports
from storage.subscriptions import StoredSubscriptions
from storage.warnings.overview import StoredOutboxOverview
from storage.warnings.preferences import StoredWarningPreferences
from storage.warnings.reminders import StoredReminders

# A warning that takes longer is in doubt and goes again; a connection that is not made in time is surely not in doubt.
SEND_SECONDS, CONNECT_SECONDS = 20.0, 5.0
SENDS_AT_ONCE = 64


def verification(settings: Settings) -> VerificationService:
    """The judge of signatures; CRLs are fetched only where hosts are named."""
    fetcher = (
        CrlFetcher(settings.crl_hosts, settings.trust_dir / FETCHED_CRLS) if settings.crl_hosts else None
    )
    return VerificationService(Verifier(TrustStore(settings.trust_dir), settings.revocation), fetcher)


def cabinet(
    settings: Settings,
    database: Database,
    verifier: VerificationService,
    clock: Clock,
    files: Files,
    loading: DocumentLoading,
    source: DocumentSource | None,
    inspector: Inspector,
    cash: CashLoading,
    connected: frozenset[IntegrationKind],
) -> Cabinet:
    """The use cases on the database."""
    memberships, subscriptions = StoredMemberships(database), StoredSubscriptions(database)
    audit = StoredAuditTrail(database)
    guard = AccessGuard(memberships, clock)
    preferences = StoredWarningPreferences(database)
    documents, acts = StoredDocuments(database), StoredActs(database)
    forms = PrintForms(source, documents, files, clock)
    operations = Operations(StoredOutboxOverview(database), settings.operator_ids, clock)
    return Cabinet(
        acquaintance=Acquaintance(StoredPeople(database), clock),
        confirmations=Confirmations(
            StoredChallenges(database), memberships, audit, verifier, clock, write_challenge
        ),
        organizations=Organizations(memberships, subscriptions, audit, guard, clock),
        services=Services(subscriptions, memberships, guard, clock),
        acts=ActOrdering(acts, documents, loading, guard, settings.operator_ids, clock),
        fulfilling=ActFulfilling(acts, documents, forms, files, inspector, operations, clock),
        arriving=ActArriving(acts, forms, clock),
        act_uploads=ActUploads(ActImport(acts, files, inspector, clock), inspector, operations, audit, clock),
        service_uploads=ServiceUploads(
            ServiceImport(StoredServiceImports(database), clock), read_services, operations, audit, clock
        ),
        switching=Switching(
            StoredIntegrations(database), subscriptions, files, guard, audit, clock, write_paper, connected
        ),
        paper_signing=PaperSigning(StoredIntegrations(database), files, verifier, guard, audit, clock),
        cash_loading=cash,
        cash_orders=CashOrders(StoredCashView(database), StoredCashDecisions(database), guard, clock),
        documents=ClosingDocuments(source, documents, loading, files, guard, clock, pack),
        choices=Choices(preferences, clock),
        reminding=Reminding(StoredReminders(database), preferences, clock),
        operations=operations,
        clock=clock,
    )


def telegram(settings: Settings, metrics: Metrics, pacer: Pacer) -> Bot:
    """The way to Telegram for answers: every call passes one session with its middleware."""
    bot = _bot(settings, AiohttpSession())
    bot.session.middleware(RetryMiddleware())
    bot.session.middleware(SendsNoted(pacer.taken))
    bot.session.middleware(CallMeter(metrics))
    return bot


def telegram_for_warnings(settings: Settings, metrics: Metrics) -> Bot:
    """The way to Telegram for warnings: nothing is repeated, the deliverer decides about that."""
    session = AiohttpSession(limit=SENDS_AT_ONCE)
    limits = ClientTimeout(total=SEND_SECONDS, sock_connect=CONNECT_SECONDS)
    session.timeout = limits  # type: ignore[assignment]  # handed to aiohttp as it is, which takes both
    bot = _bot(settings, session)
    session.middleware(CallMeter(metrics))
    return bot


def _bot(settings: Settings, session: AiohttpSession) -> Bot:
    if settings.bot_token is None:
        raise SettingsError("BOT_TOKEN", "settings.missing.bot_token")
    session.api = TelegramAPIServer.from_base(settings.bot_api_url)
    # `link_preview_is_disabled` would add a parameter that the Bot API has dropped.
    no_preview = LinkPreviewOptions(is_disabled=True)
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=no_preview)
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


def dispatcher(
    use_cases: Cabinet,
    conversation: ConversationState,
    metrics: Metrics,
    files: FileSender,
    errands: Errands,
) -> DrainingDispatcher:
    """The way of an update: pace, acquaintance, courtesy, routers."""
    made = DrainingDispatcher(
        storage=conversation.storage,
        # Two quick taps of one person are handled one after the other.
        events_isolation=conversation.isolation,
        cabinet=use_cases,
        files=files,
        errands=errands,
    )
    made.update.outer_middleware(UpdateMeter(metrics))
    made.update.outer_middleware(PaceMiddleware())
    made.update.outer_middleware(AcquaintanceMiddleware(use_cases))
    made.update.outer_middleware(CourtesyMiddleware())
    made.include_router(router.build())
    return made
