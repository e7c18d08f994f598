"""Telling other people what concerns them."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from handlers.screen import Screen

log = structlog.get_logger(__name__)


async def tell(bot: Bot, cabinet: Cabinet, reader: Person, notice: Screen) -> None:
    """Send a notice to somebody else's chat. Its failure is logged and never harms the one who caused it."""
    try:
        await bot.send_message(reader.id, notice.text, reply_markup=notice.keyboard)
    except TelegramForbiddenError:
        await cabinet.acquaintance.stopped(reader)
    except TelegramAPIError as error:
        log.warning("notice.failed", person_id=reader.id, error=type(error).__name__)
