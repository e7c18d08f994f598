"""Files, closing documents and reconciliation acts."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.column_types import CleanText, Identifier, UtcDateTime
from storage.tables.core import organizations, people
from storage.tables.naming import metadata

files = Table(
    "files",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of what it says
    Column("media", String(8), nullable=False),
    Column("size", Integer, nullable=False),  # bytes, before encryption
    Column("content", LargeBinary, nullable=False),  # encrypted
    Column("kept_at", UtcDateTime, nullable=False),
    Index(None, "media", "kept_at"),
)

# What Telegram has of a file already: the name shown in the chat belongs to it.
telegram_files = Table(
    "telegram_files",
    metadata,
    Column("file", Identifier, ForeignKey(files.c.id), nullable=False),
    Column("bot", Identifier, nullable=False),
    Column("name", Text, nullable=False),
    Column("telegram_id", Text, nullable=False),
    PrimaryKeyConstraint("file", "bot", "name"),
    sqlite_with_rowid=False,
)

closing_documents = Table(
    "closing_documents",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    # What the source knows it by.
    Column("message", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", CleanText, nullable=False),
    Column("number", CleanText),
    Column("dated", Date),
    Column("filed_on", Date, nullable=False),  # its own date; where there is none, the day of sending
    Column("amount", Identifier),  # kopecks
    Column("vat", Identifier),
    Column("status", String(20), nullable=False),
    Column("deal", CleanText, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("link", Text, nullable=False),
    Column("appeared_at", UtcDateTime, nullable=False),  # when the bot first saw it
    Column("seen_at", UtcDateTime, nullable=False),  # when the source last listed it
    Column("file", Identifier, ForeignKey(files.c.id)),  # its print form, once somebody has asked for it
    UniqueConstraint("organization", "message", "entity"),
    Index(None, "organization", "filed_on", "id"),
    Index(None, "organization", "appeared_at"),
    # Documents go, and buttons with their numbers stay in chats: a number is never given twice.
    sqlite_autoincrement=True,
)

# How far each organization's documents have been loaded.
document_loads = Table(
    "document_loads",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), primary_key=True, autoincrement=False),
    Column("tried_at", UtcDateTime, nullable=False),
    Column("loaded_at", UtcDateTime),  # the last time it worked
    Column("whole_at", UtcDateTime),  # the last time everything was asked for, not only what is new
    Column("failure", String(24)),  # why it did not work at `tried_at`
    Index(None, "tried_at"),
    sqlite_with_rowid=False,
)

# Acts that the service centre has made; those of Диадок stand among its documents.
reconciliation_acts = Table(
    "reconciliation_acts",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("file", Identifier, ForeignKey(files.c.id), nullable=False),
    Column("appeared_at", UtcDateTime, nullable=False),  # of this file: a mended act counts as new
    UniqueConstraint("organization", "first", "last"),
    Index(None, "organization", "last", "id"),
    Index(None, "appeared_at"),
)

act_orders = Table(
    "act_orders",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("state", String(12), nullable=False),
    Column("ordered_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column(
        "settled_by", Identifier, ForeignKey(people.c.id)
    ),  # empty: by a file from the command line, or from Диадок
    Column("act", Identifier, ForeignKey(reconciliation_acts.c.id)),
    Column("comment", CleanText),  # why it was declined
    # One order for a period at a time.
    Index(
        "uq_act_orders_waiting",
        "organization",
        "first",
        "last",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "state", "ordered_at", "id"),
    Index(None, "settled_at"),
    Index(None, "act"),
    Index(None, "organization", "ordered_at", "id"),
)

# Tokens of services outside that are exchanged for new ones.
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("service", String(16), primary_key=True),
    # SHA-256 of the token in the settings that this one descends from: a new one there starts anew.
    Column("origin", String(64), nullable=False),
    Column("token", LargeBinary, nullable=False),  # encrypted
    Column("changed_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
