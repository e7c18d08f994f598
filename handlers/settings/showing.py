"""Showing the settings as they stand now: from their own router and from those of each choice."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.person import Person
from bot.texts import Texts
from handlers.screen import show
from handlers.settings import screens


async def show_settings(
    event: Message | CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    news: str = "",
) -> None:
    """Show everything that the person has chosen, and what has just changed."""
    preferences = await cabinet.choices.of(person.id)
    await show(event, bot, screens.settings(t, person, preferences, cabinet.clock.now(), news))
