"""Allocations as records: commitment, words, draw, adoption; and places on the waitlist set by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True)


def _words(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False)


def upgrade() -> None:
    op.add_column("decisions", sa.Column("hand", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "allocations",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_by", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("commitment", _JSON, nullable=True),
        sa.Column("problem", _JSON, nullable=True),
        sa.Column("basis", _JSON, nullable=False),
        sa.Column("left_out", _JSON, nullable=False),
        sa.Column("pins", _JSON, nullable=False),
        sa.Column("outside", _JSON, nullable=True),
        _words("seeded_by"),
        sa.Column("draw", _JSON, nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        _words("drawn_by"),
        sa.Column("outcome", _JSON, nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        _words("adopted_by"),
        _words("said"),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_allocations_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "number", name=op.f("pk_allocations")),
    )
