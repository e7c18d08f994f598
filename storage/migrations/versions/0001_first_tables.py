"""First tables: people, organizations, what proves the tie between them, services, the audit and conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The types are written out here: a later change of the program's own types must not change this step.
MOMENT = sa.DateTime(timezone=True)
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text()),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("unreachable_since", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organizations",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("inn", sa.String(12), nullable=False),
        sa.Column("ogrn", sa.String(15)),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", FOLDED, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
        sa.UniqueConstraint("inn", name="uq_organizations_inn"),
    )
    op.create_table(
        "challenges",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_challenges_person_people"),
        sa.UniqueConstraint("code", name="uq_challenges_code"),
        sa.UniqueConstraint("id", "person", name="uq_challenges_id_person"),
    )
    op.create_index("ix_challenges_person_issued_at", "challenges", ["person", "issued_at"])
    op.create_index("ix_challenges_issued_at", "challenges", ["issued_at"])
    op.create_table(
        "confirmations",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("challenge", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_title", sa.Text()),
        sa.Column("certificate_valid_until", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("open_until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_confirmations"),
        sa.ForeignKeyConstraint(
            ["challenge", "person"],
            ["challenges.id", "challenges.person"],
            name="fk_confirmations_challenge_person_challenges",
        ),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_confirmations_organization_organizations"
        ),
        sa.UniqueConstraint("challenge", "fingerprint", name="uq_confirmations_challenge_fingerprint"),
    )
    op.create_table(
        "memberships",
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_title", sa.Text()),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("certificate_valid_until", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("open_until", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "organization", name="pk_memberships"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_memberships_person_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_memberships_organization_organizations"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_memberships_organization_open_until", "memberships", ["organization", "open_until"])
    op.create_table(
        "subscriptions",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("kpp", sa.String(9)),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("tariff", sa.Text(), nullable=False),
        sa.Column("modifiers", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("external_id", sa.Text()),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_subscriptions_organization_organizations"
        ),
        sa.UniqueConstraint("key", name="uq_subscriptions_key"),
    )
    op.create_index(
        "ix_subscriptions_organization_valid_until", "subscriptions", ["organization", "valid_until"]
    )
    op.create_table(
        "audit",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("organization", IDENTIFIER),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_audit_person_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_audit_organization_organizations"
        ),
    )
    op.create_index("ix_audit_organization_at_id", "audit", ["organization", "at", "id"])
    op.create_table(
        "fsm",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_fsm"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fsm_updated_at", "fsm", ["updated_at"])


def downgrade() -> None:
    for table in (
        "fsm",
        "audit",
        "subscriptions",
        "memberships",
        "confirmations",
        "challenges",
        "organizations",
        "people",
    ):
        op.drop_table(table)
