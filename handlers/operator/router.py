"""/operator: only for those who run the bot; to everybody else it is a command like any unknown one."""

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.cabinet.warnings.operations import NotAnOperatorError
from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.operator import screens
from handlers.screen import show


async def show_outbox(
    event: Message | CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """How the outbox stands. Whom it does not concern gets the answer of the last resort."""
    try:
        state = await cabinet.operations.outbox(person.id)
        orders = await cabinet.fulfilling.waiting(person.id, 0)
    except NotAnOperatorError:
        raise SkipHandler from None
    await show(event, bot, screens.outbox(t, person, state, orders))


def build() -> Router:
    """The router of the operator."""
    router = Router(name="operator")
    router.message.register(show_outbox, Command("operator"))
    router.callback_query.register(show_outbox, Go.filter(F.to == Place.OUTBOX))
    return router
