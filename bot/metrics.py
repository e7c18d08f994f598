"""Counters for `/metrics`."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from bot.cabinet.warnings.outbox import Delivery, Letter, Outcome
from bot.cabinet.warnings.ports import OutboxState
from bot.jobs.schedule import Mishap

_WORDS = {
    Outcome.SENT: "sent",
    Outcome.UNREACHABLE: "unreachable",
    Outcome.REFUSED: "failed",
    Outcome.LATER: "again",
    Outcome.NOT_ARRIVED: "again",
    Outcome.UNKNOWN: "unknown",
}


class Metrics:
    """One registry per application: two bots in one process, as tests have them, do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter(
            "kabinet_updates", "Updates handled, by kind", ["kind"], registry=self.registry
        )
        self.update_seconds = Histogram(
            "kabinet_update_seconds",
            "Time from receiving an update to the end of its handling",
            registry=self.registry,
        )
        self.calls = Counter(
            "kabinet_calls",
            "Calls to Telegram, by method and outcome",
            ["method", "outcome"],
            registry=self.registry,
        )
        self.signatures = Counter(
            "kabinet_signatures", "Signatures judged, by verdict", ["verdict"], registry=self.registry
        )
        self.warnings = Counter(
            "kabinet_warnings",
            "Warnings handed to Telegram, by kind and outcome; repeated attempts count each",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.outbox = Gauge(
            "kabinet_outbox", "Warnings in the outbox, by state", ["state"], registry=self.registry
        )
        self.unreachable = Gauge(
            "kabinet_unreachable", "People who have stopped the bot", registry=self.registry
        )
        self.oldest_due_seconds = Gauge(
            "kabinet_oldest_due_seconds",
            "For how long the longest waiting warning has been due",
            registry=self.registry,
        )
        self.found = Counter(
            "kabinet_looks_found",
            "Warnings that looks have found due, by kind",
            ["kind"],
            registry=self.registry,
        )
        self.look_seconds = Histogram(
            "kabinet_look_seconds", "Time one look of the watch takes", registry=self.registry
        )
        self.delivery_failures = Counter(
            "kabinet_delivery_failures",
            "Failures of the database that delivery has survived, by stage",
            ["stage"],
            registry=self.registry,
        )
        self.jobs_missed = Counter(
            "kabinet_jobs_missed", "Runs of jobs that did not begin, by job", ["job"], registry=self.registry
        )
        self.jobs_failed = Counter(
            "kabinet_jobs_failed", "Runs of jobs that failed, by job", ["job"], registry=self.registry
        )
        self.leads = Gauge(
            "kabinet_leads", "Whether this process watches and delivers", registry=self.registry
        )

    def delivery(self, letter: Letter, delivery: Delivery) -> None:
        """Count a letter that was handed over: `bot.jobs.surviving.Tally`."""
        for item in letter.items:
            self.warnings.labels(item.kind.value, _WORDS[delivery.outcome]).inc()

    def failure(self, stage: str) -> None:
        """Count a failure of the database while delivering: `bot.jobs.surviving.Tally`."""
        self.delivery_failures.labels(stage).inc()

    def mishap(self, job: str, mishap: Mishap) -> None:
        """Count a run of a job that failed or did not begin."""
        counter = self.jobs_failed if mishap is Mishap.FAILED else self.jobs_missed
        counter.labels(job).inc()

    def show_outbox(self, outbox: OutboxState, now: datetime) -> None:
        """Show how the outbox stands."""
        for state in ("due", "postponed", "held", "sending", "sent", "failed", "unknown"):
            self.outbox.labels(state).set(getattr(outbox, state))
        self.unreachable.set(outbox.unreachable_total)
        oldest = outbox.oldest_due
        self.oldest_due_seconds.set(0 if oldest is None else (now - oldest).total_seconds())

    def hide_outbox(self) -> None:
        """Show the outbox no more: another process does."""
        self.outbox.clear()
        self.unreachable.set(0)
        self.oldest_due_seconds.set(0)

    def page(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
