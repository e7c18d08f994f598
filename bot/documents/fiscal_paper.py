"""Orders to transfer fiscal data and prohibitions: readable by the director who signs them, the same to the byte."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.cabinet.integrations.ports import PaperDraft
from bot.texts import Texts, texts

# Tools that treat the file as text turn line ends into CRLF before signing; written so, both kinds sign the same bytes.
LINE_END = "\r\n"
_LONGEST = 200


def write_paper(draft: PaperDraft) -> bytes:
    """The text to be signed, in the person's language: UTF-8, CRLF, ending in CRLF."""
    t = texts(draft.language)
    start = draft.load_from
    text = t(
        f"paper-file.{draft.sort.value}",
        organization=_one_line(draft.organization),
        inn=draft.inn,
        ogrn=draft.ogrn or "—",
        signer=_one_line(draft.signer),
        start="—" if start is None else format_date(start, "d MMMM y", locale=draft.language),
        person=_one_line(draft.person),
        person_id=draft.person_id,
        issued=_moment(t, draft.issued_at, draft.zone),
        until=_moment(t, draft.valid_until, draft.zone),
        code=draft.code,
    )
    return (LINE_END.join(text.strip().splitlines()) + LINE_END).encode()


def _moment(t: Texts, value: datetime, zone: str) -> str:
    return format_datetime(value.astimezone(ZoneInfo(zone)), "d MMMM y, HH:mm (xxx)", locale=t.language)


def _one_line(name: str) -> str:
    """Names come from outside: they must not write lines of their own into what a director signs."""
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    return " ".join(visible.split())[:_LONGEST] or "—"
