"""One warning as a line of a digest; what stands in the line does not repeat the heading above it."""

from datetime import datetime

from bot.cabinet.subscription import Term
from bot.cabinet.warnings.outbox import Ending
from bot.texts import Html, Texts
from handlers import phrases
from handlers.warnings import facts


def access(t: Texts, fact: Ending, zone: str, now: datetime, length: int) -> Html:
    """«🟠 ООО «Ромашка» — через 2 ч, сегодня в 18:40»: access of one organization."""
    end, name = facts.last_moment(fact), phrases.firm(fact.name, length)
    moment = phrases.moment(t, end, zone, now)
    if end <= now:
        return t.html("warning.line.access-ended", mark=phrases.LAPSED_MARK, name=name, moment=moment)
    left = facts.time_left(t, end, now)
    return t.html("warning.line.access", mark=phrases.ENDING_MARK, name=name, moment=moment, left=left)


def service(t: Texts, fact: Ending, zone: str, now: datetime, length: int) -> Html:
    """«🟡 Экстерн — до 30 ноября 2026, осталось 9 дней»: a service of the organization named above."""
    return t.html(
        "warning.line",
        mark=facts.mark(fact, zone, now),
        name=phrases.cut(fact.product or "", length),
        term=_term(t, fact, zone, now),
    )


def certificate(t: Texts, fact: Ending, zone: str, now: datetime, _length: int) -> Html:
    """«🟡 Сертификат директора — до 30 ноября 2026, осталось 9 дней»."""
    name = t("warning.line.certificate")
    end = facts.last_moment(fact)
    if end <= now:
        moment = phrases.moment(t, end, zone, now)
        return t.html("warning.line.access-ended", mark=phrases.OVERDUE_MARK, name=name, moment=moment)
    return t.html("warning.line", mark=facts.mark(fact, zone, now), name=name, term=_term(t, fact, zone, now))


def of_organization(t: Texts, fact: Ending, zone: str, now: datetime, length: int) -> Html:
    """«🟡 Экстерн, ООО «Ромашка» — до 30 ноября 2026, осталось 9 дней»: a line that stands alone."""
    what = t("warning.line.certificate") if fact.product is None else phrases.cut(fact.product, length)
    return t.html(
        "warning.line.of",
        mark=facts.mark(fact, zone, now),
        what=what,
        name=phrases.firm(fact.name, length),
        term=_term(t, fact, zone, now),
    )


def _term(t: Texts, fact: Ending, zone: str, now: datetime) -> str:
    return phrases.term(t, Term(None, facts.last_day(fact, zone)), phrases.local_date(now, zone))
