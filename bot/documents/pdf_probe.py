"""Opens PDF files in a process of its own: a file that hangs or eats memory takes only this process with it.

Reads from its input the length of a file as eight bytes and the file; writes a line with the verdict; and so on.
"""

import logging
import struct
import sys
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO, Final

from pypdf import PdfReader

LENGTH: Final = struct.Struct(">Q")
GOOD: Final = "good"
BROKEN: Final = "broken"
LOCKED: Final = "locked"

_MEMORY: Final = 1 << 30


def verdict(content: bytes) -> str:
    """Whether the file opens and has a page."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return LOCKED
        return GOOD if reader.get_num_pages() else BROKEN
    except Exception:  # noqa: BLE001 -- whatever a hostile file makes the library raise
        return BROKEN


def serve(source: BinaryIO, answers: BinaryIO) -> None:
    """Judge files until there are no more."""
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        content = source.read(LENGTH.unpack(head)[0])
        answers.write(f"{verdict(content)}\n".encode())
        answers.flush()


def limit_memory() -> None:
    """Take no more than a file of the largest size needs, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- there is none on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    with suppress(ValueError, OSError):  # macOS refuses any
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    logging.disable()
    limit_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer)
