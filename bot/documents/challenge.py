"""The challenge file: readable by the director who signs it, the same to the byte for every tool that signs it."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.cabinet.person import Person
from bot.texts import Texts, texts

# Tools that treat the file as text turn line ends into CRLF before signing; written so, both kinds sign the same bytes.
LINE_END = "\r\n"
NAME_LENGTH = 64


def write_challenge(person: Person, code: str, issued_at: datetime, valid_until: datetime) -> bytes:
    """The text to be signed, in the person's language: UTF-8, CRLF, ending in CRLF."""
    t = texts(person.language.value)
    text = t(
        "challenge-file.text",
        name=_one_line(person.name),
        person=person.id,
        issued=_moment(t, issued_at, person.zone),
        until=_moment(t, valid_until, person.zone),
        code=code,
    )
    return (LINE_END.join(text.strip().splitlines()) + LINE_END).encode()


def _moment(t: Texts, value: datetime, zone: str) -> str:
    return format_datetime(value.astimezone(ZoneInfo(zone)), "d MMMM y, HH:mm (xxx)", locale=t.language)


def _one_line(name: str) -> str:
    """A person chooses their name themselves: it must not write lines of its own into what a director signs."""
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    return " ".join(visible.split())[:NAME_LENGTH] or "—"
