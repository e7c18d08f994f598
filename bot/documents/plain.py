"""Names from outside, made fit for a cell, a caption or a calendar."""

import re
import unicodedata

NAME_LENGTH = 200

_QUOTED = re.compile(r'"([^"]*)"')


def plain(text: str, length: int = NAME_LENGTH) -> str:
    """The text in one line, composed, without control and direction marks, not longer than this."""
    composed = unicodedata.normalize("NFC", text)
    line = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in composed).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def firm(name: str, length: int = NAME_LENGTH) -> str:
    """An organization's name in one line; certificates write straight quotes where people write «ёлочки»."""
    return plain(_QUOTED.sub(r"«\1»", name), length)
