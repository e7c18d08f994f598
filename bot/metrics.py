"""Counters for `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest


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

    def page(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
