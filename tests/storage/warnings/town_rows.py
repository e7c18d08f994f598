"""The simulated town as rows of the database."""

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    memberships,
    metadata,
    organizations,
    people,
    subscriptions,
    warning_preferences,
    warning_thresholds,
)
from tests.storage.warnings.simulation import BEGIN, ORGANIZATIONS, WATCHED, Service, Tie, Town


async def build(connection: AsyncConnection, town: Town) -> None:
    for table in reversed(metadata.sorted_tables):
        await connection.execute(delete(table))
    await connection.execute(
        insert(people),
        [
            {"id": one.number, "name": "", "language": "ru", "zone": one.zone, "created_at": BEGIN}
            for one in town.people.values()
        ],
    )
    await connection.execute(
        insert(organizations),
        [
            {
                "id": number,
                "inn": str(number),
                "name": "",
                "folded_name": "",
                "kind": "",
                "created_at": BEGIN,
            }
            for number in range(ORGANIZATIONS)
        ],
    )
    proof = {"signer_name": "", "fingerprint": ""}
    await connection.execute(
        insert(memberships),
        [
            {"person": one.person, "organization": one.organization, **proof, **of_tie(one)}
            for one in town.ties
        ],
    )
    rest = {"tariff": "", "modifiers": []}
    await connection.execute(
        insert(subscriptions),
        [
            {"id": one.number, "key": str(one.number), **rest, **of_service(one)}
            for one in town.services.values()
        ],
    )


def of_tie(one: Tie) -> dict[str, object]:
    return {
        "confirmed_at": one.confirmed_at,
        "open_until": one.open_until,
        "certificate_valid_until": one.certificate_until,
        "muted": one.muted,
        "closed_at": one.closed_at,
    }


def of_service(one: Service) -> dict[str, object]:
    return {
        "organization": one.organization,
        "product": one.product,
        "valid_from": one.start,
        "valid_until": one.end,
        "updated_at": one.updated_at,
    }


async def write(connection: AsyncConnection, town: Town) -> None:
    """Bring the database to where the town is."""
    for somebody in town.people.values():
        changed = {"zone": somebody.zone, "choices_changed_at": somebody.changed_at}
        await connection.execute(update(people).where(people.c.id == somebody.number).values(**changed))
    for one in town.ties:
        of_one = (memberships.c.person == one.person, memberships.c.organization == one.organization)
        await connection.execute(update(memberships).where(*of_one).values(**of_tie(one)))
    for service in town.services.values():
        which = subscriptions.c.id == service.number
        await connection.execute(update(subscriptions).where(which).values(**of_service(service)))
    await connection.execute(delete(warning_thresholds))
    await connection.execute(delete(warning_preferences))
    for somebody in town.people.values():
        for kind in WATCHED:
            own = somebody.thresholds.get(kind)
            of_kind = {"person": somebody.number, "kind": kind.value}
            choice = {"enabled": kind not in somebody.disabled, "own_thresholds": own is not None}
            await connection.execute(insert(warning_preferences), {**of_kind, **choice})
            if own:
                rows = [{**of_kind, "threshold": threshold} for threshold in own]
                await connection.execute(insert(warning_thresholds), rows)
