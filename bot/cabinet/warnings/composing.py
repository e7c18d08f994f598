"""What to do with a person's due warnings: drop, put off, or tell, each alone or together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cabinet.warnings.hours import good_moment
from bot.cabinet.warnings.kind import RULES, Kind, Rule, Unit
from bot.cabinet.warnings.outbox import Due, Item, Letter, Waiting, WarningId

DIGEST_FROM = 3
# A digest must fit into one message: 4096 characters, and a name may take 120 of them.
DIGEST_MOST = 20
# What is this many days away can wait for the next look at the phone.
SILENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the rows that were due.

    Attributes:
        dropped: Not to be told: no longer true, or overtaken.
        postponed: Not now, but at this moment.
        letters: To be told now, urgent ones first.
    """

    dropped: tuple[WarningId, ...]
    postponed: tuple[tuple[WarningId, datetime], ...]
    letters: tuple[Letter, ...]


def compose(due: Due, now: datetime) -> Plan:
    """Decide on everything that is due for one person.

    Of several thresholds of the same end only the nearest is told. Three or more things at once become one digest
    (design, section 3), unless the person wants each by itself.
    """
    dropped, current = _current(due.waiting)
    postponed: list[tuple[WarningId, datetime]] = []
    ready: list[Waiting] = []
    for one in current:
        moment = now if one.asked_for else good_moment(RULES[one.kind], now, due.to.person.zone, due.to.quiet)
        if moment > now:
            postponed.append((one.id, moment))
        else:
            ready.append(one)
    return Plan(tuple(dropped), tuple(postponed), tuple(_letters(due, ready)))


def _current(waiting: Sequence[Waiting]) -> tuple[list[WarningId], list[Waiting]]:
    """Those that are still true, the nearest threshold of each end; the others are to be dropped."""
    kept: dict[tuple[Kind, int, str], Waiting] = {}
    dropped: list[WarningId] = []
    for one in waiting:
        if one.fact is None:
            dropped.append(one.id)
            continue
        key = (one.kind, one.subject, one.end)
        rival = kept.get(key)
        if rival is None:
            kept[key] = one
        elif one.threshold < rival.threshold:
            dropped.append(rival.id)
            kept[key] = one
        else:
            dropped.append(one.id)
    return dropped, list(kept.values())


def _letters(due: Due, ready: Sequence[Waiting]) -> list[Letter]:
    together = [one for one in ready if RULES[one.kind].digestible]
    alone = [one for one in ready if not RULES[one.kind].digestible]
    if not due.to.digest or len(together) < DIGEST_FROM:
        groups = [[one] for one in ready]
    else:
        together.sort(key=_soonest_first)
        parts = [together[n : n + DIGEST_MOST] for n in range(0, len(together), DIGEST_MOST)]
        groups = [*([one] for one in alone), *parts]
    letters = [_letter(due, group) for group in groups]
    return sorted(letters, key=lambda letter: not letter.urgent)


def _soonest_first(one: Waiting) -> tuple[bool, str, int]:
    return (not RULES[one.kind].urgent, one.end, one.id)


def _letter(due: Due, group: Sequence[Waiting]) -> Letter:
    items = tuple(Item(one.id, one.kind, one.threshold, one.fact) for one in group if one.fact is not None)
    return Letter(
        to=due.to,
        items=items,
        attempts=max(one.attempts for one in group),
        urgent=any(RULES[one.kind].urgent for one in group),
        silent=all(_may_be_silent(RULES[one.kind], one) for one in group),
    )


def _may_be_silent(rule: Rule, one: Waiting) -> bool:
    return one.kind is Kind.WEEKLY or (rule.unit is Unit.DAYS and one.threshold >= SILENT_DAYS)
