"""An integration as it is looked at."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.cabinet.integrations.integration import Integration
from bot.cabinet.integrations.ports import DirectorCertificate
from bot.cabinet.organization import Membership


@dataclass(frozen=True, slots=True)
class IntegrationView:
    """An integration, and what can be chosen for it.

    Attributes:
        certificates: To choose from.
        is_connected: Whether the service centre has connected it at all.
        today: In the person's zone.
        now: The moment at which this was true.
    """

    membership: Membership
    integration: Integration
    certificates: tuple[DirectorCertificate, ...]
    is_connected: bool
    today: date
    now: datetime
