"""What the database holds. A migration changes it; a test holds the two together."""

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
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.column_types import CleanText, Identifier, UtcDateTime

# Every constraint has a name, so that a later migration can speak of it on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

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
    PrimaryKeyConstraint("person", "organization"),
    Index(None, "organization", "open_until"),
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
