"""Looking into files that people send."""

import asyncio
import sys
from contextlib import suppress
from typing import Final

from bot.cabinet.files.intake import FileRefusal, FileRefusedError, Offered
from bot.cabinet.files.stored_file import LARGEST
from bot.documents.archive import unpack
from bot.documents.pdf_probe import GOOD, LENGTH, LOCKED

_SECONDS: Final = 15.0
_HEAD: Final = 1024  # readers allow for something before the beginning


class FileInspector:
    """`bot.cabinet.files.intake.Inspector`: PDF files are opened by another process, one after the other.

    Args:
        seconds: For how long one file may be looked into.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def pdf(self, content: bytes) -> None:
        """Whether it is a PDF that opens."""
        if not content:
            raise FileRefusedError(FileRefusal.EMPTY)
        if len(content) > LARGEST:
            raise FileRefusedError(FileRefusal.TOO_LARGE)
        if b"%PDF-" not in content[:_HEAD]:
            raise FileRefusedError(FileRefusal.NOT_PDF)
        async with self._turn:
            verdict = await self._judged(content)
        if verdict == LOCKED:
            raise FileRefusedError(FileRefusal.LOCKED_PDF)
        if verdict != GOOD:
            raise FileRefusedError(FileRefusal.BROKEN_PDF)

    async def archive(self, content: bytes) -> tuple[Offered, ...]:
        """The PDF files of a ZIP."""
        return await asyncio.to_thread(unpack, content)

    async def aclose(self) -> None:
        """End the other process."""
        async with self._turn:
            await self._end()

    async def _judged(self, content: bytes) -> str:
        try:
            async with asyncio.timeout(self._seconds):
                verdict = await self._ask(content)
        except (TimeoutError, OSError):
            verdict = ""
        except asyncio.CancelledError:
            await self._end()  # half a file is in its input
            raise
        if not verdict:
            await self._end()  # it hangs or has died of the file: the next one gets a process of its own
        return verdict

    async def _ask(self, content: bytes) -> str:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.documents.pdf_probe",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        source, answers = self._process.stdin, self._process.stdout
        if source is None or answers is None:
            raise RuntimeError("a process without pipes")
        source.write(LENGTH.pack(len(content)))
        source.write(content)
        await source.drain()
        return (await answers.readline()).decode().strip()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()
