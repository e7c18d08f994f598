"""Jobs at their intervals; what befalls them is counted."""

import asyncio

import pytest

from bot.jobs.schedule import Mishap, Schedule


async def test_a_job_may_run_at_once_and_a_failed_run_is_counted() -> None:
    mishaps: list[tuple[str, Mishap]] = []
    counted, ran = asyncio.Event(), asyncio.Event()

    def count(job: str, mishap: Mishap) -> None:
        mishaps.append((job, mishap))
        counted.set()

    async def well() -> None:
        ran.set()

    async def badly() -> None:
        raise RuntimeError("a mistake")

    schedule = Schedule(count)
    schedule.every(3600, "well", well, at_once=True)
    schedule.every(3600, "badly", badly, at_once=True)
    schedule.every(3600, "later", badly)
    schedule.start()
    async with asyncio.timeout(5):
        await ran.wait()
        await counted.wait()
    await schedule.stop()
    assert mishaps == [("badly", Mishap.FAILED)]


async def test_a_run_that_cannot_begin_is_counted_as_missed() -> None:
    mishaps: list[tuple[str, Mishap]] = []
    counted = asyncio.Event()

    def count(job: str, mishap: Mishap) -> None:
        mishaps.append((job, mishap))
        counted.set()

    schedule = Schedule(count)
    schedule.every(1, "long", asyncio.Event().wait, at_once=True)
    schedule.start()
    async with asyncio.timeout(5):
        await counted.wait()
    await schedule.stop()
    assert mishaps == [("long", Mishap.MISSED)]


async def test_stopping_ends_runs_in_work_and_counts_no_mishap() -> None:
    begun = asyncio.Event()
    ended: list[type[BaseException]] = []

    async def long() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as cancelled:
            ended.append(type(cancelled))
            raise

    def count(job: str, mishap: Mishap) -> None:
        pytest.fail(f"{job}: {mishap}")

    schedule = Schedule(count)
    schedule.every(3600, "long", long, at_once=True)
    schedule.start()
    async with asyncio.timeout(5):
        await begun.wait()
    await schedule.stop()
    assert ended == [asyncio.CancelledError]
