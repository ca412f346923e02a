"""Decisions, and the standings that follow from them."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, select

from integrations.journal.chain import Facts, What
from integrations.journal.columns import holdable
from integrations.journal.records import Row
from integrations.journal.tables import decisions as table
from integrations.journal.work import Reading, Work
from rules.state import Decision, Override, Standing, Status


def since(look: Reading, change: int = 0) -> tuple[Decision, ...]:
    """The decisions kept after this value of the change counter, by key and revision; all by default."""
    query = select(table).where(_here(look), table.c.changed > change)
    return tuple(_decision(row) for row in look.rows(query.order_by(table.c.key, table.c.revision)))


def history(look: Reading, key: str) -> tuple[Decision, ...]:
    """All decisions on one application, oldest first."""
    query = select(table).where(_here(look), table.c.key == key).order_by(table.c.revision)
    return tuple(_decision(row) for row in look.rows(query))


def latest(look: Reading, key: str) -> Standing:
    """Where one application stands."""
    query = select(table).where(_here(look), table.c.key == key).order_by(table.c.revision.desc()).limit(1)
    row = look.row(query)
    return Standing.of(_decision(row)) if row else Standing(key=key)


def standings(look: Reading) -> dict[str, Standing]:
    """Where every decided application stands, by key."""
    return {decision.key: Standing.of(decision) for decision in since(look)}


def by_op_id(look: Reading, op_id: str) -> Decision | None:
    """The decision with this operation id: a repeated command finds what it did."""
    row = look.row(select(table).where(_here(look), table.c.op_id == op_id))
    return _decision(row) if row else None


def add(work: Work, decision: Decision) -> None:
    """Keep a decision; its revision and operation id must be free."""
    values = decision.model_dump(exclude={"override"})
    override = decision.override
    work.tell(
        What.DECIDED,
        decision.key,
        before=_before(work, decision),
        after=facts(decision),
        words=said(decision),
    )
    work.put(
        table.insert().values(
            programme=work.programme,
            **values,
            override_by=override.by if override else None,
            override_reason=override.reason if override else None,
            changed=work.change,
        )
    )


def facts(decision: Decision) -> Facts:
    """What the audit chain holds of a decision, beside its words."""
    override = decision.override
    return {
        "op_id": decision.op_id,
        "revision": decision.revision,
        "status": decision.status.value,
        "cohort": decision.cohort,
        "by": holdable(decision.by),
        "at": _moment(decision.at),
        "source": decision.source.value,
        "override_by": holdable(override.by) if override else None,
        "undoes": decision.undoes,
        "since": _moment(decision.since) if decision.since else None,
        "rank": decision.rank,
    }


def said(decision: Decision) -> Facts:
    """The words of a decision that are deleted with a person's data; blank ones left out."""
    reason = decision.override.reason if decision.override else ""
    words = {"remark": decision.remark, "reason": decision.reason, "basis": decision.basis}
    return {name: word for name, word in {**words, "override_reason": reason}.items() if word}


def _before(look: Reading, decision: Decision) -> Facts:
    """How the application stood: the revision below, whose row a decision's revision counts on from."""
    mine = (_here(look), table.c.key == decision.key, table.c.revision == decision.revision - 1)
    query = select(table.c.revision, table.c.status, table.c.cohort).where(*mine)
    row = look.row(query) if decision.revision > 1 else None
    return dict(row) if row else {"revision": 0, "status": Status.RECEIVED.value, "cohort": ""}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme


def _decision(row: Row) -> Decision:
    by = row["override_by"]
    override = Override(by=by, reason=row["override_reason"]) if by is not None else None
    plain = {name: row[name] for name in Decision.model_fields if name != "override"}
    return Decision.model_validate({**plain, "override": override})
