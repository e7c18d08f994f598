"""What a picture is, by its bytes, and what Telegram asks of a photo. Pure."""

import struct
import zlib
from dataclasses import dataclass

from bot.emulator.errors import PHOTO_DIMENSIONS, PHOTO_INVALID, ApiError, photo_too_big

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK_FRAME = 12  # length, name and checksum around the data of a PNG chunk
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown; sides in pixels."""

    mime: str
    width: int
    height: int


def read(content: bytes) -> Picture | None:
    """The PNG, JPEG or GIF picture that the bytes are; None for anything else and for a PNG that is damaged."""
    if content.startswith(_PNG):
        return _png(content)
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:  # noqa: PLR2004  the end of GIF's header
        return Picture("image/gif", *struct.unpack("<HH", content[6:10]))
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    return None


def check_photo(content: bytes) -> Picture:
    """The picture that sendPhoto takes (core.telegram.org/bots/api#sendphoto).

    Raises:
        ApiError: more than 10 MB, not a whole picture, or an impossible shape.
    """
    if len(content) > MAX_PHOTO_BYTES:
        raise photo_too_big(len(content), MAX_PHOTO_BYTES)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise ApiError(501, "Not Implemented: the emulator reads PNG, JPEG and GIF photos, not WebP")
    picture = read(content)
    if picture is None or not min(picture.width, picture.height):
        raise PHOTO_INVALID
    sides = (picture.width, picture.height)
    if sum(sides) > MAX_SIDES or max(sides) > MAX_RATIO * min(sides):
        raise PHOTO_DIMENSIONS
    return picture


def _png(content: bytes) -> Picture | None:
    """A PNG from its header to its end, every checksum right; the pixels themselves are not unpacked."""
    at, sides, has_pixels = len(_PNG), (0, 0), False
    while at + _CHUNK_FRAME <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        end = at + 8 + length
        name, data, checksum = content[at + 4 : at + 8], content[at + 8 : end], content[end : end + 4]
        if checksum != struct.pack(">I", zlib.crc32(name + data)):
            return None
        if at == len(_PNG):
            if name != b"IHDR" or length != 13:  # noqa: PLR2004  the size of PNG's header
                return None
            sides = struct.unpack(">II", data[:8])
        has_pixels = has_pixels or name == b"IDAT"
        if name == b"IEND":
            return Picture("image/png", *sides) if has_pixels else None
        at = end + 4
    return None


def _jpeg(content: bytes) -> Picture | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004  every JPEG marker begins with it
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        if marker == _SCAN:
            return None
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None
