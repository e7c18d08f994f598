"""ZIP archives: those that people send are unpacked within limits, those that people get are written."""

import stat
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from lzma import LZMAError
from typing import Final

from bot.cabinet.files.intake import LARGEST_ARCHIVE, MOST_ENTRIES, FileRefusal, FileRefusedError, Offered
from bot.cabinet.files.stored_file import LARGEST

_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
# What an honest compressor reaches on PDF files is a small part of it; small files may be repetitive.
_MOST_RATIO: Final = 200
_SMALL: Final = 1 << 20
# Each entry of the list of files begins so. They are counted before the list is read: it may have half a million
# entries, whatever number it claims. Archives within the archive have such signs too, so there may be more of them.
_ENTRY: Final = b"PK\x01\x02"
_MOST_SIGNS: Final = 10 * MOST_ENTRIES
_FORKS: Final = "__MACOSX/"  # what macOS writes beside each file, under a name of the same ending
_FIXED_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def unpack(content: bytes) -> tuple[Offered, ...]:
    """The PDF files within, by their names; folders and everything else are passed over.

    Raises:
        FileRefusedError: It is no ZIP, or one that is not to be opened.
    """
    if not content:
        raise FileRefusedError(FileRefusal.EMPTY)
    if len(content) > LARGEST:
        raise FileRefusedError(FileRefusal.TOO_LARGE)
    if not zipfile.is_zipfile(BytesIO(content)):
        raise FileRefusedError(FileRefusal.NOT_ARCHIVE)
    if content.count(_ENTRY) > _MOST_SIGNS:
        raise FileRefusedError(FileRefusal.TOO_MANY_FILES)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return tuple(_files(archive))
    except (zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, EOFError, OSError, ValueError):
        raise FileRefusedError(FileRefusal.BROKEN_ARCHIVE) from None


def pack(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP of files with these names; the same files give the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _FIXED_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _files(archive: zipfile.ZipFile) -> list[Offered]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileRefusedError(FileRefusal.TOO_MANY_FILES)
    for entry in entries:
        _check_name(_name(entry))
    wanted = [entry for entry in entries if _is_wanted(_name(entry))]
    if not wanted:
        raise FileRefusedError(FileRefusal.NOTHING_INSIDE)
    left = LARGEST_ARCHIVE
    offered = []
    for entry in wanted:
        name = _parts(_name(entry))[-1]
        if entry.flag_bits & _ENCRYPTED:
            raise FileRefusedError(FileRefusal.LOCKED_ARCHIVE, name)
        inside = _read(archive, entry, name, left)
        left -= len(inside)
        offered.append(Offered(name, inside))
    return offered


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> bytes:
    """The file, whatever size the archive claims for it."""
    allowed = min(left, max(_SMALL, entry.compress_size * _MOST_RATIO))
    content = bytearray()
    with archive.open(entry) as opened:
        while chunk := opened.read(_CHUNK):
            content += chunk
            if len(content) > allowed:
                raise FileRefusedError(FileRefusal.BOMB, name)
            if len(content) > LARGEST:
                raise FileRefusedError(FileRefusal.TOO_LARGE, name)
    return bytes(content)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows writes Cyrillic in cp866, some tools UTF-8, and they say nothing of it."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        written = entry.filename.encode("cp437")
    except UnicodeError:
        return entry.filename
    try:
        return written.decode()
    except UnicodeError:
        return written.decode("cp866")


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def _is_wanted(name: str) -> bool:
    return name.lower().endswith(".pdf") and not name.startswith(_FORKS)


def _check_name(name: str) -> None:
    if name.startswith(("/", "\\")) or ".." in _parts(name) or ":" in name or "\0" in name:
        raise FileRefusedError(FileRefusal.UNSAFE_NAME)
