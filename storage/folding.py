"""How names are compared: in the program, because databases disagree about letters outside ASCII."""

import re
import unicodedata

from storage.column_types import clean

_QUOTES = "\"'`´«»‹›„“”‟‘’‚‛′″＂＇"
_WITHOUT_QUOTES = str.maketrans("", "", _QUOTES)
_SPACES = re.compile(r"\s+")
_LIKE_SPECIAL = re.compile(r"([\\%_])")


def fold(text: str) -> str:
    """The form in which names are searched and sorted.

    Letter case, ё and е, quotation marks of every shape and the width of spaces make no difference.
    """
    # Quotation marks go first: NFKC would turn ´ and ″ into other characters.
    plain = unicodedata.normalize("NFKC", clean(text).translate(_WITHOUT_QUOTES))
    folded = unicodedata.normalize("NFKC", plain.casefold()).replace("ё", "е")
    return _SPACES.sub(" ", folded.translate(_WITHOUT_QUOTES)).strip()


def containing(text: str) -> str:
    r"""A pattern for LIKE … ESCAPE '\' that matches everything containing the text, taken literally."""
    escaped = _LIKE_SPECIAL.sub(r"\\\1", text)
    return f"%{escaped}%"
