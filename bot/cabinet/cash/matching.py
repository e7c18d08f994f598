"""Which shift of ОФД and which of Маркет are one and the same: no cash twice, none lost.

A shift of ОФД has an identity, though not before its report of closing is there; one of Маркет has none. Two are the same when

- the cash box is known to be the register (`links`), and the cheques lie within the shift, give or take the difference
  of two clocks; or
- nothing is known of either, the cheques lie within the shift, and cash, refunds and both counts agree, and no third
  shift could be meant.

From shifts that agree again and again it is concluded which register a cash box is. Whichever of two came first stands;
the other is set aside as its twin. Where they may be the same and do not agree, or agree at another time as they would by
a wrong clock or zone, a person is asked; so of a shift that nobody has completed for days. A shift is never counted twice,
and never left out, in silence (design, section 3, «Cash receipt orders»).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.cabinet.cash.agreement import Side, agree, fits, is_same_report, is_whole, overlap
from bot.cabinet.cash.kept_shift import KeptShift, KeptShiftId, ShiftState
from bot.cabinet.cash.linking import conclude
from bot.cabinet.cash.recording import NO_DRIVE
from bot.cabinet.fiscal.shift_report import Doubt
from bot.cabinet.integrations.integration import IntegrationKind

_AROUND: Final = timedelta(days=3)
# What is not complete by then is asked about. It is completed all the same if the rest comes.
_PATIENCE: Final = timedelta(days=3)

_STANDING: Final = frozenset({ShiftState.POSTED, ShiftState.EMPTY, ShiftState.NEGATIVE, ShiftState.LEFT_OUT})
PENDING: Final = frozenset({ShiftState.NEW, ShiftState.WAITING, ShiftState.UNSURE})
# Of these a person is asked, unless the other source has told the same.
_GRAVE: Final = frozenset({NO_DRIVE, Doubt.OPENING_UNSEEN.value, Doubt.CLOSING_DIFFERS.value})


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a shift.

    Attributes:
        twin: The one that stands for it, or may be the same.
    """

    shift: KeptShiftId
    state: ShiftState
    twin: KeptShiftId | None = None


@dataclass(slots=True)
class Matched:
    """The outcome.

    Attributes:
        decisions: One for each shift whose state is to change.
        links: Cash boxes that turned out to be registers.
    """

    decisions: list[Decision] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


def match(shifts: Sequence[KeptShift], links: Mapping[str, str], now: datetime) -> Matched:
    """Decide about every shift that is pending.

    Args:
        shifts: The pending ones of one organization, and every other one that was closed within three days of them.
        links: Registration numbers by cash box, as far as they are known.
        now: The present moment.
    """
    known = dict(links)
    concluded = conclude(shifts, known)
    known |= concluded
    return Matched(_Matching(shifts, known, now).decisions(), concluded)


def around(pending: Iterable[KeptShift]) -> tuple[datetime, datetime] | None:
    """Between which moments of closing the shifts lie that `match` has to know; None when nothing is pending."""
    closed = [shift.record.closed_at for shift in pending]
    return (min(closed) - _AROUND, max(closed) + _AROUND) if closed else None


