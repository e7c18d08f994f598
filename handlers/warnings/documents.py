"""New closing documents as a message."""

from datetime import datetime

from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.warnings.outbox import Addressee, Fact, NewDocuments
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.acts.buttons import SentActs
from handlers.documents import wording
from handlers.documents.buttons import DocumentCard, DocumentMonths
from handlers.screen import Row, button
from handlers.warnings import facts


def sentence(t: Texts, fact: Fact, _to: Addressee, _now: datetime) -> Html:
    """What has come, the latest first."""
    known = facts.known(fact, NewDocuments)
    lines = [wording.line(t, document, is_new=False) for document in known.items]
    rest = known.total - len(known.items)
    if rest:
        lines.append(t.html_plural("warning.document.more", rest))
    title = t.html_plural("warning.document", known.total, name=phrases.firm(known.name))
    return joined([title, *lines], "\n\n")


def ways(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    """To the only deal, or to all documents; to acts where some came: they stand on a screen of their own."""
    known = facts.known(fact, NewDocuments)
    closing = [document for document in known.items if document.kind is not DocumentKind.RECONCILIATION]
    is_all = known.total == len(known.items)
    rows: list[Row] = []
    if closing and is_all and all(document.deal == closing[0].deal for document in closing):
        card = DocumentCard(id=known.organization, document=closing[0].id)
        rows.append([button(t("button.details"), card, "primary")])
    elif closing or not is_all:
        rows.append([button(t("button.documents"), DocumentMonths(id=known.organization), "primary")])
    if len(closing) < len(known.items):
        style = None if rows else "primary"
        rows.append([button(t("button.acts"), SentActs(id=known.organization), style)])
    return rows
