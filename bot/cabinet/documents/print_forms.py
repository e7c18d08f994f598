"""Print forms: had from the source once, and kept from then on."""

from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.documents.ports import Documents, DocumentSource, Progress
from bot.cabinet.documents.refusals import NotConnectedError
from bot.cabinet.files.ports import Files
from bot.cabinet.files.stored_file import FileId, Media
from bot.clock import Clock


class PrintForms:
    """Whoever calls it has asked who may have the form.

    Args:
        source: Where forms come from; None when nothing is connected.
        documents: Remembers whose form a file is.
        files: Keeps them.
        clock: The present moment.
    """

    def __init__(
        self, source: DocumentSource | None, documents: Documents, files: Files, clock: Clock
    ) -> None:
        self._source = source
        self._documents = documents
        self._files = files
        self._clock = clock

    async def of(self, document: KeptDocument, progress: Progress) -> FileId:
        """The form of a document.

        Raises:
            SourceError: It cannot be had; `NoFileError` when there is none.
        """
        if document.file is not None:
            return document.file
        if self._source is None:
            raise NotConnectedError("no source of documents")
        content = await self._source.pdf(document.ref, progress)
        file = await self._files.keep(content, Media.PDF, self._clock.now())
        await self._documents.set_file(document, file)
        return file