class _Matching:
    """One run over the shifts of an organization."""

    def __init__(self, shifts: Sequence[KeptShift], links: Mapping[str, str], now: datetime) -> None:
        self._links = links
        self._now = now
        self._linked = set(links.values())
        self._pending = sorted(
            (shift for shift in shifts if shift.state in PENDING),
            key=lambda shift: (
                shift.record.source is not IntegrationKind.OFD,
                shift.record.closed_at,
                shift.id,
            ),
        )
        # Those that stand for another source's, or are stood for, are spoken for.
        twins = [shift for shift in shifts if shift.state is ShiftState.TWIN]
        sources = {shift.id: shift.record.source for shift in shifts}
        self._paired = {
            one.twin for one in twins if one.twin and sources.get(one.twin) is not one.record.source
        }
        self._paired |= {one.id for one in twins}
        self._sides = {
            kind: Side([shift for shift in shifts if shift.record.source is kind])
            for kind in (IntegrationKind.OFD, IntegrationKind.MARKET)
        }
        self._decided: dict[KeptShiftId, Decision] = {}

    def decisions(self) -> list[Decision]:
        """Pairs first, surest first; then everything that is left."""
        for shift in self._pending:
            self._tell_again(shift)
        for shift in self._pending:
            self._pair(shift, [one for one in self._same_register(shift) if agree(shift, one)])
        for shift in self._pending:
            self._pair(shift, self._alike(shift))
        for shift in self._pending:
            if shift.id not in self._decided:
                self._decided[shift.id] = self._alone(shift)
        return [
            decision
            for shift in self._pending
            if (decision := self._decided[shift.id]) != Decision(shift.id, shift.state, shift.twin)
        ]

    def _tell_again(self, shift: KeptShift) -> None:
        """Set aside what ОФД has told before by another key, as it does while the report of closing is on its way."""
        if shift.record.source is not IntegrationKind.OFD:
            return
        same = (one for one in self._sides[IntegrationKind.OFD].near(shift) if is_same_report(one, shift))
        for other in same:
            stands = other.state not in PENDING
            if not stands and (shift.record.document is not None or other.record.document is None):
                continue
            if stands and not agree(shift, other):
                self._decided[shift.id] = Decision(shift.id, ShiftState.UNSURE, other.id)
                return
            self._decided[shift.id] = Decision(shift.id, ShiftState.TWIN, other.id)
            self._paired.add(shift.id)
            return

    def _pair(self, shift: KeptShift, candidates: list[KeptShift]) -> None:
        """Make the shift and its only candidate one, if neither is spoken for."""
        if shift.id in self._decided or shift.id in self._paired or not is_whole(shift):
            return
        free = [one for one in candidates if one.id not in self._paired]
        if len(free) != 1:
            return
        [other] = free
        standing, twin = (other, shift) if other.state in _STANDING else self._ordered(shift, other)
        if standing.state not in _STANDING:
            self._decided[standing.id] = self._by_cash(standing, is_confirmed=True)
            if self._decided[standing.id].state in PENDING:
                del self._decided[standing.id]
                return
        self._decided[twin.id] = Decision(twin.id, ShiftState.TWIN, standing.id)
        self._paired |= {standing.id, twin.id}

    @staticmethod
    def _ordered(one: KeptShift, other: KeptShift) -> tuple[KeptShift, KeptShift]:
        """Of two that have just come ОФД's stands: it has an identity."""
        return (one, other) if one.record.source is IntegrationKind.OFD else (other, one)

    def _alone(self, shift: KeptShift) -> Decision:
        """A shift without a sure counterpart."""
        if not is_whole(shift) and self._now < shift.record.closed_at + _PATIENCE:
            return Decision(shift.id, ShiftState.WAITING)
        rival = self._rival(shift)
        if rival is not None:
            return Decision(shift.id, ShiftState.UNSURE, rival.id)
        return self._by_cash(shift) if is_whole(shift) else Decision(shift.id, ShiftState.UNSURE)

    @staticmethod
    def _by_cash(shift: KeptShift, *, is_confirmed: bool = False) -> Decision:
        """What its own money makes of it; doubts are over once the other source tells the same."""
        record = shift.record
        money = record.money
        if money is None or money.unknown or (record.doubts & _GRAVE and money.cash and not is_confirmed):
            return Decision(shift.id, ShiftState.UNSURE)
        if money.cash == 0:
            return Decision(shift.id, ShiftState.EMPTY)
        return Decision(shift.id, ShiftState.POSTED if money.cash > 0 else ShiftState.NEGATIVE)

    def _rival(self, shift: KeptShift) -> KeptShift | None:
        """Another source's shift that may be the same and does not agree; of the same register, or of an unknown one."""
        if shift.record.money is not None and not shift.record.money.cash and not shift.record.money.unknown:
            return None  # it makes no order in any case
        same = [one for one in self._same_register(shift) if self._is_free(one)]
        if same:
            return same[0]
        elsewhen = [one for one in self._elsewhen(shift) if self._is_free(one)]
        if elsewhen:
            return elsewhen[0]
        # Of unknown registers any that was open at that time may be the same: their clocks may be wrong.
        return next((one for one in self._unlinked(shift, overlap) if self._is_free(one)), None)

    def _is_free(self, other: KeptShift) -> bool:
        decided = self._decided.get(other.id)
        state = other.state if decided is None else decided.state
        # What has not been decided yet cannot be doubled: it will be held against this one.
        if other.id in self._paired:
            return False
        return state in _STANDING or (state is ShiftState.UNSURE and is_whole(other))

    def _same_register(self, shift: KeptShift) -> Iterator[KeptShift]:
        """The other source's shifts at that time of the register that the cash box is known to be."""
        register = self._register(shift)
        if register is not None:
            for other in self._other_side(shift):
                if self._register(other) == register and overlap(shift, other):
                    yield other

    def _elsewhen(self, shift: KeptShift) -> Iterator[KeptShift]:
        """The other source's shifts that tell of the same money about a day before or after, of what may be the register.

        A clock, or the zone that was set for one of the sources, may be wrong by hours.
        """
        for other in self._other_side(shift):
            if self._register(other) == self._register(shift) and agree(shift, other):
                yield other

    def _alike(self, shift: KeptShift) -> list[KeptShift]:
        """Those of unknown registers that agree in everything; none where another could be meant as well."""
        if shift.record.money is None or not shift.record.money.cash:
            return []
        found = [one for one in self._unlinked(shift) if one.id not in self._paired and agree(shift, one)]
        if len(found) != 1:
            return found
        back = [
            one for one in self._unlinked(found[0]) if one.id not in self._paired and agree(found[0], one)
        ]
        return found if len(back) == 1 else []

    def _unlinked(
        self, shift: KeptShift, near: Callable[[KeptShift, KeptShift], bool] = fits
    ) -> Iterator[KeptShift]:
        """The other source's whole shifts of unknown registers that are near in time."""
        if not self._is_unlinked(shift):
            return
        for other in self._other_side(shift):
            if self._is_unlinked(other) and is_whole(other) and near(*self._sorted(shift, other)):
                yield other

    def _is_unlinked(self, shift: KeptShift) -> bool:
        record = shift.record
        if record.source is IntegrationKind.MARKET:
            return record.cash_box not in self._links
        return record.registration_number not in self._linked

    def _register(self, shift: KeptShift) -> str | None:
        record = shift.record
        if record.source is IntegrationKind.MARKET:
            return self._links.get(record.cash_box or "")
        return record.registration_number if record.registration_number in self._linked else None

    def _other_side(self, shift: KeptShift) -> Sequence[KeptShift]:
        is_ofd = shift.record.source is IntegrationKind.OFD
        return self._sides[IntegrationKind.MARKET if is_ofd else IntegrationKind.OFD].near(shift)

    @staticmethod
    def _sorted(one: KeptShift, other: KeptShift) -> tuple[KeptShift, KeptShift]:
        """Маркет's, then ОФД's."""
        return (one, other) if one.record.source is IntegrationKind.MARKET else (other, one)
