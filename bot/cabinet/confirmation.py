"""Confirming an organization: a director's signature over a challenge opens it for 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cabinet.challenge import ChallengeId
from bot.cabinet.organization import Membership, PersonId
from bot.signature.verdict import Signer

ACCESS_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A good signature over a live challenge, to be recorded."""

    challenge: ChallengeId
    person: PersonId
    signer: Signer
    at: datetime
    open_until: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An organization is open."""

    membership: Membership
    is_new: bool  # the person has not had this organization before
    services: int  # how many services are known for it
    missed_documents: int = 0  # how many have come since the person's access ended: nobody could tell them
