"""Shifts as both sources tell of them, out of one invented world."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.cabinet.cash.kept_shift import KeptShift, KeptShiftId, ShiftMoney, ShiftRecord, ShiftState
from bot.cabinet.cash.matching import PENDING, match
from bot.cabinet.integrations.integration import IntegrationKind

START = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Happened:
    """A shift as it was: a register, a day, its money, and how far Маркет's clock is ahead."""

    register: int
    day: int
    sales: int
    refunds: int
    count: int
    skew: int = 0

    @property
    def opened(self) -> datetime:
        return START + timedelta(days=self.day, minutes=self.register)

    @property
    def money(self) -> ShiftMoney:
        return ShiftMoney(
            self.sales, self.refunds, self.sales, self.refunds, self.count, 1 if self.refunds else 0
        )


def told(shift: Happened, source: IntegrationKind) -> ShiftRecord:
    """What one of the sources says of it."""
    is_ofd = source is IntegrationKind.OFD
    skew = timedelta(0) if is_ofd else timedelta(minutes=shift.skew)
    number = f"{shift.register:016}"
    opened = shift.opened + (timedelta(0) if is_ofd else timedelta(minutes=5)) + skew
    closed = shift.opened + timedelta(hours=12) - (timedelta(0) if is_ofd else timedelta(minutes=5)) + skew
    return ShiftRecord(
        key=f"{source.value}:{shift.register}:{shift.day}",
        source=source,
        registration_number=number if is_ofd else None,
        drive="drive" if is_ofd else None,
        number=shift.day + 1 if is_ofd else None,
        document=None,
        fiscal_sign=None,
        shop=None if is_ofd else "shop",
        cash_box=None if is_ofd else f"box-{shift.register}",
        opened_at=opened,
        closed_at=closed,
        day=closed.date(),
        zone="Europe/Moscow",
        money=shift.money,
        is_over=True,
        doubts=frozenset(),
    )


class Books:
    """What the storage does, in memory: loads, decisions, orders."""

    def __init__(self) -> None:
        self.now = START + timedelta(days=1)
        self.kept: dict[str, KeptShift] = {}
        self.links: dict[str, str] = {}
        self.orders: list[KeptShift] = []

    def load(self, records: Iterable[ShiftRecord]) -> None:
        for record in records:
            known = self.kept.get(record.key)
            if known is None:
                number = KeptShiftId(len(self.kept) + 1)
                self.kept[record.key] = KeptShift(number, record, ShiftState.NEW, None)
            elif known.state in PENDING:
                self.kept[record.key] = replace(known, record=record)

    def decide(self) -> None:
        by_id = {shift.id: shift for shift in self.kept.values()}
        matched = match(list(by_id.values()), self.links, self.now)
        self.links |= matched.links
        for decision in matched.decisions:
            shift = replace(by_id[decision.shift], state=decision.state, twin=decision.twin)
            self.kept[shift.record.key] = shift
            if decision.state is ShiftState.POSTED:
                self.orders.append(shift)

    @property
    def posted(self) -> list[tuple[str, int]]:
        """Day and cash of every order."""
        return sorted(
            (shift.record.day.isoformat(), 0 if shift.record.money is None else shift.record.money.cash)
            for shift in self.orders
        )

    def state(self, key: str) -> ShiftState:
        return self.kept[key].state


def expected(world: Sequence[Happened]) -> list[tuple[str, int]]:
    """Day and cash of every order that there has to be."""
    return sorted(
        ((shift.opened + timedelta(hours=12)).date().isoformat(), shift.money.cash)
        for shift in world
        if shift.money.cash > 0
    )
