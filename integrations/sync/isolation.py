"""A batch that the service refuses for good: which part of it is to blame, while the rest goes on.

A unit is what can be left out of a batch by itself: a ledger row with its decision, a key with its row, the
cells that a row shows. What the service names is parked at once. Else units that were refused together are
sent in halves, ledger rows before cells, until what is to blame stands alone. What is parked is tried again
when the spreadsheet has changed, or an hour later.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from integrations.sheets.bucket import Seconds
from integrations.sheets.requests import Request
from integrations.sync.ledger import Kind
from integrations.sync.plan import Bars, Plan, Step, cells_unit
from integrations.sync.sheet import Sheet

MOST_REFUSALS = 16
"""Refused batches in one search; what is suspect after that is parked as it is."""
FIRST_PAUSE = 60.0
"""Seconds that a parked unit rests at least when the spreadsheet has changed; doubled with every try."""
LONGEST_PAUSE = 3600.0
"""Seconds after which it is tried again in any case."""

_WORDS: Mapping[str, str] = {
    "protected": "refused_protected",
    "50000 characters": "refused_too_long",
    "data validation": "refused_validation",
    "above the limit": "refused_full",
    "too large": "refused_too_large",
}
REASONS = frozenset({*_WORDS.values(), "refused"})
"""Every reason why the service refuses something for good."""


def reason_of(detail: str) -> str:
    """A code for why the service refuses something, from what it says."""
    said = detail.casefold()
    return next((code for words, code in _WORDS.items() if words in said), "refused")


class RefusedBatch(Exception):
    """The service refuses a batch as it is. It was not applied, and cannot be any more."""

    def __init__(self, sent: Sequence[str], reason: str, named: str = "") -> None:
        """`named`: the unit that the service says is to blame, "" where it does not say."""
        super().__init__(reason)
        self.units = sent
        self.reason = reason
        self.named = named


def units(plan: Plan) -> tuple[str, ...]:
    """What a batch consists of: ledger rows and keys first, then cells."""
    first = [s.entry.op_id for s in plan.steps if s.entry.kind not in (Kind.REFRESH, Kind.REPAIR)]
    return (*first, *(_cells(step) for step in plan.steps if step.block and _apart(step)))


def named(detail: str, batch: Sequence[Request], plan: Plan, sheet: Sheet) -> str:
    """The unit of the request that the service names, where that writes into a row; else ""."""
    found = re.search(r"requests\[(\d+)\]", detail)
    index = int(found[1]) if found else -1
    start = batch[index].get("updateCells", {}).get("start", {}) if 0 <= index < len(batch) else {}
    if start.get("sheetId") != sheet.tab.sheet_id:
        return ""
    row = start["rowIndex"] + 1
    return next((_cells(step) for step in plan.steps if step.row == row and _apart(step)), "")


def _apart(step: Step) -> bool:
    return step.entry.kind in (Kind.DECISION, Kind.REFRESH, Kind.REPAIR)


def _cells(step: Step) -> str:
    return cells_unit(step.entry.key, step.entry.revision, step.row)


@dataclass(frozen=True, slots=True)
class _Group:
    """Units that were refused together. `stale`: the refusal may be due to the look, so look again first."""

    units: tuple[str, ...]
    reason: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Parked:
    """`changes`: the count at the first look after the search, which itself writes; None before that."""

    reason: str
    since: float
    tries: int = 0
    changes: int | None = None


class Isolation:
    """What was refused, and what is to be tried next. In memory only: a new process tries once more."""

    def __init__(self, seconds: Seconds) -> None:
        self._seconds = seconds
        self._groups: list[_Group] = []
        self._parked: dict[str, _Parked] = {}
        self._refusals = 0
        self._changes = 0

    @property
    def reasons(self) -> dict[str, str]:
        """Why each parked unit is not in the sheet, as a code."""
        return {unit: parked.reason for unit, parked in self._parked.items()}

    @property
    def searching(self) -> bool:
        """Whether there is a group to be sent now."""
        return bool(self._groups) and not self._groups[0].stale

    def looked(self, changes: int) -> None:
        """There is a new look, or the last one still holds; `changes` counts how often anything was new."""
        self._changes = changes
        for unit, parked in self._parked.items():
            if parked.changes is None and not self._groups:
                self._parked[unit] = replace(parked, changes=changes)
        self._groups = [replace(group, stale=False) for group in self._groups]
        suspect = {unit for group in self._groups for unit in group.units}
        due = tuple(
            unit for unit, parked in self._parked.items() if unit not in suspect and self._due(parked)
        )
        if due:
            self._groups.append(_Group(due, self._parked[due[0]].reason))

    def others(self) -> Bars:
        """Everything that is not suspect."""
        suspect = {unit for group in self._groups for unit in group.units}
        return Bars(barred=frozenset(suspect | self._parked.keys()))

    def group(self) -> Bars:
        """The next group alone."""
        return Bars(only=frozenset(self._groups[0].units))

    def suspect(self, sent: Sequence[str], reason: str) -> None:
        """A batch of others was refused, and cannot be applied any more: all of it is suspect."""
        self._groups.append(_Group(tuple(sent), reason, stale=True))

    def refused(self, refused: RefusedBatch) -> None:
        """The group was refused, and cannot be applied any more."""
        self._groups.pop(0)
        self._refusals += 1
        sent, reason = refused.units, refused.reason
        if len(sent) == 1 or self._refusals > MOST_REFUSALS:
            self._park(sent, reason)
        else:
            if refused.named in sent:
                self._park([refused.named], reason)
            self._groups[:0] = [_Group(part, reason) for part in _parts(sent, refused.named)]
        self._end()

    def went(self) -> None:
        """The group was applied, or nothing of it is to be written any more."""
        for unit in self._groups.pop(0).units:
            self._parked.pop(unit, None)
        self._end()

    def _end(self) -> None:
        if not self._groups:
            self._refusals = 0

    def _park(self, sent: Iterable[str], reason: str) -> None:
        for unit in sent:
            before = self._parked.get(unit)
            tries = before.tries + 1 if before else 0
            self._parked[unit] = _Parked(reason, self._seconds(), tries)

    def _due(self, parked: _Parked) -> bool:
        rested = self._seconds() - parked.since
        pause = min(FIRST_PAUSE * 2.0 ** min(parked.tries, 10), LONGEST_PAUSE)
        return rested >= LONGEST_PAUSE or (parked.changes != self._changes and rested >= pause)


def _parts(sent: Sequence[str], named: str) -> list[tuple[str, ...]]:
    """What to send apart: ledger rows and cells, or all but what is named, or halves."""
    cells = [unit for unit in sent if unit.startswith("cells:")]
    first = [unit for unit in sent if unit not in cells]
    if first and cells:
        halves = [first, cells]
    elif named in sent:
        halves = [list(sent)]
    else:
        halves = [list(sent[: len(sent) // 2]), list(sent[len(sent) // 2 :])]
    left = (tuple(unit for unit in half if unit != named) for half in halves)
    return [half for half in left if half]
