"""Audit: the chain, beginning with all that was there before it; and when a person's data were deleted"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from integrations.journal.chain import canonical, commitment, new_salt, seal, start

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFUSAL = "the audit chain is only ever added to"
_LASTING = ("unknown", "settled", "conflict", "parked", "orphan")

Told = tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any]]
"""What, key, before, after, words."""


def upgrade() -> None:
    op.add_column("programmes", sa.Column("audited", _NUMBER, server_default=sa.text("0"), nullable=False))
    op.add_column(
        "programmes", sa.Column("head", sa.String(length=64), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("applications", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _create_chain()
    _create_words()
    for programme in op.get_bind().scalars(sa.text("SELECT id FROM programmes ORDER BY id")).all():
        _begin(programme)
    _guard()


def _create_chain() -> None:
    op.create_table(
        "audit",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("words", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["programmes.id"], name=op.f("fk_audit_programme_programmes")),
        sa.PrimaryKeyConstraint("programme", "number", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_key", "audit", ["programme", "key"])


def _create_words() -> None:
    op.create_table(
        "audit_words",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_audit_words_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "number", name=op.f("pk_audit_words")),
    )
    op.create_index("ix_audit_words_key", "audit_words", ["programme", "key"])


def _guard() -> None:
    """The database itself refuses to change or take out a link."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    )
    op.execute(
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


# The beginning of a chain


def _begin(programme: str) -> None:
    """Tell how everything stands, so that what comes later joins up with it."""
    now: datetime = context.config.attributes["now"]
    told = [*_decisions(programme), *_applications(programme), *_outbox(programme)]
    told += [*_items(programme), *_documents(programme)]
    first: Told = ("genesis", "", {}, {"entries": len(told)}, {})
    links, words, previous = [], [], start(programme)
    for number, (what, key, before, after, said) in enumerate((first, *told), start=1):
        text, salt = canonical(said) if said else "", new_salt()
        link = {"programme": programme, "number": number, "at": now, "by": "samhold", "source": "worker"}
        link |= {"cause": "genesis", "what": what, "key": key}
        link |= {"before": canonical(before), "after": canonical(after)}
        link |= {"words": commitment(salt, text) if text else ""}
        previous = seal(previous, link)
        links.append({**link, "at": _as_kept(now), "hash": previous})
        if text:
            words.append({"programme": programme, "number": number, "key": key, "salt": salt, "text": text})
    bind = op.get_bind()
    bind.execute(_table("audit", *links[0]).insert(), links)
    if words:
        bind.execute(_table("audit_words", *words[0]).insert(), words)
    programmes = _table("programmes", "id", "audited", "head")
    head = {"audited": len(links), "head": previous}
    bind.execute(sa.update(programmes).where(programmes.c.id == programme).values(head))


def _applications(programme: str) -> Iterator[Told]:
    columns = ("origin", "stamped", "present", "problem", "fingerprint", "key")
    for row in _rows("applications", programme, columns, "key"):
        after = {"origin": row["origin"], "problem": row["problem"]}
        after |= {"stamped": bool(row["stamped"]), "present": bool(row["present"])}
        yield "reserved", row["key"], {}, after, _said({"answers": row["fingerprint"]})


def _decisions(programme: str) -> Iterator[Told]:
    plain = ("op_id", "revision", "status", "cohort", "by", "source", "override_by", "undoes", "rank")
    columns = (*plain, "key", "at", "since", "remark", "reason", "basis", "override_reason")
    before: dict[str, Any] = {}
    for row in _rows("decisions", programme, columns, "key", "revision"):
        if row["revision"] == 1:
            before = {"revision": 0, "status": "received", "cohort": ""}
        after = {name: row[name] for name in plain}
        after |= {"at": _moment(row["at"]), "since": _moment(row["since"])}
        words = {name: row[name] for name in ("remark", "reason", "basis", "override_reason")}
        yield "decided", row["key"], before, after, _said(words)
        before = {name: row[name] for name in ("revision", "status", "cohort")}


def _outbox(programme: str) -> Iterator[Told]:
    for row in _rows("outbox", programme, ("op_id", "key", "state", "last_error", "number"), "number"):
        if row["state"] in _LASTING:
            after = {"op_id": row["op_id"], "state": row["state"], "error": row["last_error"]}
            yield "writing", row["key"], {"state": "queued"}, after, {}


def _items(programme: str) -> Iterator[Told]:
    sides = ("base", "ours", "theirs", "params")
    columns = ("id", "kind", "key", "column", "cell", "resolved_at", "choice", *sides)
    for row in _rows("items", programme, columns, "id"):
        after = {"item": row["id"], "kind": row["kind"], "column": row["column"], "cell": row["cell"]}
        yield "item_opened", row["key"], {}, after, _said({side: row[side] for side in sides})
        if row["resolved_at"] is not None:
            before = {"kind": row["kind"], "column": row["column"], "choice": ""}
            yield "item_settled", row["key"], before, {"item": row["id"], "choice": row["choice"]}, {}


def _documents(programme: str) -> Iterator[Told]:
    before: dict[str, Any] = {}
    for row in _rows("documents", programme, ("version", "text"), "version"):
        yield "document", "", before, {"version": row["version"], "sha256": _digest(row["text"])}, {}
        before = {"version": row["version"]}


def _rows(name: str, programme: str, columns: tuple[str, ...], *order: str) -> list[dict[str, Any]]:
    table = _table(name, "programme", *columns)
    wanted = sa.select(*(table.c[column] for column in columns)).where(table.c.programme == programme)
    found = op.get_bind().execute(wanted.order_by(*(table.c[one] for one in order)))
    return [dict(row) for row in found.mappings()]


def _table(name: str, *columns: str) -> sa.TableClause:
    """A table as this revision finds it: later changes to the code's tables do not reach it."""
    return sa.table(name, *(sa.column(column, _TYPES.get(column)) for column in columns))


_TYPES: dict[str, Any] = {
    **dict.fromkeys(("at", "since", "resolved_at"), sa.DateTime(timezone=True)),
    **dict.fromkeys(("base", "ours", "theirs", "params"), sa.JSON(none_as_null=True)),
}


def _said(words: dict[str, Any]) -> dict[str, Any]:
    return {name: word for name, word in words.items() if word}


def _moment(at: datetime | None) -> str | None:
    """SQLite keeps moments in UTC without saying so."""
    if at is None:
        return None
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def _as_kept(now: datetime) -> datetime:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return now.astimezone(UTC).replace(tzinfo=None) if sqlite else now


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
