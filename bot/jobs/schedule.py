"""The scheduler. APScheduler's defaults drop a job that is a second late; ours runs late rather than never."""

from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]


class Schedule:
    """Runs jobs at intervals, one run of each at a time; missed and failed runs are logged."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)

    def every(self, seconds: int, name: str, job: Job) -> None:
        """Run the job every so many seconds, first after one interval."""
        self._scheduler.add_job(job, IntervalTrigger(seconds=seconds, timezone=UTC), id=name, name=name)

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Start no further runs."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _report(event: JobExecutionEvent) -> None:
    if event.exception is not None:
        log.error("job.failed", job=event.job_id, exc_info=event.exception)
    else:
        log.error("job.missed", job=event.job_id)
