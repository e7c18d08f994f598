"""Words under the files about services, and the names of the files."""

import unicodedata

from bot.cabinet.services import ServicesReport
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.buttons import FileKind

# Telegram keeps 64 letters of a name; the rest of it needs some of them.
NAME_ROOM = 30


def pictures(t: Texts, report: ServicesReport, shown: int) -> Html:
    """Under the timeline; what the pictures have no room for is only counted."""
    rest = report.total - shown
    more = [t.html_plural("services.file.more", rest)] if rest else []
    return joined([_subject(t, report), *more, *_closed(t, report)])


def workbook(t: Texts, report: ServicesReport) -> Html:
    """Under the table."""
    return joined([_subject(t, report), *_cut(t, report), *_closed(t, report)])


def calendar(t: Texts, report: ServicesReport) -> Html:
    """Under the calendar: what to do with such a file."""
    how = t.html("services.file.calendar-how")
    return joined([_subject(t, report), how, *_cut(t, report), *_closed(t, report)])


def file_name(t: Texts, report: ServicesReport, kind: FileKind) -> str:
    """«Сервисы и сроки ООО Ромашка 2026-11-21.xlsx», in letters that Telegram leaves as they are."""
    words = [t("services.file.name")]
    if report.organization is not None:
        words.append(_simple(report.organization.name)[:NAME_ROOM].strip() or report.organization.inn)
    return f"{' '.join([*words, report.today.isoformat()])}.{kind.value}"


def _simple(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    return " ".join("".join(c if c.isalnum() or c == "-" else " " for c in composed).split())


def _subject(t: Texts, report: ServicesReport) -> Html:
    day = phrases.day(t, report.today)
    if report.organization is None:
        return t.html_plural("services.file.all", report.total, day=day)
    name = phrases.firm(report.organization.name)
    return t.html_plural("services.file.of", report.total, name=name, day=day)


def _cut(t: Texts, report: ServicesReport) -> list[Html]:
    if not report.is_cut:
        return []
    return [t.html("services.file.cut", shown=len(report.services), total=report.total)]


def _closed(t: Texts, report: ServicesReport) -> list[Html]:
    closed = report.closed_organizations
    return [t.html_plural("services.closed", closed)] if closed else []
