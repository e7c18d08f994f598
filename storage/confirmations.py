"""Recording a confirmation: organization, evidence, membership and audit in one transaction."""

from sqlalchemy import bindparam, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.audit import AuditEvent
from bot.cabinet.confirmation import Confirmation, Confirmed
from bot.cabinet.ports import AlreadyCountedError
from storage.audit import WRITE_LINE, line
from storage.folding import fold
from storage.membership_queries import ONE
from storage.membership_rows import membership
from storage.tables import closing_documents, confirmations, memberships, organizations, subscriptions
from storage.upsert import InsertInto, Statement, Upsert
from storage.warnings.documents import IS_NEWS, news_since
from storage.warnings.events import tell_shared


def _prove_organization(insert_into: InsertInto) -> Statement:
    proved = insert_into(organizations)
    return proved.on_conflict_do_update(
        index_elements=[organizations.c.inn],
        set_={name: proved.excluded[name] for name in ("ogrn", "name", "folded_name", "kind")},
    ).returning(organizations.c.id)


def _count_certificate(insert_into: InsertInto) -> Statement:
    counted = insert_into(confirmations)
    return counted.on_conflict_do_nothing(
        index_elements=[confirmations.c.challenge, confirmations.c.fingerprint]
    ).returning(confirmations.c.id)


def _open_membership(insert_into: InsertInto) -> Statement:
    opened = insert_into(memberships)
    # Signatures may be recorded in another order than they were judged: the access that lasts longer stands whole.
    lasts_longer = memberships.c.open_until > opened.excluded.open_until
    latest = {
        name: case((lasts_longer, memberships.c[name]), else_=opened.excluded[name])
        for name in (
            "signer_name",
            "signer_title",
            "fingerprint",
            "certificate_valid_until",
            "confirmed_at",
            "open_until",
            "closed_at",
        )
    }
    return opened.on_conflict_do_update(
        index_elements=[memberships.c.person, memberships.c.organization],
        set_={**latest, "removed_at": None},
    )


_PROVE_ORGANIZATION = Upsert(_prove_organization)
_COUNT_CERTIFICATE = Upsert(_count_certificate)
_OPEN_MEMBERSHIP = Upsert(_open_membership)

_BEFORE = select(
    exists()
    .where(
        memberships.c.person == bindparam("who"),
        memberships.c.organization == bindparam("which"),
        memberships.c.removed_at.is_(None),
    )
    .label("listed"),
    select(func.count())
    .select_from(subscriptions)
    .where(subscriptions.c.organization == bindparam("which"))
    .scalar_subquery()
    .label("services"),
    select(func.count())
    .select_from(closing_documents.join(memberships, memberships.c.organization == bindparam("which")))
    .where(
        closing_documents.c.organization == bindparam("which"),
        memberships.c.person == bindparam("who"),
        memberships.c.removed_at.is_(None),
        closing_documents.c.appeared_at > memberships.c.open_until,
        IS_NEWS,
    )
    .scalar_subquery()
    .label("documents"),
)


async def record(connection: AsyncConnection, confirmation: Confirmation) -> Confirmed:
    """Write everything down within the caller's transaction.

    The organization's row is written first, so that everybody who confirms the same organization takes turns.

    Raises:
        AlreadyCountedError: The certificate has counted for this challenge; the caller's transaction is to be undone.
    """
    signer = confirmation.signer
    signer_name = f"{signer.surname} {signer.given_names}"
    signed_by = {
        "signer_name": signer_name,
        "signer_title": signer.title,
        "fingerprint": signer.certificate.fingerprint,
        "certificate_valid_until": signer.certificate.valid_until,
        "open_until": confirmation.open_until,
    }
    organization = (
        await connection.execute(
            _PROVE_ORGANIZATION.on(connection),
            {
                "inn": signer.inn,
                "ogrn": signer.ogrn,
                "name": signer.organization,
                "folded_name": fold(signer.organization),
                "kind": signer.kind.value,
                "created_at": confirmation.at,
            },
        )
    ).scalar_one()
    tie = {"person": confirmation.person, "organization": organization}
    counted = await connection.execute(
        _COUNT_CERTIFICATE.on(connection),
        {
            **tie,
            **signed_by,
            "challenge": confirmation.challenge,
            "serial": signer.certificate.serial,
            "issuer": signer.certificate.issuer,
            "at": confirmation.at,
        },
    )
    evidence = counted.first()
    if evidence is None:
        raise AlreadyCountedError
    look = {"who": confirmation.person, "which": organization, "now": confirmation.at}
    before = (await connection.execute(_BEFORE, {**look, **news_since(confirmation.at)})).one()
    await connection.execute(
        _OPEN_MEMBERSHIP.on(connection),
        {
            **tie,
            **signed_by,
            "confirmed_at": confirmation.at,
            "closed_at": None,
            "removed_at": None,
            "muted": False,
        },
    )
    await connection.execute(
        WRITE_LINE,
        line(
            confirmation.at,
            AuditEvent.OPENED,
            confirmation.person,
            organization,
            signer_name,
        ),
    )
    await tell_shared(connection, confirmation, evidence.id, organization)
    opened = (await connection.execute(ONE, look)).one()
    return Confirmed(
        membership=membership(opened),
        is_new=not before.listed,
        services=before.services,
        missed_documents=before.documents,
    )
