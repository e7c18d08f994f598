"""A file as the cabinet knows it."""

from enum import Enum
from typing import NewType

FileId = NewType("FileId", int)

LARGEST = 20 << 20  # bytes: what Telegram lets a bot fetch


class Media(Enum):
    """What a file is, by its content; the value is the extension of its name."""

    PDF = "pdf"
    ZIP = "zip"
    TEXT = "txt"
    SIGNATURE = "sig"
