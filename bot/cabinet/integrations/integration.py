"""An integration of an organization: where it stands, and on whose word."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.cabinet.organization import OrganizationId


class IntegrationKind(Enum):
    """With what."""

    DIADOC = "diadoc"
    OFD = "ofd"
    MARKET = "market"


class IntegrationState(Enum):
    """Where it stands. Data is loaded in the states of `LOADING` and in no other."""

    OFF = "off"
    PREPARING = "preparing"  # being set up: certificate and date are chosen one by one
    AWAITS_ORDER = "awaits-order"  # all is chosen; the director has to sign the order to transfer fiscal data
    ON = "on"
    AWAITS_PROHIBITION = "awaits-prohibition"  # on still; the director has to sign the prohibition


LOADING = frozenset({IntegrationState.ON, IntegrationState.AWAITS_PROHIBITION})


@dataclass(frozen=True, slots=True)
class Integration:
    """One integration of one organization.

    Attributes:
        fingerprint: Of the director's certificate that was chosen; None while none is.
        signer_name: Whose certificate it is.
        load_from: The first day to load, by the registers' own calendar; None while none is chosen.
        zone: Of the registers: IANA name.
        on_since: Since when it is on, or was last on.
        off_since: Since when it is off again.
        changed_at: When somebody last took a step; None while nobody has begun. Loading changes nothing about it.
        tried_at: When loading was last tried.
        loaded_at: When all of it last worked.
        failing_since: Since when loading fails; None while it works.
        failure: Why, as `LoadFailure` names it.
        version: Grows with every change.
    """

    organization: OrganizationId
    kind: IntegrationKind
    state: IntegrationState
    fingerprint: str | None
    signer_name: str | None
    load_from: date | None
    zone: str | None
    on_since: datetime | None
    off_since: datetime | None
    changed_at: datetime | None
    tried_at: datetime | None
    loaded_at: datetime | None
    failing_since: datetime | None
    failure: str | None
    version: int
