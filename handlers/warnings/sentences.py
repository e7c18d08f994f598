"""One warning as a message of its own: what, whose, when, and how long is left at the moment of telling."""

from datetime import datetime

from bot.cabinet.warnings.outbox import Addressee, Ending, Fact, Intrusion
from bot.texts import Html, Texts
from handlers import phrases
from handlers.warnings import facts


def access(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """The 24 hours are about to end, or have ended."""
    known = facts.known(fact, Ending)
    end, zone = facts.last_moment(known), to.person.zone
    name, moment = phrases.firm(known.name), phrases.moment(t, end, zone, now)
    if end <= now:
        return t.html("warning.access.ended", mark=phrases.LAPSED_MARK, name=name, moment=moment)
    left = facts.time_left(t, end, now)
    return t.html("warning.access.ending", mark=phrases.ENDING_MARK, name=name, moment=moment, left=left)


def service(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """A service ends: its organization, product and last day, and nothing else (design, section 3, «Access»)."""
    known = facts.known(fact, Ending)
    zone = to.person.zone
    left = _days_left(known, zone, now)
    return t.html(
        "warning.service.over" if left < 0 else "warning.service.valid",
        mark=facts.mark(known, zone, now),
        heading=_heading(t, "warning.service", left),
        product=phrases.cut(known.product or ""),
        name=phrases.firm(known.name),
        day=phrases.day(t, facts.last_day(known, zone)),
    )


def certificate(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """The director's certificate ends, at a moment of its last day."""
    known = facts.known(fact, Ending)
    zone, end = to.person.zone, facts.last_moment(known)
    name, day = phrases.firm(known.name), phrases.day(t, facts.last_day(known, zone))
    time = phrases.clock(t, end, zone)
    if end <= now:
        mark = phrases.OVERDUE_MARK
        return t.html("warning.certificate.over", mark=mark, name=name, day=day, time=time)
    heading = _heading(t, "warning.certificate", _days_left(known, zone, now))
    mark = facts.mark(known, zone, now)
    return t.html("warning.certificate.valid", mark=mark, heading=heading, name=name, day=day, time=time)


def shared(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """Somebody else has opened an organization that is open to the reader too."""
    known = facts.known(fact, Intrusion)
    until = known.open_until or now
    return t.html(
        "notice.opened-by-other" if until > now else "notice.was-open-to-other",
        name=phrases.cut(known.actor_name),
        organization=phrases.firm(known.name),
        signer=phrases.cut(known.signer or ""),
        moment=phrases.moment(t, until, to.person.zone, now),
    )


def closed(t: Texts, fact: Fact, _to: Addressee, _now: datetime) -> Html:
    """Somebody else has closed the reader's access."""
    known = facts.known(fact, Intrusion)
    name, organization = phrases.cut(known.actor_name), phrases.firm(known.name)
    return t.html("notice.closed-by-other", name=name, organization=organization)


def trial(t: Texts, _fact: Fact, to: Addressee, now: datetime) -> Html:
    """That it arrives is what it shows; the time in it shows whether the zone is right."""
    return t.html("warning.test", time=phrases.clock(t, now, to.person.zone))


def _days_left(fact: Ending, zone: str, now: datetime) -> int:
    return (facts.last_day(fact, zone) - phrases.local_date(now, zone)).days


def _heading(t: Texts, key: str, left: int) -> str:
    """How many days are left, in the words people use."""
    named = {1: "tomorrow", 0: "today", -1: "yesterday"}.get(left)
    if named is not None:
        return t(f"{key}.{named}")
    return t.plural(f"{key}.left", left) if left > 0 else t.plural(f"{key}.ended", -left)
