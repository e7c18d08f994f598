"""`kabinet check`: what is configured, reachable and trusted."""

import asyncio
from datetime import datetime

from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from babel.dates import format_date
from pydantic import SecretStr
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.check_report import Report
from bot.check_sources import check_sources
from bot.clock import SystemClock
from bot.conversation_state import redis_storage
from bot.database import open_database
from bot.jobs.pacing import Pacer
from bot.log import configure
from bot.metrics import Metrics
from bot.settings import Settings, require_for_run
from bot.settings_error import SettingsError
from bot.signature.revocation import Revocation
from bot.signature.trust import TrustStore, TrustSummary
from bot.texts import Texts
from bot.wiring import telegram
from storage.schema import schema_state


def check(settings: Settings, t: Texts) -> int:
    """Print the report; 0 when all is well, 1 when something has to be mended."""
    configure("CRITICAL", settings.log_format)
    return asyncio.run(_check(settings, Report(t)))


async def _check(settings: Settings, report: Report) -> int:
    t = report.t
    _settings(settings, report)
    await _database(settings, report)
    await _redis(settings, report)
    await _telegram(settings, report)
    await check_sources(settings, report)
    now = SystemClock().now()
    _trust(TrustStore(settings.trust_dir).summary(now), settings, report, now)
    report.console.print()
    if report.problems:
        report.bad(t.plural("check.unwell", report.problems))
        return 1
    report.good(t("check.well"))
    return 0


def _settings(settings: Settings, report: Report) -> None:
    t = report.t
    report.title(t("check.settings"))
    for name in type(settings).model_fields:
        value, variable = getattr(settings, name), name.upper()
        if value is None or value == ():
            report.note(t("check.variable.unset", variable=variable))
        elif _is_secret(value):
            report.good(t("check.variable.set", variable=variable))
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else getattr(value, "value", value)
            report.good(t("check.variable.value", variable=variable, value=_without_password(str(shown))))
    if not settings.operator_ids:
        report.note(t("check.no-operators"))
    try:
        require_for_run(settings)
    except SettingsError as missing:
        report.bad(t("settings.line", variable=missing.variable, problem=t(missing.problem)))


def _is_secret(value: object) -> bool:
    return isinstance(value, SecretStr) or (
        isinstance(value, tuple) and any(isinstance(part, SecretStr) for part in value)
    )


def _without_password(address: str) -> str:
    """Database addresses may hold a password."""
    scheme, there, rest = address.partition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}://{credentials.partition(':')[0]}:***@{host}" if there and at else address


async def _database(settings: Settings, report: Report) -> None:
    t = report.t
    report.title(t("check.database"))
    database = open_database(settings)
    try:
        state = await schema_state(database)
    except (SQLAlchemyError, OSError) as error:
        report.bad(t("check.database.failed", value=type(error).__name__))
    else:
        current = "check.database.current" if state.is_current else "check.database.behind"
        report.good(t(current, revision=state.head))
    finally:
        await database.aclose()


async def _redis(settings: Settings, report: Report) -> None:
    if settings.redis_url is None:
        return
    t = report.t
    report.title(t("check.redis"))
    conversations = redis_storage(settings.redis_url.get_secret_value())
    try:
        await conversations.redis.ping()
    except (RedisError, OSError) as error:
        report.bad(t("check.redis.failed", value=type(error).__name__))
    else:
        report.good(t("check.redis.reached"))
    finally:
        await conversations.close()


async def _telegram(settings: Settings, report: Report) -> None:
    t = report.t
    report.title(t("check.telegram"))
    if settings.bot_token is None:
        report.note(t("check.telegram.skipped"))
        return
    bot = telegram(settings, Metrics(), Pacer())
    try:
        me = await bot.me()
        report.good(t("check.telegram.reached", username=me.username))
    except (TelegramUnauthorizedError, TelegramNotFound):
        report.bad(t("check.telegram.rejected"))
    except TelegramAPIError as error:
        report.bad(t("check.telegram.failed", url=settings.bot_api_url, error=type(error).__name__))
    finally:
        await bot.session.close()


def _trust(summary: TrustSummary, settings: Settings, report: Report, now: datetime) -> None:
    t = report.t
    report.title(t("check.trust", folder=settings.trust_dir))
    for problem in summary.problems:
        report.bad(t("check.trust.problem", file=problem))
    for key, authorities in (
        ("check.trust.root", summary.roots),
        ("check.trust.intermediate", summary.intermediates),
    ):
        for authority in authorities:
            until = _day(t, authority.valid_until)
            if authority.valid_until < now:
                report.bad(t("check.trust.ended", subject=authority.subject, until=until))
            else:
                report.good(t(key, subject=authority.subject, until=until))
    if not summary.roots:
        report.bad(t("check.trust.no-roots"))
    if settings.revocation is Revocation.REQUIRE:
        _missing_lists(summary, report)
    for listed in summary.lists:
        until = _day(t, listed.next_update) if listed.next_update else "—"
        if listed.is_stale:
            report.bad(t("check.trust.crl-stale", issuer=listed.issuer, until=until))
        else:
            report.good(t("check.trust.crl", issuer=listed.issuer, until=until))


def _missing_lists(summary: TrustSummary, report: Report) -> None:
    if not summary.lists:
        report.bad(report.t("check.trust.no-crls"))
        return
    for authority in (*summary.roots, *summary.intermediates):
        if not authority.has_list:
            report.note(report.t("check.trust.no-crl", subject=authority.subject))


def _day(t: Texts, value: datetime) -> str:
    return format_date(value, "d MMMM y", locale=t.language)
