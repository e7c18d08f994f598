"""Files kept in memory, for tests that are about something else."""

from datetime import datetime
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import FileId, Media


class FilesInMemory:
    """`bot.cabinet.files.ports.Files` and `SentFiles`."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.sent: dict[tuple[FileId, int, str], str] = {}

    async def keep(self, content: bytes, media: Media, now: datetime) -> FileId:  # noqa: ARG002 -- the port's
        if content not in self.contents:
            self.contents.append(content)
        return FileId(self.contents.index(content) + 1)

    async def content(self, file: FileId) -> bytes:
        if not 0 < file <= len(self.contents):
            raise LostFileError
        return self.contents[file - 1]

    async def telegram_id(self, file: FileId, bot: int, name: str) -> str | None:
        return self.sent.get((file, bot, name))

    async def remember(self, file: FileId, bot: int, name: str, telegram_id: str) -> None:
        self.sent[file, bot, name] = telegram_id


def pdf(text: str = "act") -> bytes:
    """A small PDF."""
    made = BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.drawString(100, 700, text)
    canvas.showPage()
    canvas.save()
    return made.getvalue()
