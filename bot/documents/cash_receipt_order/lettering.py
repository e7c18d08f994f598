"""Letters of the form: an embedded typeface, and texts made to fit their lines."""

import unicodedata

from font_roboto import Roboto, RobotoBold
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from bot.documents.plain import plain

REGULAR = "Roboto"
BOLD = "RobotoBold"
ELLIPSIS = "…"
UNKNOWN = "?"  # in place of letters that the typeface does not have
# More than any place of the form holds; measuring more would only take time.
LONGEST = 400
SMALLEST = 5.5
STEP = 0.5

pdfmetrics.registerFont(TTFont(REGULAR, Roboto))
pdfmetrics.registerFont(TTFont(BOLD, RobotoBold))
_DRAWABLE = frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph) & frozenset(
    pdfmetrics.getFont(BOLD).face.charToGlyph
)


def legible(text: str) -> str:
    """The text in one line, in letters that the typeface has."""
    letters = (
        letter if ord(letter) in _DRAWABLE else UNKNOWN
        for letter in plain(text, LONGEST)
        if unicodedata.category(letter)[0] != "M"
    )
    return "".join(letters)


def width(text: str, size: float, font: str = REGULAR) -> float:
    """How many points the text takes."""
    return float(pdfmetrics.stringWidth(text, font, size))


def fitted(text: str, rooms: tuple[float, ...], size: float, font: str = REGULAR) -> tuple[float, list[str]]:
    """The text cut into lines, and the size at which they fit.

    The size shrinks before a word is broken or anything is left out; at the smallest one the last line ends with «…».

    Args:
        text: Of any length and any letters.
        rooms: Width of each line there is, in points.
        size: The size to begin with, in points.
        font: Name of the typeface.
    """
    words = legible(text)
    while True:
        lines, rest = _filled(words, rooms, size, font, breaking=size <= SMALLEST)
        if not rest:
            return size, lines
        if size <= SMALLEST:
            return size, [*lines[:-1], _cut(f"{lines[-1]} {rest}", rooms[-1], size, font)]
        size -= STEP


def _filled(
    text: str, rooms: tuple[float, ...], size: float, font: str, *, breaking: bool
) -> tuple[list[str], str]:
    """Lines filled one after another, and what is left over."""
    lines: list[str] = []
    for room in rooms:
        if not text:
            break
        end = len(text)
        while end > 1 and width(text[:end], size, font) > room:
            space = text.rfind(" ", 0, end)
            if space <= 0 and not breaking:
                return lines, text
            end = space if space > 0 else end - 1
        lines.append(text[:end])
        text = text[end:].lstrip()
    return lines, text


def _cut(text: str, room: float, size: float, font: str) -> str:
    while text and width(text + ELLIPSIS, size, font) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
