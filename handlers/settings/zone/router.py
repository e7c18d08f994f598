"""Choosing a time zone by a tap or by its name."""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.cabinet.warnings.choices import UnknownZoneError
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.asking import Asking
from handlers.buttons import ChooseZone, Go, Place
from handlers.screen import show
from handlers.settings.showing import show_settings
from handlers.settings.zone import screens
from handlers.settings.zone.search import find, place


async def open_picker(
    callback: CallbackQuery, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """The zones of Russia, and a question for all others."""
    await state.set_state(Asking.zone)
    await show(callback, bot, screens.picker(t, person.zone, cabinet.clock.now()))


async def choose(
    callback: CallbackQuery,
    callback_data: ChooseZone,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Live in the zone of this button."""
    try:
        await cabinet.choices.live_in(person.id, callback_data.zone)
    except UnknownZoneError:
        toast.text, toast.alert = t("zone.unknown"), True
        await show(callback, bot, screens.picker(t, person.zone, cabinet.clock.now()))
        return
    moved = replace(person, zone=callback_data.zone)
    toast.text = _confirmation(t, moved, cabinet)
    await show_settings(callback, bot, moved, cabinet, t)


async def typed(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """A name, an abbreviation, an offset. What is not understood may be typed again."""
    said, now = message.text or "", cabinet.clock.now()
    found = find(said, now)
    if not found:
        await show(message, bot, screens.nothing(t, said))
        return
    if len(found) > 1:
        await show(message, bot, screens.several(t, found, person.zone, now))
        return
    await state.set_state(None)
    await cabinet.choices.live_in(person.id, found[0])
    moved = replace(person, zone=found[0])
    await show_settings(message, bot, moved, cabinet, t, _confirmation(t, moved, cabinet))


def _confirmation(t: Texts, person: Person, cabinet: Cabinet) -> str:
    time = phrases.clock(t, cabinet.clock.now(), person.zone)
    return t("zone.chosen", place=place(person.zone, t.language), time=time)


def build() -> Router:
    """The router of the time zone."""
    router = Router(name="zone")
    router.callback_query.register(open_picker, Go.filter(F.to == Place.ZONE))
    router.callback_query.register(choose, ChooseZone.filter())
    router.message.register(typed, StateFilter(Asking.zone), F.text & ~F.text.startswith("/"))
    return router
