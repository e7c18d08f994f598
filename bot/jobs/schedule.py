"""The scheduler. APScheduler's defaults drop a job that is a second late; ours runs late rather than never."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC
from enum import Enum

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import SystemClock

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]


class Mishap(Enum):
    """What may befall a run of a job."""

    FAILED = "failed"
    MISSED = "missed"  # it did not begin, or the one before it had not ended


Count = Callable[[str, Mishap], None]


class Schedule:
    """Runs jobs at intervals, one run of each at a time; missed and failed runs are logged and counted.

    Args:
        count: Told the job's name and what befell it.
    """

    def __init__(self, count: Count) -> None:
        self._count = count
        self._running: set[asyncio.Task[object]] = set()
        self._stopped = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._scheduler.add_listener(
            self._report, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES
        )

    def every(self, seconds: int, name: str, job: Job, *, at_once: bool = False) -> None:
        """Run the job every so many seconds; first after one interval, or as soon as the schedule starts."""
        # The scheduler goes by the machine's time, whatever the bot's own clock says.
        first = {"next_run_time": SystemClock().now()} if at_once else {}
        self._scheduler.add_job(
            self._watched(job), IntervalTrigger(seconds=seconds, timezone=UTC), id=name, name=name, **first
        )

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Start no further runs, and end those that are in work."""
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        running = tuple(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _watched(self, job: Job) -> Job:
        async def run() -> object:
            task = asyncio.ensure_future(job())
            self._running.add(task)
            try:
                return await task
            except asyncio.CancelledError:
                if self._stopped:  # no mishap
                    return None
                raise
            finally:
                self._running.discard(task)

        return run

    def _report(self, event: JobEvent) -> None:
        exception = getattr(event, "exception", None)
        if exception is not None:
            log.error("job.failed", job=event.job_id, exc_info=exception)
            self._count(event.job_id, Mishap.FAILED)
        else:
            log.error("job.missed", job=event.job_id)
            self._count(event.job_id, Mishap.MISSED)
