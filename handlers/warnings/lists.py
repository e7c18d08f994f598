"""Several warnings in one message: the digest and the weekly summary, always within what Telegram takes."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.outbox import Addressee, Ending, Fact, Summary
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.warnings import facts, lines

# A line from (texts, what ends, the reader's zone, now, how long a name may be).
Line = Callable[[Texts, Ending, str, datetime, int], Html]

# Telegram takes 4096; what the person does with the warning is written below it later.
_MOST_CHARACTERS = 3800
# How much of each name is shown: as much as there is room for.
_NAME_LENGTHS = (phrases.NAME_LENGTH, 60, phrases.LABEL_LENGTH, 24)
_TAG = re.compile(r"<[^>]*>")


def digest(t: Texts, entries: Sequence[tuple[Line, Ending]], to: Addressee, now: datetime) -> Html:
    """Access first, then everything else by organization; soonest first, a line for each."""
    zone = to.person.zone
    urgent = [ending for line, ending in entries if line is lines.access]
    groups: dict[OrganizationId, list[tuple[Line, Ending]]] = {}
    rest = [entry for entry in entries if entry[0] is not lines.access]
    for entry in sorted(rest, key=lambda one: facts.last_day(one[1], zone)):
        groups.setdefault(entry[1].organization, []).append(entry)

    def text(length: int) -> Html:
        parts = [t.html_plural("warning.digest", len(entries))]
        if urgent:
            told = [lines.access(t, one, zone, now, length) for one in sorted(urgent, key=facts.last_moment)]
            parts.append(joined([t.html("warning.digest.access"), *told]))
        for group in groups.values():
            name = t.html("card.name", name=phrases.firm(group[0][1].name, length))
            parts.append(joined([name, *(line(t, one, zone, now, length) for line, one in group)]))
        return joined(parts, "\n\n")

    return _fitting(text)


def weekly(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """The weekly summary: what ends soon, soonest first; what has ended is counted."""
    known, zone = facts.known(fact, Summary), to.person.zone

    def text(length: int) -> Html:
        parts = [t.html("warning.weekly.title", day=phrases.day(t, known.first))]
        if known.items:
            parts += [lines.of_organization(t, one, zone, now, length) for one in known.items]
        else:
            parts.append(t.html("warning.weekly.nothing"))
        if known.total > len(known.items):
            parts.append(t.html_plural("warning.weekly.more", known.total - len(known.items)))
        if known.overdue:
            mark = phrases.OVERDUE_MARK
            parts.append(t.html_plural("warning.weekly.overdue", known.overdue, mark=mark))
        return joined(parts, "\n\n")

    return _fitting(text)


def _fitting(text: Callable[[int], Html]) -> Html:
    """The text with names as long as fit."""
    made = Html("")
    for length in _NAME_LENGTHS:
        made = text(length)
        if len(html.unescape(_TAG.sub("", made))) <= _MOST_CHARACTERS:
            break
    return made
