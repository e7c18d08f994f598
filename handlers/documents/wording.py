"""How documents are named: in lines, on buttons and as files."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_skeleton

from bot.cabinet.documents.closing_document import DocumentStatus
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.files.naming import telegram_name
from bot.cabinet.files.stored_file import Media
from bot.texts import Html, Texts
from handlers import money, phrases

NEW_MARK = "🆕"
# A number is written by others and may be of any length.
_NUMBER_LENGTH = 24
_FIRM_IN_NAME = 24
_NAMED = 5

_STATUS_MARKS = {
    DocumentStatus.SENT: "",
    DocumentStatus.AWAITS_SIGNATURE: "✍️",
    DocumentStatus.SIGNED: "✅",
    DocumentStatus.REJECTED: "⛔️",
    DocumentStatus.REVOKED: "🚫",
}


def named(t: Texts, document: KeptDocument) -> str:
    """«Акт № 12»."""
    kind = t(f"document.{document.kind.value}")
    if document.number is None:
        return kind
    return t("document.numbered", kind=kind, number=phrases.cut(document.number, _NUMBER_LENGTH))


def several(t: Texts, documents: Sequence[KeptDocument]) -> str:
    """«Акт № 12, Счёт-фактура № 13», and how many more: a caption is short."""
    names = ", ".join(named(t, document) for document in documents[:_NAMED])
    rest = len(documents) - _NAMED
    return t.plural("documents.and-more", rest, name=names) if rest > 0 else names


def line(t: Texts, document: KeptDocument, *, is_new: bool) -> Html:
    """«Акт № 12 от 30 ноября 2026 — 12 480,50 ₽, подписан»."""
    amount = t("document.no-amount") if document.amount is None else money.rubles(t, document.amount)
    day = t("document.no-date") if document.dated is None else phrases.day(t, document.dated)
    return t.html(
        "document.line",
        new=f"{NEW_MARK} " if is_new else "",
        name=named(t, document),
        day=day,
        amount=amount,
        status=t(f"document.status.{document.status.value}"),
        mark=_STATUS_MARKS[document.status],
    )


def month(t: Texts, first: date) -> str:
    """«Ноябрь 2026»."""
    text: str = format_skeleton("yMMMM", first, locale=t.language)
    text = text.removesuffix("г.").strip()
    return text[:1].upper() + text[1:]


def file_name(t: Texts, document: KeptDocument, firm: str) -> str:
    """«Акт 12 от 2026-11-30 ООО Ромашка.pdf»."""
    return telegram_name(f"{_stem(t, document)} {firm[:_FIRM_IN_NAME]}", Media.PDF)


def name_in_archive(t: Texts, document: KeptDocument) -> str:
    """«2026-11-30 Акт 12.pdf»: in the order of days."""
    return telegram_name(f"{document.filed_on.isoformat()} {_bare(t, document)}", Media.PDF)


def archive_name(t: Texts, what: str, firm: str) -> str:
    """«Документы ноябрь 2026 ООО Ромашка.zip»."""
    return telegram_name(t("document.archive-name", what=what, firm=firm[:_FIRM_IN_NAME]), Media.ZIP)


def _stem(t: Texts, document: KeptDocument) -> str:
    return t("document.file-name", name=_bare(t, document), day=document.filed_on.isoformat())


def _bare(t: Texts, document: KeptDocument) -> str:
    return f"{t(f'document.{document.kind.value}')} {(document.number or '')[:_NUMBER_LENGTH]}".strip()
