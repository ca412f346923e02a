"""One row of the `_ledger` tab: what was written where, and what stood there just before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rules.base import Cell
from rules.columns import DECISION, HEADERS
from rules.state import Decision


class Kind(StrEnum):
    """What a ledger row stands for."""

    BATCH = "batch"
    """The headers under which its batch wrote; one row per batch that writes into rows."""
    DECISION = "decision"
    REFRESH = "refresh"
    """A decision shown again: a derived waitlist place has changed, or a row has come back."""
    STAMP = "stamp"
    APPEND = "append"
    REPAIR = "repair"
    """Cells put back that one of our own writes had hit by mistake."""
    ERASE = "erase"
    """A person's data are deleted: what stays of the application is its key, its revisions and its states."""


IMAGE = ("key", "stamp", "email", "receipt", *DECISION)
"""The cells of a row that a ledger row keeps a copy of, by column id, in the ledger's order."""

_OWN = {
    "attempt": "Forsøg",
    "op_id": "Id",
    "kind": "Art",
    "key": HEADERS["key"],
    "revision": "Revision",
    "status": HEADERS["status"],
    "cohort": HEADERS["cohort"],
    "remark": HEADERS["remark"],
    "reason": "Begrundelse",
    "by": HEADERS["by"],
    "at": HEADERS["at"],
    "source": "Kilde",
    "basis": "Grundlag",
    "override_by": "Undtagelse ved",
    "override_reason": "Undtagelse fordi",
    "receipt": HEADERS["receipt"],
    "expected": "Ventet række",
    "cells": "Skrevne celler",
    "mends": "Rettede celler",
    "extras": "Andre kolonner",
}
_LABELS = {**HEADERS, "stamp": "Tidsstempel", "email": "Mailadresse"}
EXTRAS = 40
"""Room for copies of cells in columns that are not ours, where one of our writes has to be put right."""
NARROW: tuple[str, ...] = (
    *_OWN.values(),
    *(f"Før: {_LABELS[name]}" for name in IMAGE),
    *(f"Før: andet {number}" for number in range(1, EXTRAS + 1)),
)
"""The header row of a ledger as 0.1.0 made it; the first write to one adds what is new."""
HEADER: tuple[str, ...] = (*NARROW, "Øvrigt")
"""The header row of the ledger tab. Its last column holds what a decision has no other column for."""
IMAGE_START = len(_OWN) + 1
"""First column (from 1) of the copies."""

Cells = Mapping[str, Cell]


def column_of(name: str) -> int:
    """Where a cell that we write ourselves stands, from 1."""
    return [*_OWN].index(name) + 1


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row. `receipt` is "" where nothing was written into a row.

    `cells`: column id -> (column, value) written; `expected`: what its row was known by; `image`: the copies;
    `extras` names the columns that are copied beside our own;
    `mends`: cells that an earlier write of ours had spoilt -> (what stood there, what belonged there).
    """

    attempt: int
    kind: Kind
    op_id: str = ""
    key: str = ""
    revision: int = 0
    receipt: str = ""
    decision: Decision | None = None
    expected: Cells = field(default_factory=dict)
    cells: Mapping[str, tuple[int, Cell]] = field(default_factory=dict)
    mends: Mapping[str, tuple[Cell, Cell]] = field(default_factory=dict)
    image: Cells = field(default_factory=dict)
    extras: tuple[str, ...] = ()

    def rest(self) -> str | None:
        """The last cell: what the decision says beyond the ledger's other columns."""
        return _json(_beyond(self.decision)) if self.decision else None

    def own(self) -> list[Cell]:
        """The cells that we write ourselves before the copies, in the ledger's order."""
        values: dict[str, Cell] = {
            **(_decision_cells(self.decision) if self.decision else {}),
            "attempt": self.attempt,
            "op_id": self.op_id or None,
            "kind": self.kind,
            "key": self.key or None,
            "revision": self.revision,
            "receipt": self.receipt or None,
            "expected": _json(self.expected),
            "cells": _json(self.cells),
            "mends": _json(self.mends),
            "extras": " ".join(self.extras) or None,
        }
        return [values.get(name) for name in _OWN]


def parse(row: Sequence[Cell]) -> LedgerRow | None:
    """Read a ledger row; None where it is not one of ours.

    The decision is None in rows that hold none, and where its cells cannot be read any more.
    """
    own = dict(zip(_OWN, row, strict=False))
    extras = tuple(_text(own.get("extras")).split())
    copies = [*row[IMAGE_START - 1 : len(NARROW)], *([None] * (len(IMAGE) + EXTRAS))]
    rest = row[len(NARROW)] if len(row) > len(NARROW) else None
    try:
        return LedgerRow(
            attempt=int(str(own["attempt"]).removesuffix(".0")),
            kind=Kind(str(own["kind"])),
            op_id=_text(own.get("op_id")),
            key=_text(own.get("key")),
            revision=int(float(str(own.get("revision") or 0))),
            receipt=_text(own.get("receipt")),
            decision=_decision(own, rest) if own["kind"] == Kind.DECISION else None,
            expected=_dict(own.get("expected")),
            cells={name: (int(at), value) for name, (at, value) in _pairs(own.get("cells")).items()},
            mends={name: (was, right) for name, (was, right) in _mends(own.get("mends")).items()},
            image=dict(zip((*IMAGE, *extras), copies, strict=False)),
            extras=extras,
        )
    except (KeyError, ValueError, TypeError):
        return None


def _decision_cells(decision: Decision) -> dict[str, Cell]:
    override = decision.override
    return {
        "status": decision.status.value,
        "cohort": decision.cohort or None,
        "remark": decision.remark or None,
        "reason": decision.reason or None,
        "by": decision.by or None,
        "at": decision.at.isoformat(),
        "source": decision.source.value,
        "basis": decision.basis or None,
        "override_by": override.by if override else None,
        "override_reason": override.reason if override else None,
    }


def _beyond(decision: Decision) -> dict[str, object]:
    """What a decision holds that has no column of its own, as JSON; what is as usual is left out."""
    columns = {*_OWN, "override"}
    return decision.model_dump(mode="json", exclude=columns, exclude_defaults=True)


def _decision(own: Cells, rest: Cell) -> Decision | None:
    """The decision that a row's cells tell of."""
    words = {name: _text(cell) for name, cell in own.items() if name in Decision.model_fields}
    by, reason = _text(own.get("override_by")), _text(own.get("override_reason"))
    override = {"override": {"by": by, "reason": reason}} if by or reason else {}
    revision = int(float(str(own.get("revision") or 0)))
    try:
        return Decision.model_validate({**words, "revision": revision, **override, **_dict(rest)})
    except (ValueError, TypeError):
        return None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _json(values: Mapping[str, object]) -> str | None:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else None


def _dict(cell: Cell) -> dict[str, Cell]:
    return json.loads(cell) if isinstance(cell, str) else {}


def _mends(cell: Cell) -> dict[str, tuple[Cell, Cell]]:
    return json.loads(cell) if isinstance(cell, str) else {}


def _pairs(cell: Cell) -> dict[str, tuple[int, Cell]]:
    return json.loads(cell) if isinstance(cell, str) else {}
