"""An integration as it is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.cabinet.integrations.integration import Integration, IntegrationState
from bot.cabinet.integrations.ports import DirectorCertificate
from bot.cabinet.organization import Membership

_CHOSEN_FOR = frozenset({IntegrationState.PREPARING, IntegrationState.AWAITS_ORDER})


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

    def is_valid(self, fingerprint: str | None) -> bool:
        """Whether it is of a certificate that may still sign for the organization."""
        return any(one.fingerprint == fingerprint for one in self.certificates)

    @property
    def signer_now(self) -> str | None:
        """Who is to sign: whose certificate was chosen, or, when that is over, whose confirmed the organization last."""
        chosen = self.integration
        if chosen.fingerprint is None or self.is_valid(chosen.fingerprint) or not self.certificates:
            return chosen.signer_name
        return self.certificates[0].signer_name


def with_valid(integration: Integration, certificates: Iterable[DirectorCertificate]) -> Integration:
    """The integration, as if nothing had been chosen where what was chosen to sign with is over meanwhile."""
    if integration.state not in _CHOSEN_FOR or any(
        one.fingerprint == integration.fingerprint for one in certificates
    ):
        return integration
    return replace(integration, fingerprint=None, signer_name=None)
