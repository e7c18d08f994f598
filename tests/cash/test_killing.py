"""`kill -9` in the middle of a load: what was begun is finished by the next process, nothing twice."""

import asyncio
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.clock import SystemClock
from bot.demo.market.server import MarketStandIn
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.generator import Plan, world
from storage.database import Database
from storage.schema import migrate
from storage.tables import cash_orders, integrations, organizations, people, shifts

ROOT = Path(__file__).resolve().parents[2]
INN = "9600100116"


async def organization(database: Database, first: date, now: datetime) -> None:
    async with database.write() as connection:
        person = {"id": 1, "name": "Анна", "language": "ru", "zone": "Europe/Moscow", "created_at": now}
        await connection.execute(insert(people), person)
        firm = {"id": 1, "inn": INN, "name": "Ромашка", "folded_name": "ромашка"}
        await connection.execute(insert(organizations), {**firm, "kind": "legal-entity", "created_at": now})
        for kind in ("ofd", "market"):
            row = {
                "organization": 1,
                "kind": kind,
                "state": "on",
                "load_from": first,
                "zone": "Europe/Moscow",
            }
            await connection.execute(
                insert(integrations), {**row, "changed_at": now, "changed_by": 1, "version": 1}
            )


async def begun(url: str, ofd: str, market: str, kind: str) -> asyncio.subprocess.Process:
    worker = Path(__file__).with_name("loading_worker.py")
    return await asyncio.create_subprocess_exec(
        sys.executable, str(worker), url, ofd, market, kind, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )


@pytest.mark.parametrize("order", [("ofd", "market"), ("market", "ofd")])
async def test_a_load_that_is_killed_goes_on_where_it_was(tmp_path: Path, order: tuple[str, str]) -> None:
    now = SystemClock().now()
    first = (now - timedelta(days=300)).date()
    made = world(Plan(seed=5, first=first, days=290, registers=3, busiest=4), INN)
    ofd, market = OfdStandIn(made, "key", "sid"), MarketStandIn(made, "key", SystemClock())
    await ofd.start()
    await market.start()
    url = f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}"
    database = Database(url)
    await migrate(database)
    await organization(database, first, now)
    for kind in order:
        for attempt in range(4):
            asked = len(ofd.asked) + len(market.asked)
            worker = await begun(url, ofd.url, market.url, kind)
            while attempt < 3 and len(ofd.asked) + len(market.asked) < asked + 9 + 4 * attempt:  # noqa: ASYNC110 -- another process's progress
                await asyncio.sleep(0.002)
            if attempt < 3 and worker.returncode is None:
                worker.kill()
            code = await worker.wait()
        assert code == 0
    [firm] = made.firms
    closed = [shift for one in firm.registers for shift in one.shifts if shift.closed is not None]
    expected = [shift.sales_cash for shift in closed if shift.sales_cash > 0]
    async with database.read() as connection:
        number, total, last, years = (
            await connection.execute(
                select(
                    func.count(),
                    func.sum(cash_orders.c.amount),
                    func.count(cash_orders.c.number.distinct()),
                    func.count(cash_orders.c.year.distinct()),
                )
            )
        ).one()
        fiscal = select(func.count()).where(shifts.c.source == "ofd")
        told = (await connection.execute(fiscal)).scalar_one()
    await database.aclose()
    await ofd.stop()
    await market.stop()
    assert (number, total) == (len(expected), sum(expected))
    assert last <= number
    assert years in {1, 2}
    assert told == len(closed)
