"""Services of one organization and over all of them."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.cabinet.subscription import Urgency
from bot.texts import Texts
from handlers.buttons import OrganizationServicesPage, ServicesFile, ServicesPage, UrgencyFilter
from handlers.screen import show
from handlers.services import screens
from handlers.services.files import Studio


async def command(message: Message, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """/services."""
    await show(message, bot, screens.of_all(t, await cabinet.services.of_all(person, None, 0)))


async def over_all(
    callback: CallbackQuery, callback_data: ServicesPage, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Services of every open organization."""
    chosen = callback_data.urgency
    urgency = None if chosen is UrgencyFilter.ALL else Urgency(chosen.value)
    services = await cabinet.services.of_all(person, urgency, callback_data.page)
    await show(callback, bot, screens.of_all(t, services))


async def of_organization(
    callback: CallbackQuery,
    callback_data: OrganizationServicesPage,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Services of one organization."""
    organization = OrganizationId(callback_data.id)
    services = await cabinet.services.of_organization(person, organization, callback_data.page)
    await show(callback, bot, screens.of_organization(t, services))


def build() -> Router:
    """The router of services."""
    router = Router(name="services")
    router.message.register(command, Command("services"))
    router.callback_query.register(over_all, ServicesPage.filter())
    router.callback_query.register(of_organization, OrganizationServicesPage.filter())
    router.callback_query.register(Studio().send, ServicesFile.filter())
    return router
