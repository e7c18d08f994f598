"""What happens by itself: the moments to which the stand's clock may be moved."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class EventKind(Enum):
    """Why a moment matters."""

    ACCESS_ENDS = "access-ends"
    CHALLENGE_EXPIRES = "challenge-expires"
    SERVICE_ENDS = "service-ends"
    CERTIFICATE_ENDS = "certificate-ends"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changes by itself at a moment."""

    at: datetime
    kind: EventKind
    subject: str  # the organization, with the service where it is one; empty for a challenge
