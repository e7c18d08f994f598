"""What the database holds. A migration changes it; a test holds the two together."""

from storage.tables.core import (
    audit,
    challenges,
    confirmations,
    fsm,
    hidden_ends,
    memberships,
    organizations,
    outbox,
    people,
    subscriptions,
    warning_preferences,
    warning_thresholds,
    watch_marks,
)
from storage.tables.documents import (
    act_orders,
    closing_documents,
    document_loads,
    files,
    reconciliation_acts,
    refresh_tokens,
    telegram_files,
)
from storage.tables.naming import metadata

__all__ = [
    "act_orders",
    "audit",
    "challenges",
    "closing_documents",
    "confirmations",
    "document_loads",
    "files",
    "fsm",
    "hidden_ends",
    "memberships",
    "metadata",
    "organizations",
    "outbox",
    "people",
    "reconciliation_acts",
    "refresh_tokens",
    "subscriptions",
    "telegram_files",
    "warning_preferences",
    "warning_thresholds",
    "watch_marks",
]
