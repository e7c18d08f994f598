"""Choosing documents one by one; what is chosen lives in the state, for it would not fit into buttons."""

from datetime import date

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.documents.kept import DocumentId
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.texts import Texts
from handlers.documents import screens
from handlers.documents.buttons import ChooseDocuments
from handlers.screen import show

_CHOSEN = "chosen-documents"


async def choose(
    callback: CallbackQuery,
    callback_data: ChooseDocuments,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Show the choice; with a document, choose it or choose it no more."""
    first = date(callback_data.year, callback_data.month, 1)
    organization = OrganizationId(callback_data.id)
    view = await cabinet.documents.of_month(person, organization, first, callback_data.page)
    documents = set(await chosen(state, organization))
    toggled = callback_data.toggle
    if any(one.id == toggled for one in view.page.items):
        documents ^= {DocumentId(one.id) for one in view.page.items if one.id == toggled}
        await state.update_data({_CHOSEN: {"organization": organization, "documents": sorted(documents)}})
    await show(callback, bot, screens.choice(t, view, documents))


async def chosen(state: FSMContext, organization: OrganizationId) -> list[DocumentId]:
    """What the person has chosen of this organization's documents."""
    kept = (await state.get_data()).get(_CHOSEN)
    if not isinstance(kept, dict) or kept.get("organization") != organization:
        return []
    return [DocumentId(one) for one in kept["documents"]]


async def forget(state: FSMContext) -> None:
    """The choice has served."""
    await state.update_data({_CHOSEN: None})
