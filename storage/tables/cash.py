"""Integrations with their signed texts, cash registers, shifts, and the cash receipt orders made out of them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.column_types import CleanText, Identifier, UtcDateTime
from storage.tables.core import organizations, people
from storage.tables.documents import files
from storage.tables.naming import metadata

integrations = Table(
    "integrations",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(20), nullable=False),
    Column("fingerprint", String(64)),  # of the director's certificate that was chosen
    Column("signer_name", CleanText),
    Column("load_from", Date),
    Column("zone", Text),  # of the cash registers: IANA name
    Column("on_since", UtcDateTime),
    Column("off_since", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("version", Integer, nullable=False),  # two people may tap at once: the first one counts
    # Loading.
    Column("tried_at", UtcDateTime),
    Column("loaded_at", UtcDateTime),  # the last time all of it worked
    Column("failing_since", UtcDateTime),
    Column("failure", String(24)),
    PrimaryKeyConstraint("organization", "kind"),
    Index(None, "state", "kind", "tried_at"),
    Index(None, "failing_since"),
    sqlite_with_rowid=False,
)

# Orders to transfer fiscal data and prohibitions: evidence, never changed once signed.
signed_texts = Table(
    "signed_texts",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("sort", String(12), nullable=False),
    Column("file", Identifier, ForeignKey(files.c.id), nullable=False),  # the text
    Column("fingerprint", String(64)),  # whose signature is expected
    Column("issued_at", UtcDateTime, nullable=False),
    Column("issued_to", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("signed_at", UtcDateTime),
    ForeignKeyConstraint(["organization", "kind"], [integrations.c.organization, integrations.c.kind]),
    Index(None, "organization", "kind", "issued_at"),
    Index(None, "issued_to", "issued_at"),
)

# Every signature that somebody sent for a text, good or not.
text_signatures = Table(
    "text_signatures",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("signed_text", Identifier, ForeignKey(signed_texts.c.id), nullable=False),
    Column("file", Identifier, ForeignKey(files.c.id), nullable=False),
    Column("person", Identifier, ForeignKey(people.c.id), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("verdict", String(32), nullable=False),
    Column("signer_name", CleanText),
    Column("serial", Text),
    Index(None, "signed_text", "at"),
)

cash_registers = Table(
    "cash_registers",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("registration_number", Text, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("address", CleanText, nullable=False),
    Column("drive", Text),
    Column("last_document_at", UtcDateTime),
    Column("silent_from", UtcDateTime),  # when its silence is worth a warning
    Column("drive_sign", String(16)),  # what it last said of its fiscal drive
    Column("drive_sign_at", UtcDateTime),  # since when it says so
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("organization", "registration_number"),
    Index(None, "silent_from", "organization"),
    Index(None, "updated_at"),
)

shops = Table(
    "shops",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("shop", Text, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("address", CleanText, nullable=False),
    PrimaryKeyConstraint("organization", "shop"),
    sqlite_with_rowid=False,
)

# Which days of each register or shop have been asked for: whole days, both ends included; no two rows share a day.
load_marks = Table(
    "load_marks",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("unit", Text, nullable=False),  # a registration number, or a shop
    Column("loaded_from", Date, nullable=False),
    Column("loaded_until", Date, nullable=False),
    Column("asked_on", Date),  # empty: so late that nothing of these days can come any more
    PrimaryKeyConstraint("organization", "kind", "unit", "loaded_from"),
    sqlite_with_rowid=False,
)

# Which register a cash box of Маркет's is.
cash_box_links = Table(
    "cash_box_links",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("cash_box", Text, nullable=False),
    Column("registration_number", Text, nullable=False),
    Column("decided_by", Identifier, ForeignKey(people.c.id)),  # empty: concluded from equal shifts
    Column("decided_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("organization", "cash_box"),
    sqlite_with_rowid=False,
)

shifts = Table(
    "shifts",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("key", Text, nullable=False),  # what its source knows it by
    Column("source", String(8), nullable=False),
    # Of ОФД.
    Column("registration_number", Text),
    Column("drive", Text),
    Column("number", Integer),
    Column("document", Identifier),  # number of the report of closing
    Column("fiscal_sign", Identifier),
    # Of Маркет.
    Column("shop", Text),
    Column("cash_box", Text),
    Column("opened_at", UtcDateTime),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("day", Date, nullable=False),  # of closing, by the register's own clock
    Column("zone", Text, nullable=False),
    # Kopecks; empty while nothing is known of the money.
    Column("sales_cash", Identifier),
    Column("refunds_cash", Identifier),
    Column("sales_total", Identifier),
    Column("refunds_total", Identifier),
    Column("sales_count", Integer),
    Column("refunds_count", Integer),
    Column("unknown_money", Identifier, nullable=False),  # paid in a way that Маркет cannot name
    Column("doubts", JSON, nullable=False),
    Column("is_over", Boolean, nullable=False),  # nothing can be added to it
    Column("state", String(12), nullable=False),
    Column("twin", Identifier, ForeignKey("shifts.id")),  # the one that stands for this one too
    Column("loaded_at", UtcDateTime, nullable=False),
    Column("decided_by", Identifier, ForeignKey(people.c.id)),
    Column("decided_at", UtcDateTime),
    # The cash that the source tells of since, when the shift stands with another one; and when a person has seen it.
    Column("later_cash", Identifier),
    Column("later_seen_at", UtcDateTime),
    UniqueConstraint("organization", "key"),
    Index(None, "organization", "state", "closed_at"),
    Index(None, "organization", "closed_at"),
    Index(None, "organization", "later_cash"),
    Index(None, "twin"),
)

cash_orders = Table(
    "cash_orders",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("amount", Identifier, nullable=False),  # kopecks
    Column("shift", Identifier, ForeignKey(shifts.c.id), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("accepted_at", UtcDateTime),
    Column("accepted_by", Identifier, ForeignKey(people.c.id)),
    UniqueConstraint("organization", "year", "number"),
    Index(None, "organization", "day", "id"),
)

# The last number given: the row is locked while orders are numbered, so there are no gaps.
order_counters = Table(
    "order_counters",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("organization", "year"),
    sqlite_with_rowid=False,
)

waybills = Table(
    "waybills",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("external", Text, nullable=False),
    Column("shop", Text, nullable=False),
    Column("number", CleanText, nullable=False),
    Column("dated", Date, nullable=False),
    Column("received", Date, nullable=False),
    Column("supplier", CleanText),
    Column("supplier_inn", String(12)),
    Column("cost", Identifier),  # kopecks
    Column("positions", Integer, nullable=False),
    UniqueConstraint("organization", "external"),
    Index(None, "organization", "received", "id"),
)

cashless_days = Table(
    "cashless_days",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("shop", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("payment", String(16), nullable=False),
    Column("received", Identifier, nullable=False),  # kopecks
    Column("returned", Identifier, nullable=False),
    PrimaryKeyConstraint("organization", "day", "shop", "payment"),
    sqlite_with_rowid=False,
)

sold_products = Table(
    "sold_products",
    metadata,
    Column("organization", Identifier, ForeignKey(organizations.c.id), nullable=False),
    Column("shop", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("product", CleanText, nullable=False),  # blank: sold at a free price
    Column("sold", Identifier, nullable=False),  # thousandths
    Column("returned", Identifier, nullable=False),
    PrimaryKeyConstraint("organization", "day", "shop", "product"),
    sqlite_with_rowid=False,
)
