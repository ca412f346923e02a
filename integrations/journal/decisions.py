"""Decisions, and the standings that follow from them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select

from integrations.journal.chain import Facts, What
from integrations.journal.columns import holdable
from integrations.journal.memory import Known
from integrations.journal.records import Row
from integrations.journal.tables import decisions as table
from integrations.journal.work import MINE, Reading, Work
from rules.state import Decision, Override, Standing, Status

_SINCE = select(table).where(table.c.programme == MINE, table.c.changed > bindparam("its_change"))
_HISTORY = (
    select(table)
    .where(table.c.programme == MINE, table.c.key == bindparam("its_key"))
    .order_by(table.c.revision)
)
_LATEST = (
    select(table)
    .where(table.c.programme == MINE, table.c.key == bindparam("its_key"))
    .order_by(table.c.revision.desc())
    .limit(1)
)
_OF_OP = select(table).where(table.c.programme == MINE, table.c.op_id == bindparam("its_op_id"))
_AT = select(table.c.revision, table.c.status, table.c.cohort).where(
    table.c.programme == MINE,
    table.c.key == bindparam("its_key"),
    table.c.revision == bindparam("its_revision"),
)
_ADD = insert(table)


def since(look: Reading, change: int = 0) -> tuple[Decision, ...]:
    """The decisions kept after this value of the change counter, by key and revision; all by default."""
    return _kept_after(look, change) if change else look.recall(table, _made).in_order


def history(look: Reading, key: str) -> tuple[Decision, ...]:
    """All decisions on one application, oldest first."""
    return tuple(_decision(row) for row in look.rows(_HISTORY, its_key=key))


def latest(look: Reading, key: str) -> Standing:
    """Where one application stands."""
    row = look.row(_LATEST, its_key=key)
    return Standing.of(_decision(row)) if row else Standing(key=key)


def standings(look: Reading) -> Mapping[str, Standing]:
    """Where every decided application stands, by key."""
    return look.recall(table, _made).standings


def by_op(look: Reading) -> Mapping[str, Decision]:
    """All decisions by operation id, in the order of `since`."""
    return look.recall(table, _made).by_op


def by_op_id(look: Reading, op_id: str) -> Decision | None:
    """The decision with this operation id: a repeated command finds what it did."""
    row = look.row(_OF_OP, its_op_id=op_id)
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
    overridden = {
        "override_by": override.by if override else None,
        "override_reason": override.reason if override else None,
    }
    work.put(_ADD, [{"programme": work.programme, **values, **overridden, "changed": work.change}])


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
        **({"hand": decision.hand} if decision.hand else {}),
    }


def said(decision: Decision) -> Facts:
    """The words of a decision that are deleted with a person's data; blank ones left out."""
    reason = decision.override.reason if decision.override else ""
    words = {"remark": decision.remark, "reason": decision.reason, "basis": decision.basis}
    return {name: word for name, word in {**words, "override_reason": reason}.items() if word}


class _Made(NamedTuple):
    """All decisions, in order and by operation id, and the standings that they leave."""

    in_order: tuple[Decision, ...]
    by_op: Mapping[str, Decision]
    standings: Mapping[str, Standing]


def _made(look: Reading, before: Known | None) -> _Made:
    """Only what was kept since is read: a decision is never deleted, and only a recovery renumbers one.

    So what is new need not be the latest of its key.
    """
    known: _Made = before.value if before else _Made((), {}, {})
    fresh = _kept_after(look, before.change if before else 0)
    if not fresh:
        return known
    changed = {decision.key for decision in fresh}
    in_order = _in_order({**known.by_op, **{decision.op_id: decision for decision in fresh}}.values())
    latest = {decision.key: decision for decision in in_order if decision.key in changed}
    return _Made(
        in_order,
        {decision.op_id: decision for decision in in_order},
        {**known.standings, **{key: Standing.of(decision) for key, decision in latest.items()}},
    )


def _kept_after(look: Reading, change: int) -> tuple[Decision, ...]:
    return _in_order(map(_decision, look.rows(_SINCE, its_change=change)))


def _in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(decisions, key=lambda decision: (decision.key, decision.revision)))


def _before(work: Work, decision: Decision) -> Facts:
    """How the application stood: the revision below, whose row a decision's revision counts on from.

    Asked of the table: in an adopted allocation, what is remembered changes with every decision.
    """
    row = work.row(_AT, its_key=decision.key, its_revision=decision.revision - 1)
    return dict(row) if row else {"revision": 0, "status": Status.RECEIVED.value, "cohort": ""}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _decision(row: Row) -> Decision:
    by = row["override_by"]
    override = Override(by=by, reason=row["override_reason"]) if by is not None else None
    plain = {name: row[name] for name in Decision.model_fields if name != "override"}
    return Decision.model_validate({**plain, "override": override})
