"""The one judge: journal, base and sheet compared, for a poll and for the reply of a write alike."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from integrations.journal.records import ApplicationRecord, Base
from integrations.sync.observation import (
    CellEdit,
    Conflict,
    HandEdit,
    Identity,
    NewRow,
    Problem,
    SeenRow,
    Trouble,
)
from integrations.sync.picture import Picture
from integrations.sync.sheet import Sheet
from integrations.sync.view import View
from rules.a1 import a1
from rules.base import Cell
from rules.columns import DECISION, HEADERS
from rules.merge import RowMerge, merge_row, shuffled


@dataclass(slots=True)
class Judged:
    """What a look amounts to. `rows`: where undisputed keys stand; `waiting`: rows to be stamped, by key."""

    new_rows: list[NewRow] = field(default_factory=list)
    seen: list[SeenRow] = field(default_factory=list)
    edits: list[HandEdit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    agreed: dict[str, dict[str, Cell]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    merges: dict[str, RowMerge] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def troubled(self) -> frozenset[str]:
        """Keys that a problem names."""
        return frozenset(problem.key for problem in self.problems if problem.key)


class Judge:
    """Judges one look. Our own misplaced writes are undone in the picture, so all it finds is people's."""

    def __init__(self, view: View, picture: Picture) -> None:
        self._view = view
        self._picture = picture
        self._sheet: Sheet = picture.sheet
        self._alike: Counter[str] = Counter()
        self.result = Judged()

    def run(self) -> Judged:
        """Find every row's application, then compare its cells."""
        keyed: dict[str, list[int]] = {}
        blank: list[int] = []
        for row in self._sheet.rows:
            key = self._picture.key(row)
            if key and key != HEADERS["key"]:
                keyed.setdefault(key, []).append(row)
            elif not key and row in self._sheet.responses:
                blank.append(row)
            elif not key:
                self._stray(row)
        for key, rows in keyed.items():
            self._keyed(key, rows)
        self._blank(blank, frozenset(keyed))
        self._vanished(frozenset(keyed))
        self._part_sorted()
        for key, row in self.result.rows.items():
            self._report(key, row)
        return self.result

    # Rows and their keys

    def _keyed(self, key: str, rows: list[int]) -> None:
        record = self._view.applications.get(key)
        if record is None:
            hint = self._picture.receipt(rows[0]).split(".")[0]
            self._problem(Trouble.UNKNOWN_KEY, "", rows[0], "key", typed=key, before=hint)
        elif record.erased_at is not None:
            self._problem(Trouble.ERASED, key, rows[0], "key")
        elif len(rows) > 1:
            places = ", ".join(str(row) for row in rows)
            self._problem(Trouble.DUPLICATE_KEY, key, rows[0], "key", rows=places)
        elif not self._agrees(record, rows[0]):
            self._other_identity(record, rows[0])
        elif record.stamped:
            self._known(record, rows[0])
        elif record.origin == "sheet":
            self._wait(record, rows[0])  # a person was first to write the reserved key there

    def _agrees(self, record: ApplicationRecord, row: int) -> bool:
        """Whether time stamp or e-mail is still the one last seen; a corrected answer changes the first.

        What has changed must not be what another application is known by: then cells have been sorted.
        """
        now = self._picture.identity(row)
        if not (record.stamp or record.email) or (now.stamp, now.email) == (record.stamp, record.email):
            return True
        others = [other for other in self._view.applications.values() if other.key != record.key]
        if record.stamp and now.stamp == record.stamp:
            return not now.email or all(other.email != now.email for other in others)
        if record.email and now.email == record.email:
            return not now.stamp or all(other.stamp != now.stamp for other in others)
        return False

    def _other_identity(self, record: ApplicationRecord, row: int) -> None:
        """An applicant may have corrected it, or the key stands on a foreign row."""
        now = self._picture.identity(row)
        base, theirs = {"email": record.email}, {"email": now.email}
        self._problem(Trouble.IDENTITY, record.key, row, "key", base=base, cells=theirs, stamp=now.stamp)

    def _known(self, record: ApplicationRecord, row: int) -> None:
        cells, now = self._picture.form_cells(row), self._picture.identity(row)
        changed = cells != dict(record.cells)
        # A blank cell is no new time stamp or address: what the row was known by is not forgotten.
        known_by = Identity(stamp=now.stamp or record.stamp, email=now.email or record.email)
        self.result.seen.append(
            SeenRow(key=record.key, row=row, identity=known_by, cells=cells if changed else None)
        )
        base = self._view.bases.get(record.key)
        if base is None:
            return
        if self._picture.receipt(row) != base.receipt:
            self._foreign(base, row)
            return
        self.result.rows[record.key] = row
        held = self._view.held.get(record.key, frozenset())
        self.result.merges[record.key] = merge_row(
            base.cells, self._ours(record.key), self._picture.decision(row), DECISION, held
        )

    def _ours(self, key: str) -> Mapping[str, Cell]:
        """What we want to stand in the row: where nothing is projected, what stands there."""
        if self._view.programme.write_back == "ledger":
            return self._view.bases[key].cells
        return self._view.ours(key)

    def _foreign(self, base: Base, row: int) -> None:
        theirs = {**self._picture.decision(row), "receipt": self._picture.receipt(row)}
        ours = {**base.cells, "receipt": base.receipt}
        self._problem(Trouble.FOREIGN_RECEIPT, base.key, row, "receipt", base=ours, cells=theirs)

    def _blank(self, rows: list[int], keyed: frozenset[str]) -> None:
        """Rows without a key: reserved ones wait for it, unknown are new, known ones are for a person."""
        absent = [r for r in self._view.applications.values() if r.key not in keyed]
        left: list[int] = []
        for row in rows:
            reserved = self._match(absent, row, stamped=False, strict=True)
            if reserved:
                absent.remove(reserved)
                self._wait(reserved, row)
            else:
                left.append(row)
        for row in left:
            self._unclaimed(row, absent)

    def _unclaimed(self, row: int, absent: list[ApplicationRecord]) -> None:
        identity = self._picture.identity(row)
        if not identity.stamp:
            self._nameless(row)
            return
        known = next((r for r in self._view.applications.values() if r.stamped and self._is(r, row)), None)
        # An address corrected while the key is gone leaves the time stamp to know the row by.
        lost = (r for r in absent if r.stamped and r.stamp == identity.stamp)
        known = known or next(lost, None)
        if known is not None:
            self._problem(Trouble.KEY_MISSING, known.key, row, "key")
            return
        # An answer corrected before its row got the reserved key has a new time stamp.
        corrected = self._match(absent, row, stamped=False, strict=False)
        if corrected:
            absent.remove(corrected)
            self._wait(corrected, row)
            return
        self._new(row)

    def _nameless(self, row: int) -> None:
        """A row without a time stamp has no identity to hold a key to. What it holds tells it from others."""
        held = {**self._picture.form_cells(row), **self._picture.decision(row)}
        self._problem(Trouble.IDENTITY, "", row, "key", which=self._one_of(row, held))

    def _one_of(self, row: int, held: Mapping[str, Cell]) -> str:
        """What tells a row without a key from others, wherever it is moved: two may hold the same."""
        told = json.dumps(held, sort_keys=True, default=str)
        name = hashlib.sha256(told.encode()).hexdigest()[:12]
        self._alike[name] += 1
        return f"{name}.{self._alike[name]}"

    def _stray(self, row: int) -> None:
        """Words in decision cells of a row that holds no response belong to nobody: a person is told.

        Numbers are passed over: sums under a table are no decisions, and change all the time.
        """
        cells = {name: cell for name, cell in self._picture.decision(row).items() if isinstance(cell, str)}
        if any(cell.strip() for cell in cells.values()):
            which = self._one_of(row, cells)
            self._problem(Trouble.STRAY_WORDS, "", row, next(iter(cells)), cells=cells, which=which)

    def _match(
        self, records: list[ApplicationRecord], row: int, *, stamped: bool, strict: bool
    ) -> ApplicationRecord | None:
        email = self._picture.identity(row).email
        for record in records:
            near = not strict and email and record.email == email
            if record.origin == "sheet" and record.stamped is stamped and (near or self._is(record, row)):
                return record
        return None

    def _is(self, record: ApplicationRecord, row: int) -> bool:
        identity = self._picture.identity(row)
        return (record.stamp, record.email) == (identity.stamp, identity.email)

    def _wait(self, record: ApplicationRecord, row: int) -> None:
        self.result.waiting[record.key] = row
        self._new(row, record.key)

    def _new(self, row: int, reserved: str = "") -> None:
        cells, identity = self._picture.form_cells(row), self._picture.identity(row)
        self.result.new_rows.append(NewRow(row=row, identity=identity, cells=cells, reserved=reserved))

    def _vanished(self, keyed: frozenset[str]) -> None:
        named = self.result.troubled
        for record in self._view.applications.values():
            here = record.key in keyed or record.key in named
            if record.stamped and not here and record.erased_at is None:
                self._problem(Trouble.VANISHED, record.key, 0, "")

    # Cells

    def _part_sorted(self) -> None:
        """The same values in other places of one column: nothing of it is imported.

        A row once sorted away stays so until its cell is put back or a person has chosen, also where another
        word has been typed into the column since and the values are not the same any more.
        """
        for column in DECISION:
            merges = self.result.merges
            touched = [k for k in self.result.rows if column in (*merges[k].edits, *merges[k].conflicts)]
            now = shuffled((self._base(key).cells.get(column), self._theirs(key, column)) for key in touched)
            for key in touched:
                if now or (key, column) in self._view.sorted_away:
                    self._sorted_away(key, column)

    def _sorted_away(self, key: str, column: str) -> None:
        row, base = self.result.rows.pop(key), self._base(key)
        theirs = {**self._picture.decision(row), "receipt": base.receipt}
        ours = {**base.cells, "receipt": base.receipt}
        self._problem(Trouble.PART_SORTED, key, row, column, base=ours, cells=theirs)

    def _report(self, key: str, row: int) -> None:
        merge, revision, base = self.result.merges[key], self._view.standing(key).revision, self._base(key)
        if merge.agreed:
            self.result.agreed[key] = {column: self._theirs(key, column) for column in merge.agreed}
        edits = tuple(
            CellEdit(
                column=column,
                cell=self._cell(row, column),
                base=base.cells.get(column),
                theirs=self._theirs(key, column),
            )
            for column in merge.edits
        )
        if edits:
            self.result.edits.append(
                HandEdit(key=key, row=row, revision=revision, receipt=base.receipt, edits=edits)
            )
        ours = self._ours(key)
        for column in merge.conflicts:
            self.result.conflicts.append(
                Conflict(
                    key=key,
                    row=row,
                    revision=revision,
                    column=column,
                    cell=self._cell(row, column),
                    base=base.cells.get(column),
                    ours=ours.get(column),
                    theirs=self._theirs(key, column),
                )
            )

    def _base(self, key: str) -> Base:
        return self._view.bases[key]

    def _theirs(self, key: str, column: str) -> Cell:
        return self._picture.at(self.result.rows[key], column)

    def _cell(self, row: int, column: str) -> str:
        at = self._sheet.columns.get(column)
        return a1(row, at) if row and at else ""

    def _problem(
        self,
        kind: Trouble,
        key: str,
        row: int,
        column: str,
        *,
        base: Mapping[str, Cell] | None = None,
        cells: Mapping[str, Cell] | None = None,
        **params: str,
    ) -> None:
        self.result.problems.append(
            Problem(
                kind=kind,
                key=key,
                row=row,
                column=column,
                cell=self._cell(row, column),
                base=base,
                cells=cells,
                params=params,
            )
        )
