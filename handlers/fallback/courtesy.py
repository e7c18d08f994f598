"""Around every update: no tap is left spinning, no failure is left without a word."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from bot.cabinet.access import AccessDeniedError, Denial
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.fallback.screens import notice
from handlers.menu.router import show_menu
from handlers.organizations.screens import lapsed_card
from handlers.screen import show
from handlers.tap import answer_tap

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class CourtesyMiddleware(BaseMiddleware):
    """Turns refusals and failures into screens and answers the tap when all is done."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Handle the update; whatever happens, the person hears of it."""
        if not isinstance(event, Update):
            return await handler(event, data)
        toast: Toast = data["toast"]
        source: Message | CallbackQuery | None = event.callback_query or event.message
        try:
            return await handler(event, data)
        except AccessDeniedError as refusal:
            if source is not None:
                await _denied(source, refusal, **_known(data))
        except TelegramForbiddenError:
            person: Person = data["person"]
            cabinet: Cabinet = data["cabinet"]
            await cabinet.acquaintance.stopped(person)
        except Exception:  # the border of the program: anything unforeseen is logged and apologized for
            log.exception("update.failed")
            if source is not None:
                await _apologize(source, data["bot"], data["t"])
        finally:
            if event.callback_query is not None:
                await answer_tap(event.callback_query, toast)
        return None


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("bot", "person", "cabinet", "t", "toast")}


async def _denied(
    source: Message | CallbackQuery,
    refusal: AccessDeniedError,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Name the organization that has lapsed; say nothing about any other."""
    if refusal.denial is Denial.LAPSED and refusal.membership is not None:
        await show(source, bot, lapsed_card(t, refusal.membership))
        return
    toast.text, toast.alert = t("fallback.unknown-organization"), True
    await show_menu(source, bot, person, cabinet, t)


async def _apologize(source: Message | CallbackQuery, bot: Bot, t: Texts) -> None:
    try:
        await show(source, bot, notice(t, "fallback.failed"))
    except TelegramAPIError as error:
        log.warning("apology.failed", error=type(error).__name__)
