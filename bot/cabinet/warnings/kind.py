"""The kinds of warnings and the rule of each: a later kind is one more entry here, one source and one screen."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

DAY = timedelta(days=1)


class Kind(Enum):
    """What a warning is about."""

    ACCESS = "access"  # the 24 hours of an organization
    SERVICE = "service"  # a subscription's last day
    CERTIFICATE = "certificate"  # the director's certificate that opened the organization
    SHARED = "shared"  # somebody else has opened an organization that is open to the person
    CLOSED = "closed"  # somebody else has closed the person's access
    DOCUMENT = "document"  # new closing documents
    ACT = "act"  # a ready reconciliation act
    DECLINED = "declined"  # an order for an act that was declined
    ORDER = "order"  # orders that wait, for those who run the bot
    DRIVE = "drive"  # a fiscal drive that ends soon, by the register's own word
    REGISTER = "register"  # a cash register that has been silent for 25 days
    LOADING = "loading"  # an integration that has failed for a day
    WEEKLY = "weekly"  # Monday's summary
    TEST = "test"  # asked for in the settings


class Unit(Enum):
    """What thresholds are counted in."""

    MINUTES = "minutes"
    DAYS = "days"  # calendar days of the person's zone
    NONE = "none"  # an event: told when it happens


@dataclass(frozen=True, slots=True)
class Rule:
    """How warnings of one kind behave.

    Attributes:
        unit: What the thresholds are counted in.
        standard: Thresholds for those who have chosen none: units before the end; 0 at the end, negative after it.
        choices: Thresholds to choose from, farthest first. Empty: nothing to choose.
        urgent: Told at any hour, before all others.
        digestible: May be told together with others in one message.
        switchable: A person may switch the kind off. What guards access to papers cannot be switched off.
        patient: Offers «Напомнить завтра» and «Скрыть для этого срока».
        moments: Counted in days to an end that is a moment: it counts for its calendar day in the person's zone.
        worth: How long after the end it is still worth telling.
        together: For minutes: others of the same person that follow within this time are told with the first.
    """

    unit: Unit
    standard: tuple[int, ...] = ()
    choices: tuple[int, ...] = ()
    urgent: bool = False
    digestible: bool = False
    switchable: bool = True
    patient: bool = False
    moments: bool = False
    worth: timedelta = 30 * DAY
    together: timedelta = timedelta(0)

    def is_worth(self, end: date | datetime, now: datetime) -> bool:
        """Whether a warning about this end is still worth telling at this moment."""
        return now < (end if isinstance(end, datetime) else _over_everywhere(end)) + self.worth


def _over_everywhere(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + 2 * DAY


# design, section 3 «Warnings»: kinds and their usual thresholds.
RULES: dict[Kind, Rule] = {
    Kind.ACCESS: Rule(
        Unit.MINUTES,
        standard=(120, 30, 0),
        choices=(360, 240, 120, 60, 30, 15, 0),
        urgent=True,
        digestible=True,
        worth=DAY,
        together=timedelta(minutes=5),
    ),
    Kind.SERVICE: Rule(
        Unit.DAYS,
        standard=(30, 14, 7, 3, 1, 0, -1),
        choices=(90, 60, 45, 30, 21, 14, 10, 7, 5, 3, 2, 1, 0, -1),
        digestible=True,
        patient=True,
    ),
    Kind.CERTIFICATE: Rule(
        Unit.DAYS,
        standard=(60, 30, 7, 1),
        choices=(90, 60, 45, 30, 21, 14, 7, 3, 1, 0),
        digestible=True,
        patient=True,
        moments=True,
    ),
    Kind.SHARED: Rule(Unit.NONE, urgent=True, switchable=False, worth=DAY),
    Kind.CLOSED: Rule(Unit.NONE, urgent=True, switchable=False, worth=7 * DAY),
    Kind.DOCUMENT: Rule(Unit.NONE, worth=7 * DAY),
    Kind.ACT: Rule(Unit.NONE, worth=30 * DAY),
    Kind.DECLINED: Rule(Unit.NONE, switchable=False, worth=30 * DAY),
    Kind.ORDER: Rule(Unit.NONE, switchable=False, worth=7 * DAY),
    Kind.DRIVE: Rule(Unit.NONE, worth=30 * DAY),
    Kind.REGISTER: Rule(Unit.NONE, worth=30 * DAY),
    Kind.LOADING: Rule(Unit.NONE, worth=30 * DAY),
    Kind.WEEKLY: Rule(Unit.DAYS, worth=3 * DAY),
    Kind.TEST: Rule(Unit.NONE, urgent=True, switchable=False, worth=DAY),
}
