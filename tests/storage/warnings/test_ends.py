from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update

from storage.database import Database
from storage.service_imports import StoredServiceImports
from storage.tables import memberships, subscriptions
from storage.warnings.ends import DayAfter, EndText, read, written
from tests.storage.samples import ANNA, confirm, line, meet

MOMENTS = [
    datetime(2028, 2, 29, 23, 59, 59, 999999, UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 6, 30, 23, 30, tzinfo=timezone(timedelta(hours=-5))),
]
DAYS = [date(2028, 2, 29), date(2026, 12, 31), date(2027, 2, 28)]


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_moment_is_written_alike_by_python_and_the_database(
    database: Database, moment: datetime
) -> None:
    await meet(database, ANNA)
    await confirm(database)
    async with database.write() as connection:
        await connection.execute(update(memberships).values(open_until=moment))
        text = await connection.scalar(select(EndText(memberships.c.open_until)))
    assert text == written(moment)
    assert read(text) == moment


@pytest.mark.parametrize("day", DAYS)
async def test_a_day_is_written_alike_and_the_next_day_follows(database: Database, day: date) -> None:
    await StoredServiceImports(database).save([line(end=day)], MOMENTS[1])
    async with database.read() as connection:
        row = (
            await connection.execute(
                select(
                    EndText(subscriptions.c.valid_until).label("text"),
                    DayAfter(subscriptions.c.valid_until).label("after"),
                )
            )
        ).one()
    assert row.text == written(day) == day.isoformat()
    assert read(row.text) == day
    assert row.after == day + timedelta(days=1)


def test_the_order_of_texts_is_the_order_of_time() -> None:
    moments = sorted(MOMENTS)
    assert sorted(map(written, moments)) == [written(moment) for moment in moments]
    # A day and a moment within it may be compared as well.
    assert written(date(2026, 1, 1)) < written(datetime(2026, 1, 1, tzinfo=UTC)) < written(date(2026, 1, 2))
