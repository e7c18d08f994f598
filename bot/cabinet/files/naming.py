"""Names of files that people understand and Telegram leaves as they are.

Telegram replaces every sign but letters, digits and some of ASCII by a space, drops combining marks, and cuts a name
after 64 characters of its stem and 16 of its extension (TDLib, `td/utils/filesystem.cpp`, «clean_filename»).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from bot.cabinet.files.stored_file import Media

STEM_LENGTH: Final = 64

_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212]")
_KEPT: Final = frozenset(" ,-_()+=@!#$")  # no percent sign: names are percent-decoded on the way
# What Windows keeps for its devices, whatever the extension.
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NAMELESS: Final = "document"


def telegram_name(stem: str, media: Media) -> str:
    """A file name that reaches the person unchanged.

    Args:
        stem: What it says, of any length and letters; dots in it become part of dates and numbers.
        media: What the file is: its extension.
    """
    return f"{_clean(stem, STEM_LENGTH)}.{media.value}"


def unique_names(names: Iterable[str]) -> list[str]:
    """The same names, those that repeat with «(2)», «(3)»: for an archive. Letter case makes no difference."""
    taken: set[str] = set()
    result = []
    for name in names:
        stem, dot, extension = name.rpartition(".") if "." in name else (name, "", "")
        unique, number = name, 1
        while unique.casefold() in taken:
            number += 1
            mark = f" ({number})"
            unique = f"{stem[: STEM_LENGTH - len(mark)].rstrip()}{mark}{dot}{extension}"
        taken.add(unique.casefold())
        result.append(unique)
    return result


def _clean(stem: str, length: int) -> str:
    composed = _DASHES.sub("-", unicodedata.normalize("NFC", stem))
    visible = "".join(sign if _is_kept(sign) else " " for sign in composed)
    words = " ".join(visible.split()).strip(". ")
    cut = words[:length].rstrip(". ")
    return _NAMELESS if not cut or _RESERVED.fullmatch(cut) else cut


def _is_kept(sign: str) -> bool:
    return sign == "." or sign in _KEPT or unicodedata.category(sign) in {"Lu", "Ll", "Lo", "Nd"}
