"""The list, the card, who has access, closing and removing."""

from collections.abc import Awaitable, Callable

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.buttons import CloseForOther, Go, OrganizationAct, OrganizationButton, OrganizationsPage, Place
from handlers.organizations import screens
from handlers.screen import show

SEARCH = "search"
MOST_SEARCHED = 100


async def show_list(
    event: Message | CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    *,
    search: str = "",
    number: int = 0,
) -> None:
    """Show a page of the list, whole or found."""
    page = await cabinet.organizations.page(person.id, search, number)
    lapsed = await cabinet.organizations.lapsed(person.id)
    await show(event, bot, screens.listing(t, page, len(lapsed), search, cabinet.clock.now()))


async def command(message: Message, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """/organizations."""
    await show_list(message, bot, person, cabinet, t)


async def turn(
    callback: CallbackQuery,
    callback_data: OrganizationsPage,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """A page of the list; what was searched for lives in the state, for it would not fit into a button."""
    search = str((await state.get_data()).get(SEARCH, "")) if callback_data.found else ""
    await show_list(callback, bot, person, cabinet, t, search=search, number=callback_data.page)


async def search(
    message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Free text is an ИНН or a part of a name; one match opens the card at once."""
    wanted = (message.text or "").strip()[:MOST_SEARCHED]
    page = await cabinet.organizations.page(person.id, wanted, 0)
    if page.total == 1:
        await show_card(message, bot, person, cabinet, t, page.items[0].organization.id)
        return
    await state.update_data({SEARCH: wanted})
    await show(message, bot, screens.listing(t, page, 0, wanted, cabinet.clock.now()))


async def show_card(
    event: Message | CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: OrganizationId,
) -> None:
    """Show the card; the guard decides whether it may be seen."""
    card = await cabinet.organizations.card(person.id, organization)
    today = cabinet.services.today(person)
    await show(event, bot, screens.card(t, person, card, cabinet.clock.now(), today))


async def open_card(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """The card of one organization."""
    await show_card(callback, bot, person, cabinet, t, OrganizationId(callback_data.id))


async def show_holders(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """«Кто ещё имеет доступ»."""
    membership, others = await cabinet.organizations.holders(person.id, OrganizationId(callback_data.id))
    await show(callback, bot, screens.holders(t, person, membership, others, cabinet.clock.now()))


async def show_history(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """The trail of access to the organization."""
    membership, records = await cabinet.organizations.history(person.id, OrganizationId(callback_data.id))
    await show(callback, bot, screens.history(t, person, membership, records, cabinet.clock.now()))


async def mute(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """«Не предупреждать», «Снова предупреждать»."""
    organization, muted = OrganizationId(callback_data.id), callback_data.act is OrganizationAct.MUTE
    await cabinet.organizations.set_muted(person.id, organization, muted=muted)
    toast.text = t("mute.muted" if muted else "mute.unmuted")
    await show_card(callback, bot, person, cabinet, t, organization)


async def close(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Close the person's own access."""
    membership = await cabinet.organizations.close(person.id, OrganizationId(callback_data.id))
    await show(callback, bot, screens.lapsed_card(t, membership))


async def close_for_other(
    callback: CallbackQuery,
    callback_data: CloseForOther,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Close somebody else's access; they are told by a warning."""
    organization, other = OrganizationId(callback_data.id), PersonId(callback_data.person)
    closed = await cabinet.organizations.close_for_other(person.id, organization, other)
    toast.text = t("holders.closed") if closed else t("holders.was-closed")
    membership, others = await cabinet.organizations.holders(person.id, organization)
    await show(callback, bot, screens.holders(t, person, membership, others, cabinet.clock.now()))


async def ask_close_all(callback: CallbackQuery, bot: Bot, t: Texts) -> None:
    """Ask first."""
    await show(callback, bot, screens.closing_question(t))


async def close_all(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """«Закрыть всё сейчас»."""
    closed = await cabinet.organizations.close_all(person.id)
    text = t.html_plural("close-all.done", closed) if closed else t.html("close-all.nothing")
    await show(callback, bot, screens.done(t, text))


async def ask_remove(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Ask first."""
    membership = await cabinet.organizations.named(person.id, OrganizationId(callback_data.id))
    await show(callback, bot, screens.removal_question(t, membership))


async def remove(
    callback: CallbackQuery,
    callback_data: OrganizationButton,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Take the organization off the list."""
    membership = await cabinet.organizations.remove(person.id, OrganizationId(callback_data.id))
    await show(
        callback, bot, screens.done(t, t.html("remove.done", name=phrases.firm(membership.organization.name)))
    )


def build() -> Router:
    """The router of organizations. Free text comes last of all: see `handlers.router`."""
    router = Router(name="organizations")
    router.message.register(command, Command("organizations"))
    router.callback_query.register(turn, OrganizationsPage.filter())
    router.callback_query.register(ask_close_all, Go.filter(F.to == Place.CLOSE_ALL))
    router.callback_query.register(close_all, Go.filter(F.to == Place.CLOSE_ALL_NOW))
    router.callback_query.register(close_for_other, CloseForOther.filter())
    acts: dict[OrganizationAct, Callable[..., Awaitable[None]]] = {
        OrganizationAct.CARD: open_card,
        OrganizationAct.HOLDERS: show_holders,
        OrganizationAct.HISTORY: show_history,
        OrganizationAct.MUTE: mute,
        OrganizationAct.UNMUTE: mute,
        OrganizationAct.CLOSE: close,
        OrganizationAct.REMOVE: ask_remove,
        OrganizationAct.REMOVE_NOW: remove,
    }
    for act, handler in acts.items():
        router.callback_query.register(handler, OrganizationButton.filter(F.act == act))
    router.message.register(search, F.text & ~F.text.startswith("/"))
    return router
