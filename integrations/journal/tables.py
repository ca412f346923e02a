"""The journal's tables. Every row belongs to a programme by its id: one database holds many rounds."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from integrations.journal.columns import Instant, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
_JSON = JSON(none_as_null=True)


def _programme() -> Column[str]:
    return Column("programme", String(64), primary_key=True)


def _of_programme() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["programme"], ["programmes.id"])


def _of_application() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["programme", "key"], ["applications.programme", "applications.key"])


programmes = Table(
    "programmes",
    metadata,
    Column("id", String(64), primary_key=True),
    # Every transaction that changes something adds one: "has anything changed" costs one small read.
    # The row is locked first by every writer, so that limits and revisions hold on PostgreSQL too.
    Column("change", _NUMBER, nullable=False, server_default=text("0")),
    Column("document", _NUMBER, nullable=False, server_default=text("0")),
    # The end of the audit chain, so that what was cut off at its end is missed.
    Column("audited", _NUMBER, nullable=False, server_default=text("0")),
    Column("head", String(64), nullable=False, server_default=text("''")),
)

documents = Table(
    "documents",
    metadata,
    _programme(),
    Column("version", _NUMBER, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    _of_programme(),
)

applications = Table(
    "applications",
    metadata,
    _programme(),
    Column("key", String(32), primary_key=True),
    Column("origin", String(16), nullable=False),
    Column("stamp", Words, nullable=False),
    Column("email", Words, nullable=False),
    Column("first_seen", Instant),
    Column("row", Integer, nullable=False, server_default=text("0")),
    Column("cells", _JSON, nullable=False),
    Column("fingerprint", String(64), nullable=False, server_default=text("''")),
    Column("present", Boolean, nullable=False),
    Column("stamped", Boolean, nullable=False, server_default=false()),
    Column("problem", String(64), nullable=False, server_default=text("''")),
    Column("seen_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # When the personal data were deleted: key, revisions and states are all that is left.
    Column("erased_at", Instant),
    # The programme's change counter when this row last changed: the board rebuilds only what is newer.
    Column("changed", _NUMBER, nullable=False),
    _of_programme(),
    Index("ix_applications_identity", "programme", "stamp", "email"),
    Index("ix_applications_changed", "programme", "changed"),
)

answers = Table(
    "answers",
    metadata,
    # Every set of answers ever seen: what was on the screen when a decision was made can be shown again.
    _programme(),
    Column("key", String(32), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("cells", _JSON, nullable=False),
    Column("seen_at", Instant, nullable=False),
    _of_application(),
)

decisions = Table(
    "decisions",
    metadata,
    _programme(),
    Column("key", String(32), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("op_id", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("cohort", String(64), nullable=False),
    Column("remark", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("source", String(16), nullable=False),
    Column("basis", String(64), nullable=False),
    Column("override_by", Words),
    Column("override_reason", Words),
    Column("undoes", Integer, nullable=False, server_default=text("0")),
    Column("since", Instant),
    Column("rank", Integer, nullable=False, server_default=text("0")),
    Column("hand", Integer, nullable=False, server_default=text("0")),
    Column("changed", _NUMBER, nullable=False),
    _of_application(),
    UniqueConstraint("programme", "op_id"),
    Index("ix_decisions_changed", "programme", "changed"),
)

outbox = Table(
    "outbox",
    metadata,
    # The order of the journal is the order in which things are sent.
    Column("number", _NUMBER, primary_key=True),
    Column("programme", String(64), nullable=False),
    Column("op_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(32), nullable=False),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("state", String(16), nullable=False),
    Column("payload", _JSON, nullable=False),
    Column("token", String(64), nullable=False, server_default=text("''")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Words, nullable=False, server_default=text("''")),
    Column("queued_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    _of_application(),
    UniqueConstraint("programme", "op_id"),
    Index("ix_outbox_state", "programme", "state"),
    Index("ix_outbox_key", "programme", "key"),
)

attempts = Table(
    "attempts",
    metadata,
    _programme(),
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("token", String(64), nullable=False),
    Column("op_ids", _JSON, nullable=False),
    Column("fence", _NUMBER, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("outcome", String(16), nullable=False, server_default=text("''")),
    Column("error", Words, nullable=False, server_default=text("''")),
    Column("settled_at", Instant),
    # What sync needs to judge the reply after a crash (its plan: rows, receipts, cells).
    Column("plan", _JSON),
    _of_programme(),
    Index("ix_attempts_token", "programme", "token"),
    Index("ix_attempts_outcome", "programme", "outcome"),
)

base = Table(
    "base",
    metadata,
    _programme(),
    Column("key", String(32), primary_key=True),
    Column("cells", _JSON, nullable=False),
    Column("receipt", String(64), nullable=False, server_default=text("''")),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("settled_at", Instant, nullable=False),
    _of_application(),
)

ledger = Table(
    "ledger",
    metadata,
    # The ledger rows that were seen and settled: a row is settled once, whoever reads it first.
    _programme(),
    Column("op_id", String(64), primary_key=True),
    Column("key", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("settled_at", Instant, nullable=False),
    _of_programme(),
)

items = Table(
    "items",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("programme", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("key", String(32), nullable=False, server_default=text("''")),
    Column("column", String(64), nullable=False, server_default=text("''")),
    Column("cell", String(32), nullable=False, server_default=text("''")),
    Column("signature", String(64), nullable=False),
    Column("base", _JSON),
    Column("ours", _JSON),
    Column("theirs", _JSON),
    Column("params", _JSON, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", Words, nullable=False, server_default=text("''")),
    Column("choice", String(32), nullable=False, server_default=text("''")),
    _of_programme(),
    Index("ix_items_open", "programme", "resolved_at"),
    Index("ix_items_signature", "programme", "signature"),
)

submissions = Table(
    "submissions",
    metadata,
    _programme(),
    Column("client_token", String(64), primary_key=True),
    Column("key", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    _of_application(),
)

sheets = Table(
    "sheets",
    metadata,
    # The spreadsheet of a programme: where it is, how it looked when last read, and how sync fares.
    _programme(),
    Column("spreadsheet", String(128), nullable=False, server_default=text("''")),
    Column("connection", _JSON),
    Column("layout", _JSON),
    Column("findings", _JSON),
    Column("health", _JSON),
    Column("progress", _JSON),
    Column("read_at", Instant),
    _of_programme(),
)

allocations = Table(
    "allocations",
    metadata,
    # One row per commitment, its steps filled in one after the other, none of them twice.
    _programme(),
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("committed_at", Instant, nullable=False),
    Column("committed_by", Words, nullable=False),
    Column("digest", String(64), nullable=False),
    # What was committed to: for a lottery with chances and tickets, else the problem alone.
    Column("commitment", _JSON),
    Column("problem", _JSON),
    # The revision and the answers of each application that it was made on.
    Column("basis", _JSON, nullable=False),
    Column("left_out", _JSON, nullable=False),
    Column("pins", _JSON, nullable=False),
    Column("outside", _JSON),
    Column("seeded_by", Words, nullable=False, server_default=text("''")),
    Column("draw", _JSON),
    Column("drawn_at", Instant),
    Column("drawn_by", Words, nullable=False, server_default=text("''")),
    Column("outcome", _JSON),
    Column("adopted_at", Instant),
    Column("adopted_by", Words, nullable=False, server_default=text("''")),
    Column("said", Words, nullable=False, server_default=text("''")),
    _of_programme(),
)

audit = Table(
    "audit",
    metadata,
    # Only ever added to: triggers refuse to change or delete. See `integrations.journal.chain`.
    _programme(),
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("source", String(16), nullable=False),
    Column("cause", String(64), nullable=False),
    Column("what", String(32), nullable=False),
    Column("key", String(32), nullable=False),
    # JSON as text, letter for letter as it was sealed.
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("words", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    _of_programme(),
    Index("ix_audit_key", "programme", "key"),
)

audit_words = Table(
    "audit_words",
    metadata,
    # What people wrote, which the chain holds a commitment to alone; deleted when a person's data are.
    _programme(),
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("key", String(32), nullable=False),
    Column("salt", String(32), nullable=False),
    Column("text", Words, nullable=False),
    _of_programme(),
    Index("ix_audit_words_key", "programme", "key"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("holder", String(128), nullable=False),
    # Grows with every new holder: a late writer with an old fence is known and refused.
    Column("fence", _NUMBER, nullable=False),
    Column("until", Instant, nullable=False),
)
