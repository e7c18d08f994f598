"""Which register of ОФД's a cash box of Маркет's is: concluded from shifts that agree again and again."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from bot.cabinet.cash.agreement import Sums, fits, sums
from bot.cabinet.cash.kept_shift import KeptShift
from bot.cabinet.integrations.integration import IntegrationKind

# So many shifts that agree in everything make a cash box and a register the same.
_PROOFS: Final = 3


def conclude(shifts: Sequence[KeptShift], links: Mapping[str, str]) -> dict[str, str]:
    """Cash boxes that agree with one register again and again, and with no other."""
    registers: dict[Sums, list[KeptShift]] = defaultdict(list)
    linked = set(links.values())
    for shift in shifts:
        record = shift.record
        if record.source is IntegrationKind.OFD and record.money is not None and record.money.cash:
            registers[sums(record.money)].append(shift)
    proofs: Counter[tuple[str, str]] = Counter()
    for shift in shifts:
        box, money = shift.record.cash_box, shift.record.money
        if box is None or box in links or money is None or not money.cash or not shift.record.is_over:
            continue
        fitting = [one for one in registers.get(sums(money), ()) if fits(shift, one)]
        if len(fitting) == 1:  # what agrees with two registers proves nothing
            proofs[box, fitting[0].record.registration_number or ""] += 1
    by_box: dict[str, set[str]] = defaultdict(set)
    by_register: dict[str, set[str]] = defaultdict(set)
    for box, register in proofs:
        by_box[box].add(register)
        by_register[register].add(box)
    return {
        box: register
        for (box, register), count in proofs.items()
        if count >= _PROOFS
        and register not in linked
        and by_box[box] == {register}
        and by_register[register] == {box}
    }
