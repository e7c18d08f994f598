"""The trail of who opened, closed and removed what."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.cabinet.organization import OrganizationId


class AuditEvent(Enum):
    """What happened."""

    OPENED = "opened"  # a signature opened access
    REFUSED = "refused"  # a signature was refused
    CLOSED = "closed"  # the person closed it, alone or with everything
    CLOSED_BY_OTHER = "closed-by-other"  # somebody else with access closed it
    REMOVED = "removed"  # the person removed the organization from the list
    SERVICES_LOADED = "services-loaded"  # an operator loaded a services file; about no single organization
    ACTS_LOADED = "acts-loaded"  # an operator loaded acts; the same
    INTEGRATION_ON = "integration-on"  # data of an integration begins to be transferred
    INTEGRATION_OFF = "integration-off"  # it ceases


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the trail."""

    at: datetime
    event: AuditEvent
    person_name: str
    organization: OrganizationId | None
    detail: str  # the signer's name, the reason of a refusal, or which file and how much of it, or which integration
