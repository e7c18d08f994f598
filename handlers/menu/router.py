"""/start, /menu, /cancel and the way back to the menu."""

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandStart, or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.menu.screens import menu
from handlers.screen import show


async def show_menu(
    event: Message | CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Show the main menu as it stands now."""
    overview = await cabinet.services.overview(person)
    now, today = cabinet.clock.now(), cabinet.services.today(person)
    is_operator = cabinet.operations.are_run_by(person.id)
    orders = await cabinet.fulfilling.waiting(person.id, 0) if is_operator else None
    await show(event, bot, menu(t, person, overview, now, today, orders))


async def start(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Begin anew, wherever the person was."""
    await state.clear()
    await show_menu(message, bot, person, cabinet, t)


async def back(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """Return from any screen."""
    await show_menu(callback, bot, person, cabinet, t)


def build() -> Router:
    """The router of the main menu."""
    router = Router(name="menu")
    router.message.register(start, or_f(CommandStart(), Command("menu", "cancel")))
    router.callback_query.register(back, Go.filter(F.to == Place.MENU))
    return router
