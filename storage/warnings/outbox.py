"""What waits to be told, from its turn to its end."""

from storage.warnings.outbox_queue import OutboxQueue
from storage.warnings.outbox_results import OutboxResults


class StoredOutbox(OutboxQueue, OutboxResults):
    """`bot.cabinet.warnings.ports.Outbox` on the database."""
