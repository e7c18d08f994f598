"""What people have chosen about warnings."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import State
from bot.cabinet.warnings.preferences import KindPreference, Preferences
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.tables import outbox, people, warning_preferences, warning_thresholds
from storage.upsert import InsertInto, Statement, Upsert

_NOW = bindparam("now", type_=UtcDateTime())
_OF_PERSON = people.c.id == bindparam("who")

_CHOICES = select(
    people.c.zone, people.c.quiet_from, people.c.quiet_until, people.c.digest, people.c.weekly
).where(_OF_PERSON)
# A row for each threshold; without thresholds, one for the kind.
_KINDS = (
    select(
        warning_preferences.c.kind,
        warning_preferences.c.enabled,
        warning_preferences.c.own_thresholds,
        warning_thresholds.c.threshold,
    )
    .join_from(
        warning_preferences,
        warning_thresholds,
        (warning_thresholds.c.person == warning_preferences.c.person)
        & (warning_thresholds.c.kind == warning_preferences.c.kind),
        isouter=True,
    )
    .where(warning_preferences.c.person == bindparam("who"))
)

# From the next look on, the person's terms are held against what they have chosen.
CHOSE = update(people).where(_OF_PERSON).values(choices_changed_at=_NOW)
_SET_ZONE = CHOSE.values(zone=bindparam("chosen_zone"))
_SET_QUIET = CHOSE.values(quiet_from=bindparam("start"), quiet_until=bindparam("finish"))
_SET_DIGEST = update(people).where(_OF_PERSON).values(digest=bindparam("wanted"))
_SET_WEEKLY = update(people).where(_OF_PERSON).values(weekly=bindparam("wanted"))
# What was put off until an hour of the former day; the moment that the person named stays.
_PLAN_ANEW = (
    update(outbox)
    .where(
        outbox.c.person == bindparam("who"),
        outbox.c.state == State.QUEUED.value,
        outbox.c.asked_for.is_(False),
    )
    .values(not_before=_NOW)
)

_FORGET_THRESHOLDS = delete(warning_thresholds).where(
    warning_thresholds.c.person == bindparam("who"), warning_thresholds.c.kind == bindparam("of_kind")
)
_ADD_THRESHOLDS = insert(warning_thresholds)


def _prefer(insert_into: InsertInto) -> Statement:
    preferred = insert_into(warning_preferences)
    return preferred.on_conflict_do_update(
        index_elements=[warning_preferences.c.person, warning_preferences.c.kind],
        set_={name: preferred.excluded[name] for name in ("enabled", "own_thresholds")},
    )


_PREFER = Upsert(_prefer)


class StoredWarningPreferences:
    """`bot.cabinet.warnings.ports.StoredPreferences` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person: PersonId) -> Preferences:
        """The person's choices.

        Raises:
            NoResultFound: Nobody has this number.
        """
        async with self._database.read() as connection:
            choices = (await connection.execute(_CHOICES, {"who": person})).one()
            rows = (await connection.execute(_KINDS, {"who": person})).all()
        own: dict[Kind, set[int]] = {}
        for row in rows:
            thresholds = own.setdefault(Kind(row.kind), set())
            if row.threshold is not None:
                thresholds.add(row.threshold)
        return Preferences(
            zone=choices.zone,
            quiet=QuietHours(choices.quiet_from, choices.quiet_until),
            digest=choices.digest,
            weekly=choices.weekly,
            kinds={
                Kind(row.kind): KindPreference(
                    row.enabled, frozenset(own[Kind(row.kind)]) if row.own_thresholds else None
                )
                for row in rows
            },
        )

    async def set_zone(self, person: PersonId, zone: str, now: datetime) -> None:
        """Live in this zone from now on; what waits is planned anew."""
        async with self._database.write() as connection:
            await connection.execute(_SET_ZONE, {"who": person, "chosen_zone": zone, "now": now})
            await _plan_anew(connection, person, now)

    async def set_quiet(self, person: PersonId, quiet: QuietHours, now: datetime) -> None:
        """Keep these quiet hours from now on; what waits is planned anew."""
        async with self._database.write() as connection:
            hours = {"start": quiet.start, "finish": quiet.end}
            await connection.execute(_SET_QUIET, {"who": person, **hours, "now": now})
            await _plan_anew(connection, person, now)

    async def set_digest(self, person: PersonId, *, digest: bool) -> None:
        """Tell several things together, or each by itself."""
        async with self._database.write() as connection:
            await connection.execute(_SET_DIGEST, {"who": person, "wanted": digest})

    async def set_weekly(self, person: PersonId, *, weekly: bool) -> None:
        """Send the weekly summary, or not."""
        async with self._database.write() as connection:
            await connection.execute(_SET_WEEKLY, {"who": person, "wanted": weekly})

    async def set_kind(self, person: PersonId, kind: Kind, preference: KindPreference, now: datetime) -> None:
        """Remember the preference for one kind."""
        own = preference.thresholds
        # The person first: two changes of one person at once take turns.
        async with self._database.write() as connection:
            await connection.execute(CHOSE, {"who": person, "now": now})
            await connection.execute(
                _PREFER.on(connection),
                {
                    "person": person,
                    "kind": kind.value,
                    "enabled": preference.enabled,
                    "own_thresholds": own is not None,
                },
            )
            await connection.execute(_FORGET_THRESHOLDS, {"who": person, "of_kind": kind.value})
            if own:
                await connection.execute(
                    _ADD_THRESHOLDS,
                    [{"person": person, "kind": kind.value, "threshold": one} for one in sorted(own)],
                )


async def _plan_anew(connection: AsyncConnection, person: PersonId, now: datetime) -> None:
    await connection.execute(_PLAN_ANEW, {"who": person, "now": now})
