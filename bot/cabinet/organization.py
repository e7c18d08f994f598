"""Organizations, and a person's tie to one."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.requisites import OrganizationKind

PersonId = NewType("PersonId", int)
OrganizationId = NewType("OrganizationId", int)


@dataclass(frozen=True, slots=True)
class Organization:
    """A client of the service centre. The ИНН identifies it; branches share it and differ by КПП."""

    id: OrganizationId
    inn: str
    ogrn: str | None  # unknown until a director's certificate told it
    name: str
    kind: OrganizationKind


@dataclass(frozen=True, slots=True)
class SignedBy:
    """The director who proved the organization, and the certificate that did it."""

    name: str
    title: str | None
    fingerprint: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """A person has confirmed the organization at least once and has not removed it."""

    person: PersonId
    organization: Organization
    signed_by: SignedBy
    confirmed_at: datetime
    open_until: datetime  # in the past when access has lapsed or was closed
    muted: bool

    def is_open(self, now: datetime) -> bool:
        """Whether the person may look at the organization's data at this moment."""
        return now < self.open_until


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone whose access to an organization is open."""

    person: PersonId
    name: str
    signed_by: str
    open_until: datetime
