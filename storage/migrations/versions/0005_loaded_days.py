"""Days that were loaded, each with the day of asking; cash that is told otherwise after the shift has been posted.

What was kept as loaded before may have had gaps and is forgotten: it is asked for once more, and what stands is not
changed by that. Numbers of closing documents are never given twice, on SQLite either: PostgreSQL never did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_BY_AGE = "ix_files_media_kept_at"
_TOLD_OTHERWISE = "ix_shifts_organization_later_cash"


def upgrade() -> None:
    op.drop_table("load_marks")
    _create_marks(sa.Column("asked_on", sa.Date()), key=("organization", "kind", "unit", "loaded_from"))
    op.add_column("shifts", sa.Column("later_cash", IDENTIFIER))
    op.add_column("shifts", sa.Column("later_seen_at", MOMENT))
    op.create_index(_TOLD_OTHERWISE, "shifts", ["organization", "later_cash"])
    op.create_index(_BY_AGE, "files", ["media", "kept_at"])
    _number_documents(once=True)


def downgrade() -> None:
    _number_documents(once=False)
    op.drop_index(_BY_AGE, "files")
    op.drop_index(_TOLD_OTHERWISE, "shifts")
    op.drop_column("shifts", "later_seen_at")
    op.drop_column("shifts", "later_cash")
    op.drop_table("load_marks")
    _create_marks(key=("organization", "kind", "unit"))


def _create_marks(*more: sa.Column[object], key: tuple[str, ...]) -> None:
    op.create_table(
        "load_marks",
        sa.Column("organization", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("loaded_from", sa.Date(), nullable=False),
        sa.Column("loaded_until", sa.Date(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.id"], name="fk_load_marks_organization_organizations"
        ),
        sa.PrimaryKeyConstraint(*key, name="pk_load_marks"),
        sqlite_with_rowid=False,
    )


def _number_documents(*, once: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table(
        "closing_documents", recreate="always", table_kwargs={"sqlite_autoincrement": once}
    ) as table:
        table.alter_column("title", existing_type=sa.Text(), existing_nullable=False)
