"""How far integrations have been loaded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, case, func, or_, select, update

from bot.cabinet.cash.loaded_days import AskedDays, LoadedDays
from bot.cabinet.cash.ports import LoadFailure, ToLoad
from bot.cabinet.fiscal.period import Period
from bot.cabinet.integrations.integration import LOADING, Integration, IntegrationKind, IntegrationState
from bot.cabinet.organization import OrganizationId
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import integrations, load_marks, organizations
from storage.warnings.registers import tell_troubles

_WHICH = bindparam("which", type_=Identifier())
_KIND = bindparam("of_kind", type_=Text())
_ON = (
    select(integrations, organizations.c.inn)
    .join_from(integrations, organizations)
    .where(
        integrations.c.state.in_(sorted(state.value for state in LOADING)),
        integrations.c.kind.in_((IntegrationKind.OFD.value, IntegrationKind.MARKET.value)),
    )
)
_TO_LOAD = (
    _ON.where(
        or_(
            integrations.c.tried_at.is_(None),
            integrations.c.tried_at <= bindparam("tried_before", type_=UtcDateTime()),
        )
    )
    .order_by(integrations.c.tried_at.asc().nulls_first(), integrations.c.organization)
    .limit(bindparam("limit"))
)
_ONE = _ON.where(integrations.c.organization == _WHICH, integrations.c.kind == _KIND)
_MARKS = select(load_marks).where(load_marks.c.organization == _WHICH, load_marks.c.kind == _KIND)
_NOW = bindparam("now", type_=UtcDateTime())
_FAILURE = bindparam("why", type_=Text())
_RECORD = (
    update(integrations)
    .where(integrations.c.organization == _WHICH, integrations.c.kind == _KIND)
    .values(
        tried_at=_NOW,
        loaded_at=case((_FAILURE.is_(None), _NOW), else_=integrations.c.loaded_at),
        failing_since=case(
            (_FAILURE.is_(None), None), else_=func.coalesce(integrations.c.failing_since, _NOW)
        ),
        failure=_FAILURE,
    )
)


class CashLoads:
    """The part of `bot.cabinet.cash.ports.CashStore` about loads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def to_load(self, tried_before: datetime, limit: int) -> Sequence[ToLoad]:
        """Integrations that are on and were last tried earlier."""
        async with self._database.read() as connection:
            rows = await connection.execute(_TO_LOAD, {"tried_before": tried_before, "limit": limit})
            return [ToLoad(integration(row), row.inn) for row in rows]

    async def one_to_load(self, organization: OrganizationId, kind: IntegrationKind) -> ToLoad | None:
        """An integration, if it is on."""
        async with self._database.read() as connection:
            found = await connection.execute(_ONE, {"which": organization, "of_kind": kind.value})
            row = found.one_or_none()
        return None if row is None else ToLoad(integration(row), row.inn)

    async def loaded_days(
        self, organization: OrganizationId, kind: IntegrationKind
    ) -> Mapping[str, LoadedDays]:
        """The days that have been asked for, by register or shop."""
        found: dict[str, list[AskedDays]] = {}
        async with self._database.read() as connection:
            for row in await connection.execute(_MARKS, {"which": organization, "of_kind": kind.value}):
                found.setdefault(row.unit, []).append(asked_days(row))
        return {unit: LoadedDays(days) for unit, days in found.items()}

    async def tell_troubles(self, now: datetime) -> int:
        """Have people told of silent registers, ending fiscal drives and loads that fail."""
        async with self._database.write() as connection:
            return await tell_troubles(connection, now)

    async def record_load(
        self,
        organization: OrganizationId,
        kind: IntegrationKind,
        failure: LoadFailure | None,
        now: datetime,
    ) -> None:
        """Write down how a load ended."""
        values = {
            "which": organization,
            "of_kind": kind.value,
            "why": None if failure is None else failure.value,
            "now": now,
        }
        async with self._database.write() as connection:
            await connection.execute(_RECORD, values)


def asked_days(row: Row[*tuple[Any, ...]]) -> AskedDays:
    """The value of a row of `load_marks`."""
    return AskedDays(Period(row.loaded_from, row.loaded_until), row.asked_on)


def integration(row: Row[*tuple[Any, ...]]) -> Integration:
    """The value of a row of `integrations`."""
    return Integration(
        organization=OrganizationId(row.organization),
        kind=IntegrationKind(row.kind),
        state=IntegrationState(row.state),
        fingerprint=row.fingerprint,
        signer_name=row.signer_name,
        load_from=row.load_from,
        zone=row.zone,
        on_since=row.on_since,
        off_since=row.off_since,
        changed_at=row.changed_at,
        tried_at=row.tried_at,
        loaded_at=row.loaded_at,
        failing_since=row.failing_since,
        failure=row.failure,
        version=row.version,
    )
