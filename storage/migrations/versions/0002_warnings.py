"""Warnings: people's choices about them, how far the watch has looked, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INDEXES = (
    ("people", ("zone",)),
    ("people", ("choices_changed_at",)),
    ("people", ("unreachable_since",)),
    ("memberships", ("open_until",)),
    ("memberships", ("certificate_valid_until",)),
    ("memberships", ("confirmed_at",)),
    ("subscriptions", ("valid_until", "organization")),
    ("subscriptions", ("updated_at",)),
)


def upgrade() -> None:
    op.add_column("people", sa.Column("quiet_from", sa.Integer(), nullable=False, server_default="1200"))
    op.add_column("people", sa.Column("quiet_until", sa.Integer(), nullable=False, server_default="540"))
    op.add_column("people", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("people", sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("choices_changed_at", MOMENT))
    op.add_column("memberships", sa.Column("closed_at", MOMENT))
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    op.create_table(
        "warning_preferences",
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("own_thresholds", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "kind", name="pk_warning_preferences"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_warning_preferences_person_people"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "warning_thresholds",
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "kind", "threshold", name="pk_warning_thresholds"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_warning_thresholds_person_people"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hidden_ends",
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", IDENTIFIER, nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", "kind", "subject", "end", name="pk_hidden_ends"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_hidden_ends_person_people"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hidden_ends_hidden_at", "hidden_ends", ["hidden_at"])
    op.create_table(
        "watch_marks",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("looked_until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_watch_marks"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", IDENTIFIER, nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("organization", IDENTIFIER),
        sa.Column("actor", IDENTIFIER),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("batch", IDENTIFIER),
        sa.Column("message", IDENTIFIER),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_outbox_person_people"),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_outbox_organization_organizations"
        ),
        sa.ForeignKeyConstraint(["actor"], ["people.id"], name="fk_outbox_actor_people"),
        sa.UniqueConstraint(
            "person", "kind", "subject", "threshold", "end", name="uq_outbox_person_kind_subject_threshold_end"
        ),
    )
    op.create_index(
        "ix_outbox_state_urgent_not_before_id", "outbox", ["state", "urgent", "not_before", "id"]
    )
    op.create_index("ix_outbox_person_state", "outbox", ["person", "state"])
    op.create_index("ix_outbox_person_batch", "outbox", ["person", "batch"])
    op.create_index("ix_outbox_changed_at", "outbox", ["changed_at"])


def downgrade() -> None:
    for table in ("outbox", "watch_marks", "hidden_ends", "warning_thresholds", "warning_preferences"):
        op.drop_table(table)
    for table, columns in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    op.drop_column("memberships", "closed_at")
    for column in ("choices_changed_at", "weekly", "digest", "quiet_until", "quiet_from"):
        op.drop_column("people", column)
