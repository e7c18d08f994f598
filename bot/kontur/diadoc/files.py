"""Files of documents: print forms, archives, originals. The first two are made on request, and waited for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.cabinet.documents.closing_document import DocumentRef
from bot.cabinet.documents.ports import Progress, Waiting
from bot.cabinet.documents.refusals import NoFileError, NotReadyError
from bot.cabinet.sources import NotFoundError, UnclearAnswerError, WrongRequestError
from bot.kontur.diadoc.api import DiadocApi
from bot.kontur.fields import Fields
from bot.kontur.json_body import parsed
from bot.kontur.transport import Answer, Sleep

File = TypeVar("File")

_NO_CONTENT: Final = 204
_LARGEST: Final = 49 << 20  # a bot may send 50, and an archive of one document is larger than the document
_LEAST_PAUSE: Final = 1.0
_LEAST_GROWS: Final = 1.5
_LONGEST_LEAST: Final = 10.0
_LARGEST_JSON: Final = 1 << 20
_PDF: Final = b"%PDF-"
_PDF_STARTS_WITHIN: Final = 1024  # readers allow for something before it
_PDF_END: Final = b"%%EOF"
_PDF_ENDS_WITHIN: Final = 1024
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_ENDS_WITHIN: Final = 22 + 0xFFFF  # the record and the longest comment after it
_DOWNLOADS: Final = 3


@dataclass(frozen=True, slots=True)
class Preparation:
    """How long to wait for a file.

    Attributes:
        attempts: How many times to ask.
        longest: Seconds of all pauses together.
        usual_pause: Seconds, where none are stated.
    """

    attempts: int = 20
    longest: float = 120.0
    usual_pause: float = 2.0


class Files:
    """Files of the documents in one API.

    Every method raises `SourceError` in one of its kinds.

    Args:
        api: To ask.
        sleep: Waits between attempts.
        preparation: How long to wait for a file.
    """

    def __init__(
        self,
        api: DiadocApi,
        *,
        sleep: Sleep = asyncio.sleep,
        preparation: Preparation = Preparation(),
    ) -> None:
        self._api = api
        self._sleep = sleep
        self._preparation = preparation

    async def print_form(self, box: str, ref: DocumentRef, progress: Progress) -> bytes:
        """The print form, a PDF.

        Raises:
            NotReadyError: It was waited for long enough.
            NoFileError: There is none for documents of this type.
        """
        query = {"boxId": box, "messageId": ref.message, "documentId": ref.entity}

        async def ask() -> bytes | float:
            answer = await self._api.ask("/GeneratePrintForm", query, _LARGEST)
            return answer.body if (pause := self._not_ready(answer)) is None else pause

        return await self._whole(lambda: self._prepared(ask, progress), is_whole_pdf)

    async def archive(self, box: str, ref: DocumentRef, progress: Progress) -> bytes:
        """A ZIP with the document and all that belongs to it.

        Raises:
            NotReadyError: It was waited for long enough.
            NoFileError: The document cannot be archived.
        """
        query = {
            "boxId": box,
            "messageId": ref.message,
            "documentId": ref.entity,
            "fullDocflow": "true",
        }

        async def ask() -> str | float:
            answer = await self._api.ask("/GenerateDocumentZip", query, _LARGEST_JSON)
            if (pause := self._not_ready(answer)) is not None:
                return pause
            name = Fields(parsed(answer.body)).text("zipFileNameOnShelf")
            return name or self._preparation.usual_pause

        name = await self._prepared(ask, progress)
        return await self._whole(lambda: self._from_shelf(name), is_whole_zip)

    async def original(self, box: str, ref: DocumentRef) -> bytes:
        """The file that was sent: XML, or anything at all."""
        query = {"boxId": box, "messageId": ref.message, "entityId": ref.entity}
        return (await self._api.ask("/V4/GetEntityContent", query, _LARGEST)).body

    async def pdf(self, box: str, ref: DocumentRef, progress: Progress) -> bytes:
        """The print form; of documents that have none the original, where it is a PDF.

        Raises:
            NotReadyError: It was waited for long enough.
            NoFileError: There is neither.
        """
        try:
            return await self.print_form(box, ref, progress)
        except NoFileError:
            content = await self.original(box, ref)
            if not is_pdf(content):
                raise
            if is_whole_pdf(content):
                return content
        return await self._whole(lambda: self.original(box, ref), is_whole_pdf)

    async def _whole(
        self, download: Callable[[], Awaitable[bytes]], is_whole: Callable[[bytes], bool]
    ) -> bytes:
        # An answer without a Content-Length that is cut off looks like a finished one; only the file itself can tell.
        for attempt in range(1, _DOWNLOADS + 1):
            content = await download()
            if is_whole(content):
                return content
            if attempt < _DOWNLOADS:
                await self._sleep(self._preparation.usual_pause)
        raise UnclearAnswerError("the file does not come whole")

    async def _from_shelf(self, name: str) -> bytes:
        # The second version of the method takes the last part of the name. Where only the first is there, it takes all.
        short = name.rpartition("/")[2]
        try:
            return (await self._api.ask("/V2/ShelfDownload", {"fileName": short}, _LARGEST)).body
        except (NotFoundError, WrongRequestError):
            return (await self._api.ask("/ShelfDownload", {"nameOnShelf": name}, _LARGEST)).body

    def _not_ready(self, answer: Answer) -> float | None:
        """Seconds until the next attempt; None when the answer is the file. The header decides, not the status."""
        after = answer.retry_after
        if after is None and (answer.status == _NO_CONTENT or not answer.body):
            return self._preparation.usual_pause
        return after

    async def _prepared(self, ask: Callable[[], Awaitable[File | float]], progress: Progress) -> File:
        """What `ask` gives once it gives no more seconds to wait."""
        waited = 0.0
        for attempt in range(1, self._preparation.attempts + 1):
            result = await ask()
            if not isinstance(result, float):
                return result
            pause = result if result >= _LEAST_PAUSE else _least_pause(attempt)
            waited += pause
            if attempt == self._preparation.attempts or waited > self._preparation.longest:
                raise NotReadyError(pause)
            await progress(Waiting(attempt, pause))
            await self._sleep(pause)
        raise AssertionError("unreachable")


def _least_pause(attempt: int) -> float:
    """Seconds to wait where a server says «at once»: all attempts would be spent within a moment."""
    return min(_LEAST_PAUSE * _LEAST_GROWS ** (attempt - 1), _LONGEST_LEAST)


def is_pdf(content: bytes) -> bool:
    """Whether the file begins as a PDF."""
    return _PDF in content[:_PDF_STARTS_WITHIN]


def is_whole_pdf(content: bytes) -> bool:
    """Whether the file begins and ends as a PDF."""
    return is_pdf(content) and _PDF_END in content.rstrip()[-_PDF_ENDS_WITHIN:]


def is_whole_zip(content: bytes) -> bool:
    """Whether the file begins and ends as a ZIP."""
    return content.startswith(_ZIP) and _ZIP_END in content[-_ZIP_ENDS_WITHIN:]
