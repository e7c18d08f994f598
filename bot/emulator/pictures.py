"""The size of a picture from its first bytes, and what Telegram asks of a photo. Pure."""

import struct

from bot.emulator.errors import PHOTO_INVALID, bad

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = 24
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA


def size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or GIF picture; None for anything else."""
    if content.startswith(_PNG) and len(content) >= _PNG_HEADER:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:  # noqa: PLR2004  the end of GIF's header
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return None


def check_photo(content: bytes) -> None:
    """What sendPhoto refuses (core.telegram.org/bots/api#sendphoto).

    Raises:
        ApiError: not a picture, more than 10 MB, or an impossible shape.
    """
    if len(content) > MAX_PHOTO_BYTES:
        raise bad("file is too big for a photo; the maximum size is 10485760 bytes")
    sides = size(content)
    if sides is None or not min(sides):
        raise PHOTO_INVALID
    if sum(sides) > MAX_SIDES or max(sides) > MAX_RATIO * min(sides):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004  every JPEG marker begins with it
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        if marker == _SCAN:
            return None
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None
