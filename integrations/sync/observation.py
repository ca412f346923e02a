"""What sync saw in the sheet, for the desk to store in one transaction together with the base."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from rules.base import Cell, Frozen
from rules.finding import Finding


class Identity(Frozen):
    """What a row is known by before it has a key: the form's time stamp and e-mail address, as text.

    `stamp` is the serial number (or words) of the time stamp cell, `email` the address in lower case.
    """

    stamp: str = ""
    email: str = ""


class NewRow(Frozen):
    """A response without a key. The desk reserves one for it; sync stamps the row and confirms it.

    `reserved` is the key that was reserved for it at an earlier look, also where its answers (and with them
    the time stamp) were corrected since.
    """

    row: int
    identity: Identity
    cells: Mapping[str, Cell]
    reserved: str = ""


class SeenRow(Frozen):
    """Where a known application stands. `cells` are its form cells where they differ from those last seen."""

    key: str
    row: int
    identity: Identity
    cells: Mapping[str, Cell] | None = None


class CellEdit(Frozen):
    """One decision cell that people changed: what was settled there, and what stands there now."""

    column: str
    cell: str
    base: Cell
    theirs: Cell


class HandEdit(Frozen):
    """Cells of one row that people changed and we did not; all of them are one decision of the coordinator.

    Judged against `revision`: where the journal has moved on since, the desk leaves the edit alone
    and the next look judges it anew. `receipt` is the base's, for the same check.
    """

    key: str
    row: int
    revision: int
    receipt: str
    edits: tuple[CellEdit, ...]


class Conflict(Frozen):
    """A cell that both people and we changed. The desk opens an item and moves the base to `theirs`."""

    key: str
    row: int
    revision: int
    column: str
    cell: str
    base: Cell
    ours: Cell
    theirs: Cell


class Trouble(StrEnum):
    """Why rows are left alone until a person has looked. A trouble ends by itself when its cause is gone."""

    FOREIGN_RECEIPT = "foreign_receipt"
    PART_SORTED = "part_sorted"
    DUPLICATE_KEY = "duplicate_key"
    UNKNOWN_KEY = "unknown_key"
    KEY_MISSING = "key_missing"
    IDENTITY = "identity"
    VANISHED = "vanished"
    ERASED = "erased"
    STRAY_WORDS = "stray_words"
    MISPLACED = "misplaced"
    COLUMN_MISSING = "column_missing"
    LEDGER_MISSING = "ledger_missing"
    TAB_MISSING = "tab_missing"


class Problem(Frozen):
    """One trouble with one row, or with the sheet (key ""): `base` was settled, `cells` stand there now."""

    kind: Trouble
    key: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    base: Mapping[str, Cell] | None = None
    cells: Mapping[str, Cell] | None = None
    params: Mapping[str, str] = {}


class Observation(Frozen):
    """One look at the sheet, judged; `at` is when it was taken.

    Not `complete`: its rows could not be judged, so nothing has vanished.

    `seen` lists every row whose key is known and undisputed; a known key that is missing there has vanished
    or is named by a problem. `problems` is the whole list as of a complete look: one that is not listed any
    more has ended. `layout` is the dump of `rules.reading.Layout`, `tab` the id of the responses tab.
    """

    at: datetime
    complete: bool = True
    layout: JsonValue = None
    tab: int | None = None
    findings: tuple[Finding, ...] = ()
    new_rows: tuple[NewRow, ...] = ()
    seen: tuple[SeenRow, ...] = ()
    edits: tuple[HandEdit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()
