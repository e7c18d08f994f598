"""Documents as files: one, a deal, a month, a choice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.cabinet.access import AccessDeniedError
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.documents.closing_documents import LeftOut, UnknownDocumentError
from bot.cabinet.documents.kept import DocumentId, KeptDocument
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.documents import wording
from handlers.documents.buttons import ChosenArchive, DocumentFile, MonthArchive
from handlers.documents.choosing import chosen, forget
from handlers.documents.sending import Notice, attended, left_out, send_prints
from handlers.errands import Errands
from handlers.fallback.screens import notice
from handlers.files.sending import FileSender
from handlers.organizations.screens import lapsed_card
from handlers.screen import Screen


async def send_file(
    _callback: CallbackQuery,
    callback_data: DocumentFile,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
    errands: Errands,
) -> None:
    """A document, or its whole deal. What is kept goes at once."""
    organization, document = OrganizationId(callback_data.id), DocumentId(callback_data.document)
    try:
        membership, wanted = await _wanted(cabinet, person, organization, document, deal=callback_data.deal)
    except UnknownDocumentError:
        toast.text, toast.alert = t("documents.gone"), True
        return
    kept = [(one, one.file) for one in wanted if one.file is not None]
    if len(kept) == len(wanted):
        # Telegram hears of the file first, and of the answer to the tap afterwards: the file is what is waited for.
        try:
            await send_prints(bot, person.id, files, t, membership.organization, kept)
        except LostFileError:
            # Nothing is lost with it: the source makes the form again.
            wanted = tuple(replace(one, file=None) for one in wanted)
        else:
            return

    async def work(waiting: Notice) -> None:
        await bot.send_chat_action(person.id, ChatAction.UPLOAD_DOCUMENT)
        printed = await cabinet.documents.prints(person, wanted, waiting.progress)
        await send_prints(bot, person.id, files, t, membership.organization, printed)

    async def errand() -> None:
        await attended(Notice(bot, person.id, t), work, t, lambda refusal: _denied(t, refusal))

    if not errands.start((person.id, "documents", tuple(one.id for one in wanted)), errand):
        toast.text = t("documents.under-way")


async def send_month(
    _callback: CallbackQuery,
    callback_data: MonthArchive,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
    errands: Errands,
) -> None:
    """The documents of a month as one archive."""
    organization, first = OrganizationId(callback_data.id), date(callback_data.year, callback_data.month, 1)
    try:
        documents = await cabinet.documents.whole_month(person, organization, first)
    except UnknownDocumentError:
        toast.text, toast.alert = t("documents.gone"), True
        return
    what = wording.month(t, first)
    _start_archive(bot, person, cabinet, t, toast, files, errands, documents, what)


async def send_chosen(
    _callback: CallbackQuery,
    callback_data: ChosenArchive,
    bot: Bot,
    state: FSMContext,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
    errands: Errands,
) -> None:
    """The chosen documents as one archive."""
    organization = OrganizationId(callback_data.id)
    try:
        documents = await cabinet.documents.chosen(person, organization, await chosen(state, organization))
    except UnknownDocumentError:
        toast.text, toast.alert = t("documents.gone"), True
        return
    await forget(state)
    what = t("documents.chosen-name")
    _start_archive(bot, person, cabinet, t, toast, files, errands, documents, what)


def _start_archive(
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    files: FileSender,
    errands: Errands,
    documents: Sequence[KeptDocument],
    what: str,
) -> None:
    organization = documents[0].organization

    async def work(waiting: Notice) -> None:
        await bot.send_chat_action(person.id, ChatAction.UPLOAD_DOCUMENT)
        membership = await cabinet.organizations.named(person.id, organization)
        firm = phrases.firm(membership.organization.name)
        number, missing = 0, list[LeftOut]()
        async for archive in cabinet.documents.archives(
            person, documents, lambda one: wording.name_in_archive(t, one), waiting.progress
        ):
            if isinstance(archive, LeftOut):
                missing.append(archive)
                continue
            number += 1
            part = what if number == 1 else t("documents.archive-part", what=what, number=number)
            caption = t.html_plural("documents.archive-caption", archive.documents, what=part, name=firm)
            name = wording.archive_name(t, part, firm)
            await files.send(bot, person.id, archive.file, name, caption=caption)
        if missing:
            await bot.send_message(person.id, left_out(t, missing))

    async def errand() -> None:
        await attended(Notice(bot, person.id, t), work, t, lambda refusal: _denied(t, refusal))

    if not errands.start((person.id, "archive", organization), errand):
        toast.text = t("documents.under-way")


async def _wanted(
    cabinet: Cabinet, person: Person, organization: OrganizationId, document: DocumentId, *, deal: bool
) -> tuple[Membership, tuple[KeptDocument, ...]]:
    if deal:
        return await cabinet.documents.of_deal(person, organization, document)
    membership, one = await cabinet.documents.one(person, organization, document)
    return membership, (one,)


def _denied(t: Texts, refusal: AccessDeniedError) -> Screen:
    if refusal.membership is not None:
        return lapsed_card(t, refusal.membership)
    return notice(t, "fallback.unknown-organization")
