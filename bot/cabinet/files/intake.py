"""What people send is looked at before it is kept: by its content, within limits, and refused with a reason."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot.cabinet.files.stored_file import LARGEST

MOST_ENTRIES = 500
LARGEST_ARCHIVE = 10 * LARGEST  # all of it, unpacked


class FileRefusal(Enum):
    """Why a file is not taken. Each reason has its own sentence in the locales."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"  # the disk does not give it
    TOO_LARGE = "too-large"
    NOT_PDF = "not-pdf"  # something else under a PDF's name
    BROKEN_PDF = "broken-pdf"  # cut off, damaged, or without a page
    LOCKED_PDF = "locked-pdf"  # asks for a password
    NOT_ARCHIVE = "not-archive"
    BROKEN_ARCHIVE = "broken-archive"
    LOCKED_ARCHIVE = "locked-archive"
    TOO_MANY_FILES = "too-many-files"
    BOMB = "bomb"  # unpacked it would be larger than it may be
    UNSAFE_NAME = "unsafe-name"  # leads out of its folder
    NOTHING_INSIDE = "nothing-inside"  # an archive without a single PDF


class FileRefusedError(Exception):
    """The file is not taken.

    Attributes:
        refusal: Why.
        name: Of the file within an archive; None when it is the whole.
    """

    def __init__(self, refusal: FileRefusal, name: str | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.name = name


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that somebody offers. The name is theirs: it is shown and read, and never used as a path."""

    name: str
    content: bytes


class Inspector(Protocol):
    """Looks into files without holding up anybody else."""

    async def pdf(self, content: bytes) -> None:
        """Whether it is a PDF that opens.

        Raises:
            FileRefusedError: It is not.
        """
        ...

    async def archive(self, content: bytes) -> tuple[Offered, ...]:
        """The PDF files of a ZIP, by their names within it; they have not been looked into yet.

        Raises:
            FileRefusedError: It is no archive, or one that is not to be opened.
        """
        ...
