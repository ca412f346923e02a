"""Decisions in a file: which applications a person approved, put on the waitlist, declined …

CSV and XLSX have a header row with the case number, the status and the cohort, called as in the sheet
(`Sagsnr.`, `Status`, `Hold`) or in English (`key`, `status`, `cohort`), so the downloaded sheet itself will
do. Statuses and cohorts are written as in the sheet's dropdowns or by their ids. `override` (or
`Over grænsen`) holds the reason why a group has its place beyond a limit. JSON is a list of objects with the
English names, or an object with that list as `decisions`. A row without a status says nothing; a status that
is not known, a case number that is none, or one that no application has, stops the command and is named.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue, TypeAdapter, ValidationError

from cli.exits import Exit, Stop
from integrations.tables import read_table
from rules import columns
from rules.a1 import a1
from rules.base import Frozen
from rules.folding import words
from rules.keys import normalised
from rules.programme.model import Programme
from rules.reading import Table
from rules.reading.cells import text_of
from rules.state import Override, Standing, Status
from rules.wording import cohort_of, status_of

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "key": ("key", columns.KEY),
    "status": ("status", columns.STATUS),
    "cohort": ("cohort", columns.COHORT),
    "override": ("override", "Over grænsen"),
}
_SEARCHED = 50


class Written(Frozen):
    """One decision as it is written; `places` say where each part stands, for people."""

    key: str
    status: str
    cohort: str = ""
    override: str = ""
    places: Mapping[str, str] = {}


def read_decisions(file: Path, programme: Programme) -> dict[str, Standing]:
    """The decisions in a file, by case number. Stops at the first that can't be understood."""
    if file.suffix.lower() == ".json":
        return _understood(_from_json(file), programme)
    wanted = [name for names in _HEADERS.values() for name in names]
    found = decisions_in(read_table(file, headers=wanted), programme, str(file))
    if found is None:
        raise Stop(
            "decisions_headers",
            f"{file}: no row has the headers {columns.KEY} (or key) and {columns.STATUS} (or status).",
            Exit.INPUT,
        )
    return found


def decisions_in(table: Table, programme: Programme, name: str) -> dict[str, Standing] | None:
    """The decisions in a table called `name`, or None where it has no such columns."""
    for row, cells in enumerate(table.rows[:_SEARCHED], start=1):
        headers = {words(text_of(cell)): column for column, cell in enumerate(cells, start=1)}
        at = {
            part: headers[words(accepted)]
            for part, names in _HEADERS.items()
            for accepted in names
            if words(accepted) in headers
        }
        if "key" in at and "status" in at:
            return _understood(_rows(table, row, at, name), programme)
    return None


def require_known(decisions: Mapping[str, Standing], keys: Collection[str]) -> None:
    """Stop where a decision is on an application that is not there: a slip must not pass unseen."""
    if unknown := sorted(set(decisions) - set(keys)):
        raise Stop(
            "decision_unknown_key",
            f"There are decisions on {', '.join(unknown)}, but no such applications. "
            "Correct the case numbers, or leave those decisions out.",
            Exit.INPUT,
        )


def _rows(table: Table, header: int, at: Mapping[str, int], name: str) -> Iterator[Written]:
    for row in range(header + 1, len(table.rows) + 1):
        cells = {part: text_of(table.cell(row, column)).strip() for part, column in at.items()}
        if cells["key"] or cells["status"]:
            places = {part: f"{name}, cell {a1(row, column)}" for part, column in at.items()}
            yield Written(places=places, **cells)


def _from_json(file: Path) -> Iterator[Written]:
    try:
        document: JsonValue = json.loads(file.read_text(encoding="utf-8-sig"))
        listed = document.get("decisions") if isinstance(document, dict) else document
        written = TypeAdapter(list[Written]).validate_python(listed)
    except (ValueError, ValidationError) as fault:
        where = fault.errors()[0] if isinstance(fault, ValidationError) else None
        said = f"{'.'.join(map(str, where['loc']))}: {where['msg']}" if where else str(fault)
        raise Stop("decisions_json", f"{file}: {said}", Exit.INPUT) from fault
    for number, one in enumerate(written, start=1):
        yield one.model_copy(update={"places": dict.fromkeys(_HEADERS, f"{file}, decision {number}")})


def _understood(written: Iterable[Written], programme: Programme) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for one in written:
        standing = _standing(one, programme)
        if standing is None:
            continue
        if found.setdefault(standing.key, standing) != standing:
            raise _stop(one, "key", "decision_twice", f"{standing.key} has another decision further up")
    return found


def _standing(one: Written, programme: Programme) -> Standing | None:
    """What a decision means; None for a row without one."""
    if not one.status:
        return None
    key = normalised(one.key)
    if key is None:
        raise _stop(one, "key", "decision_key", f"{one.key!r} is not a case number")
    status = _status(one.status, programme)
    if status is None:
        known = ", ".join(wording.text.da for wording in programme.statuses.values())
        raise _stop(one, "status", "decision_status", f"{one.status!r} is not a status; these are: {known}")
    cohort = cohort_of(programme, one.cohort)
    if cohort is None:
        known = ", ".join(c.name.da for c in programme.cohorts)
        raise _stop(one, "cohort", "decision_cohort", f"{one.cohort!r} is not a cohort; these are: {known}")
    override = Override(by="", reason=one.override) if one.override else None
    return Standing(key=key, status=status, cohort=cohort, override=override)


def _status(written: str, programme: Programme) -> Status | None:
    by_id = {status.value: status for status in Status}
    return status_of(programme, written) or by_id.get(written.strip().casefold())


def _stop(one: Written, part: str, code: str, why: str) -> Stop:
    return Stop(code, f"{one.places[part]}: {why}.", Exit.INPUT)
