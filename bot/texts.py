"""Texts for people: gettext catalogues with symbolic keys, read from `locales/<language>/LC_MESSAGES/*.po`."""

import html
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DEFAULT_LANGUAGE = "ru"


class Html(str):
    """Markup for Telegram's HTML mode in which every value is already escaped."""

    __slots__ = ()


class UnknownTextError(LookupError):
    """The catalogue has no such key."""


def escape(value: object) -> Html:
    """The value as HTML text; markup made by this module passes as it is. The one place where values are escaped."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=False))


def joined(parts: list[Html], separator: str = "\n") -> Html:
    """Pieces of markup as one."""
    return Html(separator.join(parts))


class Texts:
    """The texts of one language. Calling it gives plain text; `html` gives markup with escaped values."""

    def __init__(self, language: str, catalogue: GNUTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, key: str, /, **values: object) -> str:
        """Plain text: for buttons, alerts, files and the console."""
        return self._text(key).format_map(values)

    def plural(self, key: str, n: int, /, **values: object) -> str:
        """Plain text whose form depends on a number, which is also the value `n`."""
        return self._plural(key, n).format_map({"n": n, **values})

    def html(self, key: str, /, **values: object) -> Html:
        """Markup for a message; every value is escaped."""
        return Html(self._text(key).format_map(_escaped(values)))

    def html_plural(self, key: str, n: int, /, **values: object) -> Html:
        """Markup whose form depends on a number, which is also the value `n`."""
        return Html(self._plural(key, n).format_map(_escaped({"n": n, **values})))

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key."""
        return self._catalogue.gettext(key) != key

    def _text(self, key: str) -> str:
        text = self._catalogue.gettext(key)
        if text == key:
            raise UnknownTextError(key)
        return text

    def _plural(self, key: str, n: int) -> str:
        text = self._catalogue.ngettext(key, key, n)
        if text == key:
            raise UnknownTextError(key)
        return text


def _escaped(values: Mapping[str, object]) -> dict[str, Html]:
    return {name: escape(value) for name, value in values.items()}


@cache
def texts(language: str) -> Texts:
    """The texts of a language of `locales`. Sources are compiled in memory: the repository holds no binaries."""
    catalogue = GNUTranslations()
    for number, source in enumerate(sorted((LOCALES / language / "LC_MESSAGES").glob("*.po"))):
        compiled = BytesIO()
        with source.open("rb") as opened:
            write_mo(compiled, read_po(opened, locale=language))
        compiled.seek(0)
        part = GNUTranslations(compiled)
        if number == 0:
            catalogue = part
        else:
            catalogue.add_fallback(part)
    return Texts(language, catalogue)
