"""Answering a tap: the spinner on the button stops."""

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery

from bot.middlewares.toast import Toast

log = structlog.get_logger(__name__)


async def answer_tap(callback: CallbackQuery, toast: Toast) -> None:
    """Stop the spinner, once. Every tap is answered when all is done; before slow work a handler does it itself.

    A tap that waited too long in the queue can no longer be answered, which harms nobody.
    """
    if toast.answered:
        return
    toast.answered = True
    try:
        await callback.answer(toast.text, show_alert=toast.alert or None)
    except TelegramAPIError as error:
        log.info("tap.unanswered", error=type(error).__name__)
