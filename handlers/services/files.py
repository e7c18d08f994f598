"""Services as files: pictures, a workbook, a calendar."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaPhoto, MediaUnion

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.cabinet.services import ServicesReport, TooManyFilesError
from bot.documents.services_calendar import write_calendar
from bot.documents.services_workbook import write_workbook
from bot.documents.timeline.album import Album, draw_timeline
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.buttons import FileKind, ServicesFile
from handlers.services import captions
from handlers.tap import answer_tap

T = TypeVar("T")

AT_ONCE = 2
PICTURE_NAME = "timeline.png"
DOCUMENTS = {
    FileKind.WORKBOOK: (write_workbook, captions.workbook),
    FileKind.CALENDAR: (write_calendar, captions.calendar),
}


class Studio:
    """Makes files beside the conversation, a few at a time: a crowd that asks for pictures must not hold up taps."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._room = asyncio.Semaphore(at_once)

    async def send(
        self,
        callback: CallbackQuery,
        callback_data: ServicesFile,
        bot: Bot,
        person: Person,
        cabinet: Cabinet,
        t: Texts,
        toast: Toast,
    ) -> None:
        """Send what was asked for as a new message; say why when there is nothing to send."""
        try:
            report = await _report(cabinet, person, callback_data.id)
        except TooManyFilesError:
            toast.text, toast.alert = t("services.file.too-many"), True
            return
        if not report.services:
            toast.text, toast.alert = t("services.file.nothing"), True
            return
        if callback_data.kind is FileKind.CALENDAR and not report.has_ends:
            toast.text, toast.alert = t("services.file.no-ends"), True
            return
        # The file may wait for other people's files, and Telegram does not wait for ever.
        await answer_tap(callback, toast)
        if callback_data.kind is FileKind.PICTURE:
            await self._send_pictures(bot, person, t, report)
        else:
            await self._send_document(bot, person, t, report, callback_data.kind)

    async def _send_pictures(self, bot: Bot, person: Person, t: Texts, report: ServicesReport) -> None:
        await bot.send_chat_action(person.id, ChatAction.UPLOAD_PHOTO)
        album: Album = await self._make(draw_timeline, report, t.language)
        caption = captions.pictures(t, report, album.shown)
        files = [BufferedInputFile(picture, PICTURE_NAME) for picture in album.pictures]
        if len(files) == 1:
            await bot.send_photo(person.id, files[0], caption=caption)
            return
        # Telegram shows the caption of the first one under the whole album.
        media: list[MediaUnion] = [InputMediaPhoto(media=files[0], caption=caption)]
        media += [InputMediaPhoto(media=file) for file in files[1:]]
        await bot.send_media_group(person.id, media)

    async def _send_document(
        self, bot: Bot, person: Person, t: Texts, report: ServicesReport, kind: FileKind
    ) -> None:
        await bot.send_chat_action(person.id, ChatAction.UPLOAD_DOCUMENT)
        write, caption = DOCUMENTS[kind]
        content: bytes = await self._make(write, report, t.language)
        file = BufferedInputFile(content, captions.file_name(t, report, kind))
        await bot.send_document(person.id, file, caption=caption(t, report))

    async def _make(
        self, write: Callable[[ServicesReport, str], T], report: ServicesReport, language: str
    ) -> T:
        async with self._room:
            return await asyncio.to_thread(write, report, language)


async def _report(cabinet: Cabinet, person: Person, organization: int | None) -> ServicesReport:
    if organization is None:
        return await cabinet.services.everything(person)
    return await cabinet.services.everything_of(person, OrganizationId(organization))
