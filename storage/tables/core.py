"""People, organizations and access, services, conversations and warnings."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from storage.column_types import CleanText, Identifier, UtcDateTime
from storage.tables.naming import metadata

# Folded names are sorted by code point everywhere: PostgreSQL's own collation depends on how its cluster was made.
_FOLDED = Text().with_variant(Text(collation="C"), "postgresql")

# Tables whose key comes from outside are made WITHOUT ROWID on SQLite: rows lie in the order of the key, and a key that
# is NULL is refused. In a table with row numbers SQLite would invent one instead.

people = Table(
    "people",
    metadata,
    Column("id", Identifier, primary_key=True, autoincrement=False),  # the id that Telegram gave
    Column("name", CleanText, nullable=False),
    Column("username", CleanText),
    Column("language", String(2), nullable=False),
    Column("zone", Text, nullable=False),  # IANA name
    Column("created_at", UtcDateTime, nullable=False),
    Column("unreachable_since", UtcDateTime),  # the person stopped the bot
    # Quiet hours: minutes since midnight of the person's zone; equal when there are none.
    Column("quiet_from", Integer, nullable=False, server_default="1200"),
    Column("quiet_until", Integer, nullable=False, server_default="540"),
    Column("digest", Boolean, nullable=False, server_default=true()),
    Column("weekly", Boolean, nullable=False, server_default=false()),
    Column(
        "choices_changed_at", UtcDateTime
    ),  # about warnings: the watch holds the person's terms against them
    Index(None, "zone"),
    Index(None, "choices_changed_at"),
    Index(None, "unreachable_since"),
    sqlite_with_rowid=False,
)

organizations = Table(
    "organizations",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("inn", String(12), nullable=False, unique=True),
    Column("ogrn", String(15)),  # set once a certificate has proved the organization
    Column("name", CleanText, nullable=False),
    Column("folded_name", _FOLDED, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

challenges = Table(
    "challenges",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    # What a confirmation refers to: nobody's signature is recorded for another person's challenge.
    UniqueConstraint("id", "person"),
    Index(None, "person", "issued_at"),
    Index(None, "issued_at"),  # retention
)

# Evidence: rows are added and never changed.
confirmations = Table(
    "confirmations",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("challenge", Identifier, nullable=False),
    Column("person", Identifier, nullable=False),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("serial", Text, nullable=False),
    Column("issuer", CleanText, nullable=False),
    Column("signer_name", CleanText, nullable=False),
    Column("signer_title", CleanText),
    Column("certificate_valid_until", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("open_until", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["challenge", "person"], [challenges.c.id, challenges.c.person]),
    # Each certificate counts once per challenge.
    UniqueConstraint("challenge", "fingerprint"),
    Index(None, "organization", "certificate_valid_until"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("signer_name", CleanText, nullable=False),
    Column("signer_title", CleanText),
    Column("fingerprint", String(64), nullable=False),
    Column("certificate_valid_until", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("open_until", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("muted", Boolean, nullable=False),
    # Access that was closed before its time: equal to `open_until` then. Its end is no news.
    Column("closed_at", UtcDateTime),
    PrimaryKeyConstraint("person", "organization"),
    Index(None, "organization", "open_until"),
    # For the watch.
    Index(None, "open_until"),
    Index(None, "certificate_valid_until"),
    Index(None, "confirmed_at"),
    sqlite_with_rowid=False,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),  # a digest of ServiceLine.key
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("kpp", String(9)),
    Column("product", CleanText, nullable=False),
    Column("tariff", CleanText, nullable=False),
    Column("modifiers", JSON, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),  # empty: perpetual
    Column("external_id", CleanText),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "organization", "valid_until"),
    # For the watch.
    Index(None, "valid_until", "organization"),
    Index(None, "updated_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(32), nullable=False),
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("organization", Identifier, ForeignKey(organizations.c.id)),
    Column("detail", CleanText, nullable=False),
    Index(None, "organization", "at", "id"),
)

fsm = Table(
    "fsm",
    metadata,
    Column("key", Text, primary_key=True),
    Column("state", Text),
    Column("data", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "updated_at"),  # retention
    sqlite_with_rowid=False,
)

warning_preferences = Table(
    "warning_preferences",
    metadata,
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column(
        "own_thresholds", Boolean, nullable=False
    ),  # those of `warning_thresholds` count, be they none at all
    PrimaryKeyConstraint("person", "kind"),
    sqlite_with_rowid=False,
)

warning_thresholds = Table(
    "warning_thresholds",
    metadata,
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("threshold", Integer, nullable=False),
    PrimaryKeyConstraint("person", "kind", "threshold"),
    sqlite_with_rowid=False,
)

# «Скрыть для этого срока».
hidden_ends = Table(
    "hidden_ends",
    metadata,
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", Identifier, nullable=False),
    Column("end", Text, nullable=False),
    Column("hidden_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("person", "kind", "subject", "end"),
    Index(None, "hidden_at"),  # retention
    sqlite_with_rowid=False,
)

# How far the watch has looked.
watch_marks = Table(
    "watch_marks",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("looked_until", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", Identifier, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("end", Text, nullable=False),  # a day or a moment, written so that text order is the order of time
    Column("organization", Identifier, ForeignKey(organizations.c.id)),
    Column("actor", Identifier, ForeignKey(people.c.id)),  # who caused it
    Column("urgent", Boolean, nullable=False),
    Column("state", String(8), nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("asked_for", Boolean, nullable=False),  # `not_before` is the person's own wish
    Column("attempts", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),  # attempts whose answer was cut off
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),  # when the state was last changed
    Column("batch", Identifier),  # the first row of the message that told it
    Column("message", Identifier),  # that message's number in the chat
    # Nothing is announced twice.
    UniqueConstraint("person", "kind", "subject", "threshold", "end"),
    Index(None, "state", "urgent", "not_before", "id"),  # whose turn it is
    Index(None, "person", "state"),
    Index(None, "person", "batch"),
    Index(None, "changed_at"),  # retention, and the operator's numbers
)
