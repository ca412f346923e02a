"""Blanking what the ledger holds of erased applications: key, revision, state and receipt stay.

Copies of a row can stand in ledger rows of others, where a write had hit it by mistake: they go, too.
"""

from collections.abc import Collection, Iterator, Sequence

from integrations.sheets import requests
from integrations.sheets.requests import Request
from integrations.sheets.snapshot import Tab
from integrations.sync.ledger import HEADER, IMAGE_START, LedgerRow, column_of, parse
from integrations.sync.sheet import identity
from rules.base import Cell

_WORDS = ("remark", "reason", "basis", "override_reason", "expected", "cells", "mends")
"""Columns of a ledger row that hold what people wrote, beside the copies."""
_COPIES = range(IMAGE_START, len(HEADER))
"""The columns of the copies: up to the last, which holds what a decision says besides, all of it harmless."""


def blanks(ledger: Tab, keys: Collection[str]) -> list[Request]:
    """Blank all of it, row by row. `ledger` is the whole tab, as it stands when the requests apply."""
    found = [
        (number, row, parsed) for number, row in enumerate(ledger.rows, start=1) if (parsed := parse(row))
    ]
    known = frozenset(who for _, _, row in found if row.key in keys for who in _identities(row))
    return [
        request
        for number, cells, row in found
        if row.key in keys or _is_of(row, keys, known)
        for request in _blank(ledger.sheet_id, number, cells, own=row.key in keys)
    ]


def is_blank(row: LedgerRow) -> bool:
    """Whether a ledger row of an erased application holds nothing of it any more."""
    decided = row.decision
    words = (
        decided.remark or decided.reason or (decided.override and decided.override.reason) if decided else ""
    )
    return not (words or row.expected or row.cells or row.mends or any(map(_is_said, row.image.values())))


def _identities(row: LedgerRow) -> Iterator[tuple[str, str]]:
    """What the application was known by, in the copies and in what was expected; blank parts never match."""
    for cells in (row.expected, row.image):
        who = identity(cells.get("stamp"), cells.get("email"))
        if who.stamp and who.email:
            yield who.stamp, who.email


def _is_of(row: LedgerRow, keys: Collection[str], known: Collection[tuple[str, str]]) -> bool:
    """Whether another's ledger row holds a copy of a row of one of these."""
    who = identity(row.image.get("stamp"), row.image.get("email"))
    return str(row.image.get("key") or "") in keys or (who.stamp, who.email) in known


def _blank(sheet_id: int, number: int, cells: Sequence[Cell], *, own: bool) -> Iterator[Request]:
    words = _WORDS if own else ("mends",)
    for column in (*map(column_of, words), *_COPIES):
        if len(cells) >= column and _is_said(cells[column - 1]):
            yield requests.write(sheet_id, number, column, [[None]])


def _is_said(cell: Cell) -> bool:
    return cell not in (None, "")
