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
    """To the only deal, or to all documents."""
    known = facts.known(fact, NewDocuments)
    first = known.items[0]
    if all(document.kind is DocumentKind.RECONCILIATION for document in known.items):
        return [[button(t("button.acts"), SentActs(id=known.organization), "primary")]]
    if all(document.deal == first.deal for document in known.items) and known.total == len(known.items):
        return [
            [button(t("button.details"), DocumentCard(id=known.organization, document=first.id), "primary")]
        ]
    return [[button(t("button.documents"), DocumentMonths(id=known.organization), "primary")]]
