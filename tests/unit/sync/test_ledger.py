"""Ledger rows and what they tell."""

from datetime import UTC, datetime

import pytest

from integrations.sync.ledger import EXTRAS, HEADER, IMAGE, IMAGE_START, NARROW, Kind, LedgerRow, parse
from integrations.sync.picture import on_its_row
from rules.base import Cell
from rules.state import Decision, Override, Source, Status

DECISION = Decision(
    op_id="op1",
    key="K4T-92M7",
    revision=3,
    status=Status.APPROVED,
    cohort="aarhus",
    remark="=1+1",
    reason="plads",
    by="Karen",
    at=datetime(2026, 6, 1, 8, tzinfo=UTC),
    source=Source.PAGE,
    basis="f00",
    override=Override(by="Karen", reason="aftalt"),
    undoes=2,
    since=datetime(2026, 5, 1, 8, tzinfo=UTC),
    rank=4,
)


def test_parse_reads_back_what_was_written() -> None:
    """A ledger row survives the sheet, where numbers are floats and blanks are missing."""
    row = LedgerRow(
        attempt=7,
        kind=Kind.DECISION,
        op_id="op1",
        key="K4T-92M7",
        revision=3,
        receipt="K4T-92M7.3.7.0",
        decision=DECISION,
        expected={"key": "K4T-92M7", "stamp": 45000.5},
        cells={"status": (12, "Godkendt"), "receipt": (18, "K4T-92M7.3.7.0")},
        mends={"remark": ("fejl", None)},
    )
    image: list[Cell] = [f"før {name}" for name in IMAGE]
    stored = [float(c) if isinstance(c, int) else c for c in row.own()] + image + [None] * EXTRAS
    parsed = parse((*stored, row.rest()))
    assert parsed == LedgerRow(
        attempt=7,
        kind=Kind.DECISION,
        op_id="op1",
        key="K4T-92M7",
        revision=3,
        receipt="K4T-92M7.3.7.0",
        decision=DECISION,
        expected={"key": "K4T-92M7", "stamp": 45000.5},
        cells={"status": (12, "Godkendt"), "receipt": (18, "K4T-92M7.3.7.0")},
        mends={"remark": ("fejl", None)},
        image={name: f"før {name}" for name in IMAGE},
    )


def test_parse_reads_a_decision_of_an_earlier_version() -> None:
    """A row without the last column gives the decision without what only that column tells."""
    row = LedgerRow(attempt=7, kind=Kind.DECISION, op_id="op1", key="K4T-92M7", revision=3, decision=DECISION)
    parsed = parse(tuple(row.own()))
    assert parsed is not None
    assert parsed.decision == DECISION.model_copy(update={"undoes": 0, "since": None, "rank": 0})


def test_parse_of_a_decision_whose_cells_were_spoilt() -> None:
    """What was decided cannot be told any more, but which decision it was can."""
    row = LedgerRow(attempt=7, kind=Kind.DECISION, op_id="op1", key="K4T-92M7", revision=3, decision=DECISION)
    spoilt: list[Cell] = ["i går" if cell == DECISION.at.isoformat() else cell for cell in row.own()]
    parsed = parse(tuple(spoilt))
    assert parsed is not None
    assert (parsed.op_id, parsed.decision) == ("op1", None)


def test_header_names_every_cell_of_a_row() -> None:
    """Own cells, copies and the last cell fill the header exactly."""
    own = LedgerRow(attempt=1, kind=Kind.BATCH).own()
    assert (len(own), len(NARROW)) == (IMAGE_START - 1, IMAGE_START - 1 + len(IMAGE) + EXTRAS)
    assert len(HEADER) == len(NARROW) + 1


@pytest.mark.parametrize("row", [(), ("Forsøg", "Id"), (None,) * 22, (1.0, "x", "unknown kind")])
def test_parse_passes_over_rows_that_are_not_ours(row: tuple[Cell, ...]) -> None:
    """A note typed into the ledger, or its header, is no ledger row."""
    assert parse(row) is None


KNOWN = {"key": "K1", "receipt": "K1.1.3.0", "stamp": 45000.5, "email": "a@b.example"}


def test_on_its_row_for_a_stamp_over_a_key_of_ours_that_was_misplaced() -> None:
    """A row that one of our own stamps had hit by mistake is still a row without a key."""
    row = LedgerRow(
        attempt=2,
        kind=Kind.STAMP,
        expected={"key": "K9", "stamp": 45000.5},
        image={"key": "K9", "stamp": 45000.5},
        mends={"key": ("K9", None)},
    )
    assert on_its_row(row)


@pytest.mark.parametrize(
    ("kind", "expected", "image", "right"),
    [
        (Kind.DECISION, KNOWN, KNOWN, True),
        (Kind.DECISION, KNOWN, {**KNOWN, "key": "K2"}, False),
        (Kind.DECISION, KNOWN, {**KNOWN, "key": None}, False),
        (Kind.DECISION, KNOWN, {**KNOWN, "stamp": 46000.0}, True),  # corrected answers, same receipt
        (Kind.DECISION, KNOWN, {**KNOWN, "receipt": "K9.1.3.0"}, True),  # a foreign receipt is judged later
        (Kind.DECISION, KNOWN, {**KNOWN, "receipt": "K9.1.3.0", "stamp": 46000.0}, False),
        (Kind.STAMP, {"stamp": 45000.5}, {"stamp": 45000.5}, True),
        (Kind.STAMP, {"stamp": 45000.5}, {"stamp": 45000.5, "key": "K2"}, False),
        (Kind.STAMP, {"stamp": 45000.5}, {"stamp": 45001.5}, False),
        (Kind.STAMP, {"stamp": 45000.5}, {}, False),
        (Kind.STAMP, {"email": "a@b.example"}, {"email": "c@d.example"}, False),
        (Kind.REPAIR, {"receipt": "K1.1.3.0"}, {"receipt": "K1.1.3.0"}, True),
        (Kind.REPAIR, {"receipt": "K1.1.3.0"}, {"receipt": "K1.1.3.0", "key": "K2"}, False),
        (Kind.REPAIR, {"receipt": "K1.1.3.0"}, {}, False),
        (Kind.APPEND, {}, {}, True),
    ],
)
def test_on_its_row_by_the_copies_taken_in_the_same_step(
    kind: Kind, expected: dict[str, Cell], image: dict[str, Cell], right: bool
) -> None:
    """Whether a write hit its row is told by what stood there just before."""
    assert on_its_row(LedgerRow(attempt=1, kind=kind, expected=expected, image=image)) is right
