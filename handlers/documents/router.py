"""«Закрывающие документы»: months, documents, files."""

from datetime import date

from aiogram import Bot, Router
from aiogram.enums import ChatAction
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.documents.closing_documents import UnknownDocumentError
from bot.cabinet.documents.kept import DocumentId
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.documents import files, screens
from handlers.documents.buttons import (
    ChooseDocuments,
    ChosenArchive,
    DocumentCard,
    DocumentFile,
    DocumentMonth,
    DocumentMonths,
    MonthArchive,
)
from handlers.documents.choosing import choose
from handlers.screen import chat_of, show
from handlers.tap import answer_tap


async def show_months(
    event: Message | CallbackQuery,
    bot: Bot,
    _state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: OrganizationId,
    *,
    number: int = 0,
    again: bool = False,
) -> None:
    """The months of an organization; loading may take some seconds."""
    await bot.send_chat_action(chat_of(event), ChatAction.TYPING)
    view = await cabinet.documents.months(person, organization, again=again)
    await show(event, bot, screens.months(t, person, view, number))


async def open_months(
    callback: CallbackQuery,
    callback_data: DocumentMonths,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """A page of the months."""
    await answer_tap(callback, toast)
    organization = OrganizationId(callback_data.id)
    number, again = callback_data.page, callback_data.again
    await show_months(callback, bot, state, person, cabinet, t, organization, number=number, again=again)


async def open_month(
    callback: CallbackQuery,
    callback_data: DocumentMonth,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """The documents of a month."""
    first = date(callback_data.year, callback_data.month, 1)
    organization = OrganizationId(callback_data.id)
    view = await cabinet.documents.of_month(person, organization, first, callback_data.page)
    await show(callback, bot, screens.month(t, view, cabinet.documents.is_new))


async def open_card(
    callback: CallbackQuery,
    callback_data: DocumentCard,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """A document with the others of its deal."""
    organization, document = OrganizationId(callback_data.id), DocumentId(callback_data.document)
    try:
        membership, deal = await cabinet.documents.of_deal(person, organization, document)
    except UnknownDocumentError:
        toast.text, toast.alert = t("documents.gone"), True
        return
    await show(callback, bot, screens.card(t, membership, deal, cabinet.documents.is_new))


def build() -> Router:
    """The router of closing documents."""
    router = Router(name="documents")
    router.callback_query.register(open_months, DocumentMonths.filter())
    router.callback_query.register(open_month, DocumentMonth.filter())
    router.callback_query.register(open_card, DocumentCard.filter())
    router.callback_query.register(choose, ChooseDocuments.filter())
    router.callback_query.register(files.send_file, DocumentFile.filter())
    router.callback_query.register(files.send_month, MonthArchive.filter())
    router.callback_query.register(files.send_chosen, ChosenArchive.filter())
    return router
