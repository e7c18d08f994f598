"""Integrations and their signed texts; cash registers, shifts and cash receipt orders; what Маркет reports besides."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Certificates to choose from for an integration.
_CERTIFICATES = "ix_confirmations_organization_certificate_valid_until"

TABLES = (
    "cash_box_links",
    "cash_registers",
    "integrations",
    "load_marks",
    "shops",
    "signed_texts",
    "text_signatures",
    "cashless_days",
    "order_counters",
    "shifts",
    "sold_products",
    "waybills",
    "cash_orders",
)


def upgrade() -> None:
    _create_integrations()
    _create_shifts()


def _create_integrations() -> None:
    op.create_table(
        "cash_box_links",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("cash_box", sa.Text(), nullable=False),
        sa.Column("registration_number", sa.Text(), nullable=False),
        sa.Column("decided_by", IDENTIFIER),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_cash_box_links_decided_by_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_cash_box_links_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "cash_box", name="pk_cash_box_links"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cash_registers",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("registration_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("drive", sa.Text()),
        sa.Column("last_document_at", MOMENT),
        sa.Column("silent_from", MOMENT),
        sa.Column("drive_sign", sa.String(16)),
        sa.Column("drive_sign_at", MOMENT),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_cash_registers_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cash_registers"),
        sa.UniqueConstraint(
            "organization", "registration_number", name="uq_cash_registers_organization_registration_number"
        ),
    )
    op.create_index(
        "ix_cash_registers_silent_from_organization", "cash_registers", ["silent_from", "organization"]
    )
    op.create_index("ix_cash_registers_updated_at", "cash_registers", ["updated_at"])
    op.create_table(
        "integrations",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("signer_name", sa.Text()),
        sa.Column("load_from", sa.Date()),
        sa.Column("zone", sa.Text()),
        sa.Column("on_since", MOMENT),
        sa.Column("off_since", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tried_at", MOMENT),
        sa.Column("loaded_at", MOMENT),
        sa.Column("failing_since", MOMENT),
        sa.Column("failure", sa.String(24)),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name="fk_integrations_changed_by_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_integrations_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "kind", name="pk_integrations"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_integrations_failing_since", "integrations", ["failing_since"])
    op.create_index("ix_integrations_state_kind_tried_at", "integrations", ["state", "kind", "tried_at"])
    op.create_table(
        "load_marks",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("loaded_from", sa.Date(), nullable=False),
        sa.Column("loaded_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_load_marks_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "kind", "unit", name="pk_load_marks"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shops",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_shops_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "shop", name="pk_shops"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signed_texts",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("sort", sa.String(12), nullable=False),
        sa.Column("file", IDENTIFIER, nullable=False),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_to", IDENTIFIER, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("signed_at", MOMENT),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_signed_texts_file_files"),
        sa.ForeignKeyConstraint(["issued_to"], ["people.id"], name="fk_signed_texts_issued_to_people"),
        sa.ForeignKeyConstraint(
            ["organization", "kind"],
            ["integrations.organization", "integrations.kind"],
            name="fk_signed_texts_organization_kind_integrations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signed_texts"),
    )
    op.create_index("ix_signed_texts_issued_to_issued_at", "signed_texts", ["issued_to", "issued_at"])
    op.create_index(
        "ix_signed_texts_organization_kind_issued_at", "signed_texts", ["organization", "kind", "issued_at"]
    )
    op.create_table(
        "text_signatures",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("signed_text", IDENTIFIER, nullable=False),
        sa.Column("file", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("signer_name", sa.Text()),
        sa.Column("serial", sa.Text()),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_text_signatures_file_files"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_text_signatures_person_people"),
        sa.ForeignKeyConstraint(
            ["signed_text"], ["signed_texts.id"], name="fk_text_signatures_signed_text_signed_texts"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_text_signatures"),
    )
    op.create_index("ix_text_signatures_signed_text_at", "text_signatures", ["signed_text", "at"])


def _create_shifts() -> None:
    op.create_table(
        "cashless_days",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("payment", sa.String(16), nullable=False),
        sa.Column("received", IDENTIFIER, nullable=False),
        sa.Column("returned", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_cashless_days_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "day", "shop", "payment", name="pk_cashless_days"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "order_counters",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_order_counters_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "year", name="pk_order_counters"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shifts",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("registration_number", sa.Text()),
        sa.Column("drive", sa.Text()),
        sa.Column("number", sa.Integer()),
        sa.Column("document", IDENTIFIER),
        sa.Column("fiscal_sign", IDENTIFIER),
        sa.Column("shop", sa.Text()),
        sa.Column("cash_box", sa.Text()),
        sa.Column("opened_at", MOMENT),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("sales_cash", IDENTIFIER),
        sa.Column("refunds_cash", IDENTIFIER),
        sa.Column("sales_total", IDENTIFIER),
        sa.Column("refunds_total", IDENTIFIER),
        sa.Column("sales_count", sa.Integer()),
        sa.Column("refunds_count", sa.Integer()),
        sa.Column("unknown_money", IDENTIFIER, nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("twin", IDENTIFIER),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.Column("decided_by", IDENTIFIER),
        sa.Column("decided_at", MOMENT),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_shifts_decided_by_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_shifts_organization_organizations"
        ),
        sa.ForeignKeyConstraint(["twin"], ["shifts.id"], name="fk_shifts_twin_shifts"),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
        sa.UniqueConstraint("organization", "key", name="uq_shifts_organization_key"),
    )
    op.create_index("ix_shifts_organization_closed_at", "shifts", ["organization", "closed_at"])
    op.create_index(
        "ix_shifts_organization_state_closed_at", "shifts", ["organization", "state", "closed_at"]
    )
    op.create_index("ix_shifts_twin", "shifts", ["twin"])
    op.create_table(
        "sold_products",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("sold", IDENTIFIER, nullable=False),
        sa.Column("returned", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_sold_products_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("organization", "day", "shop", "product", name="pk_sold_products"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "waybills",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("supplier", sa.Text()),
        sa.Column("supplier_inn", sa.String(12)),
        sa.Column("cost", IDENTIFIER),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_waybills_organization_organizations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_waybills"),
        sa.UniqueConstraint("organization", "external", name="uq_waybills_organization_external"),
    )
    op.create_index("ix_waybills_organization_received_id", "waybills", ["organization", "received", "id"])
    op.create_table(
        "cash_orders",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", IDENTIFIER, nullable=False),
        sa.Column("shift", IDENTIFIER, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT),
        sa.Column("accepted_by", IDENTIFIER),
        sa.ForeignKeyConstraint(["accepted_by"], ["people.id"], name="fk_cash_orders_accepted_by_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_cash_orders_organization_organizations"
        ),
        sa.ForeignKeyConstraint(["shift"], ["shifts.id"], name="fk_cash_orders_shift_shifts"),
        sa.PrimaryKeyConstraint("id", name="pk_cash_orders"),
        sa.UniqueConstraint("organization", "year", "number", name="uq_cash_orders_organization_year_number"),
        sa.UniqueConstraint("shift", name="uq_cash_orders_shift"),
    )
    op.create_index("ix_cash_orders_organization_day_id", "cash_orders", ["organization", "day", "id"])
    op.create_index(_CERTIFICATES, "confirmations", ["organization", "certificate_valid_until"])


def downgrade() -> None:
    op.drop_index(_CERTIFICATES, "confirmations")
    for table in reversed(TABLES):
        op.drop_table(table)
