"""The columns that make a membership, and the value they make."""

from typing import Any

from sqlalchemy import Row, select

from bot.cabinet.organization import Membership, Organization, SignedBy
from bot.requisites import OrganizationKind
from storage.tables import memberships, organizations

# Every membership that is on somebody's list.
LISTED = (
    select(
        memberships.c.person,
        memberships.c.signer_name,
        memberships.c.signer_title,
        memberships.c.fingerprint,
        memberships.c.certificate_valid_until,
        memberships.c.confirmed_at,
        memberships.c.open_until,
        memberships.c.muted,
        organizations.c.id,
        organizations.c.inn,
        organizations.c.ogrn,
        organizations.c.name,
        organizations.c.kind,
    )
    .join_from(memberships, organizations)
    .where(memberships.c.removed_at.is_(None))
)

BY_NAME = (organizations.c.folded_name.asc(), organizations.c.id.asc())


def membership(row: Row[*tuple[Any, ...]]) -> Membership:
    """The value of a row of `LISTED`."""
    return Membership(
        person=row.person,
        organization=Organization(row.id, row.inn, row.ogrn, row.name, OrganizationKind(row.kind)),
        signed_by=SignedBy(row.signer_name, row.signer_title, row.fingerprint, row.certificate_valid_until),
        confirmed_at=row.confirmed_at,
        open_until=row.open_until,
        muted=row.muted,
    )
