"""Letters of the pictures: one typeface that comes with the program, so every machine draws the same."""

import unicodedata
from enum import Enum
from functools import cache, lru_cache

from font_roboto import Roboto, RobotoBold, RobotoMedium
from PIL.ImageFont import FreeTypeFont, Layout, truetype

from bot.documents.plain import plain

ELLIPSIS = "…"
# Drawn in place of letters that the typeface does not have.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# Longer texts fit on no line; measuring them would only take time.
LONGEST = 200

_PICTOGRAPHS = {"So", "Sk", "Cn"}


class Weight(Enum):
    """How bold."""

    REGULAR = Roboto
    MEDIUM = RobotoMedium
    BOLD = RobotoBold


@cache
def font(weight: Weight, size: int) -> FreeTypeFont:
    """The typeface in this size in pixels. The plain layout engine is always there; the other needs a system library."""
    return truetype(weight.value, size, layout_engine=Layout.BASIC)


def legible(text: str) -> str:
    """The text in letters that the typeface has: pictographs vanish, a run of foreign letters becomes one mark."""
    letters: list[str] = []
    for letter in plain(text, LONGEST):
        category = unicodedata.category(letter)
        if category[0] == "M":
            continue
        if letter == " " or _is_drawable(letter):
            letters.append(letter)
        elif category not in _PICTOGRAPHS and letters[-1:] != [UNKNOWN]:
            letters.append(UNKNOWN)
    return " ".join("".join(letters).split())


def width(text: str, weight: Weight, size: int) -> float:
    """How many pixels the text takes."""
    return font(weight, size).getlength(text)


def fitted(text: str, weight: Weight, size: int, room: float) -> str:
    """The text, or as much of its beginning as fits with «…»; nothing when not even that fits."""
    if width(text, weight, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(_cut(text, middle), weight, size) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low) if low else ""


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip(" ,.·") + ELLIPSIS


@lru_cache(maxsize=4096)
def _is_drawable(letter: str) -> bool:
    sample = font(Weight.REGULAR, 16)
    return bytes(sample.getmask(letter)) != bytes(sample.getmask("\uffff"))
