"""Cash registers as ОФД lists them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.cabinet.fiscal.period import DAY, LAST_SECOND, Period

_NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class FiscalOrganization:
    """An organization that ОФД shows to this service.

    Attributes:
        id: ОФД's own identifier.
    """

    id: str
    inn: str
    kpp: str | None
    name: str


@dataclass(frozen=True, slots=True)
class FiscalDrive:
    """A fiscal drive (ФН) of a register.

    Attributes:
        serial: Its number, without padding.
        first_document: When it wrote the first document that ОФД keeps, in the register's time without zone.
    """

    serial: str
    first_document: datetime | None


@dataclass(frozen=True, slots=True)
class Grant:
    """The time for which fiscal data may be read, in the register's time without zone; an open end is None."""

    since: datetime | None = None
    until: datetime | None = None

    def part_of(self, period: Period) -> Period | None:
        """The days of a period with any granted time; None when there are none."""
        return period.within(
            None if self.since is None else self.since.date(),
            None if self.until is None else self.until.date(),
        )

    def whole_days_of(self, period: Period) -> Period | None:
        """The days of a period that are granted from their first second to their last; None when there are none."""
        since, until = self.since, self.until
        first = None if since is None else since.date() + (DAY if since.time() > time.min else _NO_TIME)
        last = None if until is None else until.date() - (DAY if until.time() < LAST_SECOND else _NO_TIME)
        return period.within(first, last)


@dataclass(frozen=True, slots=True)
class CashRegister:
    """A cash register (ККТ).

    Attributes:
        organization: ОФД's identifier of the organization.
        registration_number: РНМ, without padding.
        serial: The maker's number.
        drives: All fiscal drives, in the order of their first documents; those without one come last.
        grant: What may be asked for.
        last_document: When it wrote its last document, in its own time without zone.
        last_receipt: When it wrote its last receipt.
    """

    organization: str
    registration_number: str
    serial: str
    name: str
    model: str
    address: str
    sales_point: str
    drives: tuple[FiscalDrive, ...]
    grant: Grant
    last_document: datetime | None
    last_receipt: datetime | None

    def drive_at(self, moment: datetime) -> str | None:
        """The serial of the drive that wrote at this moment, by the first documents; None when they do not tell."""
        known = [drive for drive in self.drives if drive.first_document is not None]
        begun = [
            drive for drive in known if drive.first_document is not None and drive.first_document <= moment
        ]
        if len(known) < len(self.drives) or not begun:
            return None
        return begun[-1].serial
