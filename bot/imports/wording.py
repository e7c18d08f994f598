"""Text as people mean it: without invisible characters and chance spaces."""

import unicodedata

_INVISIBLE = (
    "Cf"  # zero-width and direction marks, soft hyphens, byte order marks: they come with copied text
)
_FORBIDDEN = ("Cc", "Cs")  # control characters, lone surrogates


def cleaned(text: str) -> str | None:
    """The text on one line with single spaces; None when it holds characters that are no text at all."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        categories = {character: unicodedata.category(character) for character in set(text)}
        if any(category in _FORBIDDEN for category in categories.values()):
            return None
        text = "".join(character for character in text if categories[character] != _INVISIBLE)
        text = " ".join(text.split())
    return unicodedata.normalize(
        "NFC", text
    )  # macOS writes «й» as two characters; keys must not tell them apart
