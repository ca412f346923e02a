"""Headers found whatever their order, spelling and row, and what is wrong with them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rules.a1 import a1
from rules.base import Cell
from rules.columns import HEADERS
from rules.finding import Finding, Outcome
from rules.folding import words
from rules.programme.model import Programme, Question
from rules.reading import saying
from rules.reading.cells import text_of
from rules.reading.table import Layout, Table

_SEARCHED = 50
_PLACE = " 0n0 "

Found = dict[str, list[int]]
"""Columns by id; the first is the one to read, the others repeat it."""
Accepted = tuple[str, tuple[str, ...]]
"""A column's id and the spellings of its header, for comparison."""


def find_layout(programme: Programme, table: Table) -> tuple[Layout, tuple[Finding, ...]]:
    """The header row is the one that names most questions. Findings: missing, repeated and merged headers."""
    accepted = tuple(_accepted(programme))
    candidates = [(row, _found(programme, accepted, cells)) for row, cells in _first_rows(table)]
    row, found = max(candidates, key=lambda c: (_questions_in(programme, c[1]), -c[0]), default=(1, Found()))
    if not _questions_in(programme, found):
        return Layout(header_row=1), (saying.finding("no_headers", Outcome.PERSON, cell="A1"),)
    layout = Layout(header_row=row, columns={name: columns[0] for name, columns in found.items()})
    return layout, (*_repeated(table, row, found), *_missing(programme, layout))


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """A header for comparison: folded words, so blanks, line breaks, case and punctuation do not count."""
    return " ".join(words(header))


def header_texts(table: Table, layout: Layout) -> dict[str, str]:
    """The headers as they stand, by column id, for `is_header_again`."""
    return {name: _plain(table.cell(layout.header_row, c)) for name, c in layout.columns.items()}


def is_header_again(headers: Mapping[str, str], cells: Mapping[str, Cell]) -> bool:
    """True for a row that repeats the header row: two cells or more, and most of those that are filled."""
    allowed, equal = len(cells) - len(cells) // 2 - 1, 0
    for name, cell in cells.items():
        if _plain(cell) == headers[name]:
            equal += 1
        elif not allowed:
            return False
        else:
            allowed -= 1
    return equal >= 2


def part_ids(question: Question, numbers: Sequence[int]) -> Iterator[tuple[str, str, int]]:
    """(column id, part, number) of participants that stand in columns; part is name, role or email."""
    for number in numbers:
        for template in question.columns:
            yield _part_id(question, template, number), part_of(template), number


@lru_cache(maxsize=256)
def part_of(template: str) -> str:
    """What a participant's column holds, by the words of its header."""
    said = set(words(template))
    if said & {"mail", "email", "emailadresse", "mailadresse"}:
        return "email"
    return "role" if said & {"rolle", "role", "titel", "stilling", "funktion", "title"} else "name"


def _part_id(question: Question, template: str, number: int) -> str:
    return f"{question.id}.{number}.{part_of(template)}"


def _first_rows(table: Table) -> Iterator[tuple[int, Sequence[Cell]]]:
    return enumerate(table.rows[:_SEARCHED], start=1)


def _found(programme: Programme, accepted: Iterable[Accepted], cells: Sequence[Cell]) -> Found:
    """Exact headers before aliases; a column belongs to one id; the software's own columns come last."""
    keys = {column: key for column, cell in enumerate(cells, start=1) if (key := _key(cell))}
    standing: dict[str, list[int]] = {}
    for column, key in keys.items():
        standing.setdefault(key, []).append(column)
    found, taken = Found(), set[int]()
    for name, spellings in accepted:
        columns = [c for key in spellings for c in standing.get(key, ()) if c not in taken]
        taken.update(columns)
        if columns:
            found[name] = list(dict.fromkeys(columns))
    for name, column in _spread(programme, keys, taken):
        found.setdefault(name, []).append(column)
    return found


def _accepted(programme: Programme) -> Iterator[Accepted]:
    for question in programme.questions:
        yield question.id, tuple(dict.fromkeys(map(header_key, (question.header, *question.aliases))))
    for name, header in HEADERS.items():
        yield f"@{name}", (header_key(header),)


def _spread(programme: Programme, keys: Mapping[int, str], taken: set[int]) -> Iterator[tuple[str, int]]:
    for question in programme.questions:
        for template in question.columns:
            pattern = _pattern(template)
            for column, key in keys.items():
                if column not in taken and (match := pattern.fullmatch(key)):
                    yield _part_id(question, template, int(match[1])), column


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    key = header_key(template.replace("{n}", _PLACE))
    return re.compile(re.escape(key).replace(_PLACE.strip(), "([0-9]{1,2})"))


def _questions_in(programme: Programme, found: Mapping[str, list[int]]) -> int:
    asked = {q.id for q in programme.questions}
    return sum(name.split(".")[0] in asked for name in found)


def _repeated(table: Table, row: int, found: Mapping[str, list[int]]) -> Iterator[Finding]:
    for first, *others in found.values():
        for column in others:
            header = text_of(table.cell(row, column))
            yield saying.finding(
                "duplicate_header",
                Outcome.PERSON,
                cell=a1(row, column),
                value=header,
                header=header,
                first=a1(row, first),
                second=a1(row, column),
            )


def _missing(programme: Programme, layout: Layout) -> Iterator[Finding]:
    spread = {name.split(".")[0] for name in layout.columns if "." in name}
    for question in programme.questions:
        if question.id not in layout.columns and question.id not in spread:
            outcome = Outcome.PERSON if question.required else Outcome.OK
            header = " ".join(question.header.split())
            yield saying.finding(
                "missing_column",
                outcome,
                cell=a1(layout.header_row, 1),
                field=question.id,
                header=header,
                row=layout.header_row,
            )


def _plain(cell: Cell) -> str:
    return cell.strip().casefold() if isinstance(cell, str) else text_of(cell)


def _key(cell: Cell) -> str:
    return header_key(text_of(cell))
