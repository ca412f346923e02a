"""Baseline: the tables of the first version"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("holder", sa.String(length=128), nullable=False),
        sa.Column("fence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column(
            "change",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "document",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_table(
        "applications",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("stamped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("problem", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_applications_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "key", name=op.f("pk_applications")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index("ix_applications_changed", ["programme", "changed"], unique=False)
        batch_op.create_index("ix_applications_identity", ["programme", "stamp", "email"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("op_ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("fence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=16), server_default=sa.text("''"), nullable=False),
        sa.Column("error", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_attempts_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "number", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_outcome", ["programme", "outcome"], unique=False)
        batch_op.create_index("ix_attempts_token", ["programme", "token"], unique=False)

    op.create_table(
        "documents",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_documents_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "version", name=op.f("pk_documents")),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.Column("column", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("cell", sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("base", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ours", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("theirs", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("params", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("choice", sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["programmes.id"], name=op.f("fk_items_programme_programmes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index("ix_items_open", ["programme", "resolved_at"], unique=False)
        batch_op.create_index("ix_items_signature", ["programme", "signature"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_ledger_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "op_id", name=op.f("pk_ledger")),
    )
    op.create_table(
        "sheets",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("spreadsheet", sa.String(length=128), server_default=sa.text("''"), nullable=False),
        sa.Column("connection", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("layout", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("findings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("health", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("progress", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_sheets_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", name=op.f("pk_sheets")),
    )
    op.create_table(
        "answers",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme", "key"],
            ["applications.programme", "applications.key"],
            name=op.f("fk_answers_programme_key_applications"),
        ),
        sa.PrimaryKeyConstraint("programme", "key", "fingerprint", name=op.f("pk_answers")),
    )
    op.create_table(
        "base",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("receipt", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme", "key"],
            ["applications.programme", "applications.key"],
            name=op.f("fk_base_programme_key_applications"),
        ),
        sa.PrimaryKeyConstraint("programme", "key", name=op.f("pk_base")),
    )
    op.create_table(
        "decisions",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("cohort", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("override_by", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rank", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("changed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme", "key"],
            ["applications.programme", "applications.key"],
            name=op.f("fk_decisions_programme_key_applications"),
        ),
        sa.PrimaryKeyConstraint("programme", "key", "revision", name=op.f("pk_decisions")),
        sa.UniqueConstraint("programme", "op_id", name=op.f("uq_decisions_programme_op_id")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_changed", ["programme", "changed"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("token", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme", "key"],
            ["applications.programme", "applications.key"],
            name=op.f("fk_outbox_programme_key_applications"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox")),
        sa.UniqueConstraint("programme", "op_id", name=op.f("uq_outbox_programme_op_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_key", ["programme", "key"], unique=False)
        batch_op.create_index("ix_outbox_state", ["programme", "state"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("client_token", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme", "key"],
            ["applications.programme", "applications.key"],
            name=op.f("fk_submissions_programme_key_applications"),
        ),
        sa.PrimaryKeyConstraint("programme", "client_token", name=op.f("pk_submissions")),
    )
