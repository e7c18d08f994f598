"""Two contenders on one database, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.jobs.leadership import Leader
from storage.database import Database
from storage.leadership import FileLeadership, leadership

SOON = 10.0
QUICK = 0.01
END_LEADERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'kabinet leader' AND datname = current_database()"
)


@dataclass
class Duty:
    """Runs until it is stopped."""

    begun: int = 0
    running: int = 0
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def anew(self) -> "Duty":
        self.stopped = asyncio.Event()
        return self

    async def run(self) -> None:
        self.begun += 1
        self.running += 1
        try:
            await self.stopped.wait()
        finally:
            self.running -= 1

    def stop(self) -> None:
        self.stopped.set()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110  it is the code under test that decides when
            await asyncio.sleep(0.001)


async def test_one_of_two_wins_and_the_other_follows_once_it_resigns(database: Database) -> None:
    first, second = leadership(database), leadership(database)
    assert await first.acquire()
    assert await first.acquire()
    assert not await second.acquire()
    assert await first.holds()
    assert not await second.holds()
    await first.release()
    assert await second.acquire()
    assert not await first.holds()
    await second.release()


async def test_two_processes_never_work_at_once(database: Database) -> None:
    duties = [Duty(), Duty()]
    leaders = [Leader(leadership(database), duty.anew, pace=QUICK) for duty in duties]
    tasks = [asyncio.create_task(leader.run()) for leader in leaders]
    await until(lambda: sum(duty.running for duty in duties) == 1)
    winner = next(number for number, duty in enumerate(duties) if duty.running)
    await asyncio.sleep(0.2)
    assert sum(duty.begun for duty in duties) == 1
    leaders[winner].resign()
    await tasks[winner]
    assert not duties[winner].running
    await until(lambda: duties[1 - winner].running == 1)
    leaders[1 - winner].resign()
    await tasks[1 - winner]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_lost_connection_is_a_lost_leadership(database: Database) -> None:
    duty = Duty()
    leader = Leader(leadership(database), duty.anew, pace=QUICK)
    task = asyncio.create_task(leader.run())
    await until(lambda: duty.running == 1)
    async with database.read() as connection:
        await connection.execute(END_LEADERS)
    await until(lambda: duty.begun == 2 and duty.running == 1)
    leader.resign()
    await task


async def test_a_removed_lock_file_is_a_lost_leadership(tmp_path: Path) -> None:
    path = tmp_path / "kabinet.db.lock"
    first, second = FileLeadership(path), FileLeadership(path)
    assert await first.acquire()
    path.unlink()
    assert not await first.holds()
    assert await second.acquire()
    await first.release()
    await second.release()


async def test_a_database_out_of_reach_is_tried_again(tmp_path: Path) -> None:
    duty = Duty()
    folder = tmp_path / "not yet there"
    leader = Leader(FileLeadership(folder / "kabinet.db.lock"), duty.anew, pace=QUICK)
    task = asyncio.create_task(leader.run())
    await asyncio.sleep(0.05)
    assert not duty.begun
    folder.mkdir()
    await until(lambda: duty.running == 1)
    leader.resign()
    await task


async def test_a_duty_that_fails_ends_the_leader(tmp_path: Path) -> None:
    class Failing(Duty):
        async def run(self) -> None:
            raise RuntimeError("a mistake")

    own = FileLeadership(tmp_path / "kabinet.db.lock")
    with pytest.raises(RuntimeError, match="a mistake"):
        await Leader(own, Failing, pace=QUICK).run()
    assert await own.acquire()
    await own.release()
