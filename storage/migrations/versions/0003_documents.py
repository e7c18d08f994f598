"""Files, closing documents, reconciliation acts and their orders, tokens of services outside."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLES = (
    "files",
    "telegram_files",
    "closing_documents",
    "document_loads",
    "reconciliation_acts",
    "act_orders",
    "refresh_tokens",
)


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("digest", name="uq_files_digest"),
    )
    op.create_table(
        "telegram_files",
        sa.Column("file", IDENTIFIER, nullable=False),
        sa.Column("bot", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("telegram_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file", "bot", "name", name="pk_telegram_files"),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_telegram_files_file_files"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closing_documents",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("dated", sa.Date()),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("amount", IDENTIFIER),
        sa.Column("vat", IDENTIFIER),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("deal", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("appeared_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("file", IDENTIFIER),
        sa.PrimaryKeyConstraint("id", name="pk_closing_documents"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_closing_documents_organization_organizations"
        ),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_closing_documents_file_files"),
        sa.UniqueConstraint(
            "organization", "message", "entity", name="uq_closing_documents_organization_message_entity"
        ),
    )
    op.create_index(
        "ix_closing_documents_organization_filed_on_id",
        "closing_documents",
        ["organization", "filed_on", "id"],
    )
    op.create_index(
        "ix_closing_documents_organization_appeared_at", "closing_documents", ["organization", "appeared_at"]
    )
    op.create_table(
        "document_loads",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
        sa.Column("loaded_at", MOMENT),
        sa.Column("whole_at", MOMENT),
        sa.Column("failure", sa.String(24)),
        sa.PrimaryKeyConstraint("organization", name="pk_document_loads"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_document_loads_organization_organizations"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_document_loads_tried_at", "document_loads", ["tried_at"])
    _create_acts()
    op.create_table(
        "refresh_tokens",
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_refresh_tokens"),
        sqlite_with_rowid=False,
    )


def _create_acts() -> None:
    op.create_table(
        "reconciliation_acts",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("file", IDENTIFIER, nullable=False),
        sa.Column("appeared_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reconciliation_acts"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_reconciliation_acts_organization_organizations"
        ),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_reconciliation_acts_file_files"),
        sa.UniqueConstraint(
            "organization", "first", "last", name="uq_reconciliation_acts_organization_first_last"
        ),
    )
    op.create_index(
        "ix_reconciliation_acts_organization_last_id", "reconciliation_acts", ["organization", "last", "id"]
    )
    op.create_index("ix_reconciliation_acts_appeared_at", "reconciliation_acts", ["appeared_at"])
    op.create_table(
        "act_orders",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by", IDENTIFIER),
        sa.Column("act", IDENTIFIER),
        sa.Column("comment", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_act_orders"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_act_orders_organization_organizations"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_act_orders_person_people"),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name="fk_act_orders_settled_by_people"),
        sa.ForeignKeyConstraint(
            ["act"], ["reconciliation_acts.id"], name="fk_act_orders_act_reconciliation_acts"
        ),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_act_orders_waiting",
        "act_orders",
        ["organization", "first", "last"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_act_orders_settled_at", "act_orders", ["settled_at"])
    op.create_index("ix_act_orders_act", "act_orders", ["act"])
    op.create_index("ix_act_orders_state_ordered_at_id", "act_orders", ["state", "ordered_at", "id"])
    op.create_index(
        "ix_act_orders_organization_ordered_at_id", "act_orders", ["organization", "ordered_at", "id"]
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
