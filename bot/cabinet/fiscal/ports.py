"""Where fiscal data comes from. `bot.kontur` implements these; every method raises `SourceError` in one of its kinds."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

from bot.cabinet.fiscal.cash_register import CashRegister, FiscalOrganization
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.retail import Cheque, RetailOrganization, Shop
from bot.cabinet.fiscal.retail_shift import RetailShift
from bot.cabinet.fiscal.shift_report import ShiftReport
from bot.cabinet.fiscal.waybill import Waybill


class FiscalSource(Protocol):
    """What an operator of fiscal data (ОФД) tells."""

    async def organizations(self, inn: str) -> Sequence[FiscalOrganization]:
        """The organizations with this ИНН: one by rule, several when branches are kept apart."""
        ...

    async def cash_registers(self, organization: str) -> Sequence[CashRegister]:
        """The registers of an organization, by ОФД's identifier of it."""
        ...

    def shifts(self, register: CashRegister, period: Period, zone: str) -> AsyncIterator[ShiftReport]:
        """Shifts closed within the granted part of the period, in the order of closing.

        Asking again gives the same reports: their keys are what they are to be known by.

        Args:
            register: As listed by `cash_registers`.
            period: Days of the register's own time.
            zone: IANA name of the zone that is set for the register.

        Raises:
            NotGrantedError: Nothing of the period is granted.
        """
        ...


class RetailSource(Protocol):
    """What a goods accounting service (Маркет) tells."""

    async def organizations(self, inn: str) -> Sequence[RetailOrganization]:
        """The organizations with this ИНН and their shops, paid for or not."""
        ...

    def shifts(
        self, shop: Shop, period: Period, zone: str, see: Callable[[Cheque], None] | None = None
    ) -> AsyncIterator[RetailShift]:
        """Shifts whose last cheque was closed within the period, whole; roughly in the order of closing.

        One that is not over yet comes too: `RetailShift.is_over` tells.

        Args:
            shop: As listed by `organizations`.
            period: Days of the shop's own time.
            zone: IANA name of the zone that is set for its registers.
            see: Is given every cheque closed within the period, each once, roughly in the order of closing.
        """
        ...

    async def waybills(self, shop: Shop, period: Period) -> Sequence[Waybill]:
        """Incoming waybills accepted within the period, in the order of acceptance."""
        ...
