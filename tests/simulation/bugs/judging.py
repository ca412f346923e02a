"""Bugs in what is made of the sheet: rows, receipts, keys, hand edits, pre-images."""

from tests.simulation.bugs.planting import bug

_JUDGE = "integrations.sync.judge:Judge."
_SETTLING = "integrations.sync.settle:Settling."
_PLANNER = "integrations.sync.plan:Planner."
_PICTURE = "integrations.sync.picture:"
_MERGE = "rules.merge:"

JUDGING = (
    bug(
        "last-write-wins",
        "Where both people and we have changed a cell, ours is written over theirs.",
        (f"{_MERGE}judge", "else Verdict.CONFLICT", "else Verdict.WRITE"),
    ),
    bug(
        "conflict-imported",
        "Where both people and we have changed a cell, theirs becomes a decision without a question.",
        (f"{_MERGE}judge", "else Verdict.CONFLICT", "else Verdict.EDIT"),
    ),
    bug(
        "hand-edit-overwritten",
        "A cell that only people changed is written back.",
        (f"{_MERGE}judge", "Verdict.EDIT if same(base, ours)", "Verdict.WRITE if same(base, ours)"),
    ),
    bug(
        "open-question-overwritten",
        "A cell that awaits a person is written to all the same.",
        (f"{_MERGE}merge_row", "if column in held:", "if column in held and not held:"),
    ),
    bug(
        "own-write-taken-for-an-edit",
        "The base does not move to what we wrote, so it looks like people's work.",
        (f"{_SETTLING}_written", "cells[column] = written", "cells[column] = base.cells.get(column)"),
        (f"{_MERGE}judge", "return Verdict.AGREED", "return Verdict.CONFLICT"),
    ),
    bug(
        "base-stays-on-import",
        "Taking in a hand edit does not move the base.",
        ("desk.hand_edits:import_edit", '"cells": typed, ', ""),
    ),
    bug(
        "identity-not-compared",
        "A key counts wherever it stands, whoever's row it is.",
        (f"{_JUDGE}_agrees", "if not (record.stamp or record.email) or", "if record.key or"),
    ),
    bug(
        "sorted-address-accepted",
        "A column of addresses sorted alone is taken for so many corrected addresses.",
        (f"{_JUDGE}_agrees", "return not now.email or", "return record.stamp or"),
    ),
    bug(
        "own-write-taken-for-an-answer",
        "A key that we wrote into a form column by mistake is taken for what the applicant answered.",
        (
            f"{_PICTURE}Picture.identity",
            'identity(self.at(row, "stamp"), self.at(row, "email"))',
            "self.sheet.identity(row)",
        ),
        (f"{_PICTURE}Picture.form_cells", "self._cell(row, c)", "self.sheet.tab.cell(row, c)"),
    ),
    bug(
        "duplicate-key-ignored",
        "Of two rows with the same key, the first counts.",
        (f"{_JUDGE}_keyed", "elif len(rows) > 1:", "elif not rows:"),
    ),
    bug(
        "highest-row-counts",
        "Of two rows with the same key, the lower counts.",
        (f"{_JUDGE}_keyed", "    record =", "    rows = rows[-1:]\n    record ="),
    ),
    bug(
        "key-to-two-rows",
        "A row gets the key that another row of the same hour has.",
        ("desk.observing:Observer._free_key", "self._material(identity)", "identity.stamp[:8]"),
        ("desk.observing:Observer._free_key", "if number not in self._known", "if number"),
    ),
    bug(
        "cleared-key-gets-a-new-one",
        "A row whose key was cleared is taken for a new application.",
        (f"{_JUDGE}_unclaimed", "if known is not None:", "if known is not None and known.key is None:"),
        ("desk.observing:Observer._keep_new", " or self._by_identity.get(new.identity)", ""),
    ),
    bug(
        "stamp-on-any-row",
        "A key is taken to be right on whatever blank row it landed.",
        (f"{_PICTURE}on_its_row", "return free and same_stamp and (", "return free or ("),
    ),
    bug(
        "misplaced-not-noticed",
        "A write counts for the row it was meant for, though the rows had moved.",
        (f"{_PICTURE}on_its_row", "if row.kind is Kind.APPEND:", "if row.attempt:"),
    ),
    bug(
        "misplaced-not-undone",
        "What a write did to a wrong row stays there.",
        (f"{_PLANNER}_repairs", "self._damage.items()", "()"),
        (f"{_PLANNER}_projection", "dict(self._damage.pop(row, {}))", "{}"),
    ),
    bug(
        "headers-not-compared",
        "Nobody looks under which headers a write has gone.",
        (f"{_PICTURE}_shifted", "for row in batches:", "for row in ():"),
    ),
    bug(
        "pre-image-ignored",
        "What a write covered is not compared with what was known: hand edits made meanwhile are gone.",
        (f"{_SETTLING}_written", "if not same(found.get(column), cells.get(column)):", "if not row.receipt:"),
    ),
    bug(
        "words-before-the-key-ignored",
        "Words typed into a row before it got its key are not asked about.",
        (f"{_SETTLING}_first", "if typed is not None:", "if typed is not None and not row.key:"),
    ),
    bug(
        "vanished-not-named",
        "Nobody is told of a row that is gone.",
        (f"{_JUDGE}_vanished", "if record.stamped and", "if not record.key and"),
        ("desk.observing:Observer._name_the_missing", "if was_here and", "if not record.key and"),
    ),
)
