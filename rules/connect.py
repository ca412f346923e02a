"""Which column answers which question, and which tab holds the responses: proposals for a person."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from rules.base import Cell, Frozen
from rules.columns import HEADERS, LEDGER_TAB
from rules.programme.model import Programme, Question
from rules.reading.cells import text_of
from rules.reading.headers import header_key
from rules.reading.table import Table

THRESHOLD = 70.0
"""Likeness, 0 to 100, from which a header may be meant; below it nothing is proposed."""
MARGIN = 5.0
"""A proposal must be so much likelier than the next one; else a person chooses."""
_SEARCHED = 10


class How(StrEnum):
    """By what a column was found."""

    EXACT = "exact"
    ALIAS = "alias"
    FUZZY = "fuzzy"
    NONE = "none"


class Match(Frozen):
    """The column (from 1) proposed for a question, or 0 with the `candidates` for a person to choose from."""

    question_id: str
    column: int = 0
    header: str = ""
    how: How = How.NONE
    score: float = 0.0
    candidates: tuple[int, ...] = ()


class Tab(Frozen):
    """How much a tab looks like the responses tab: its header row, and how many questions it may answer."""

    title: str
    header_row: int
    matched: int
    score: float


class _Pair(NamedTuple):
    score: float
    question: str
    column: int


def propose_mapping(programme: Programme, headers: Sequence[Cell]) -> tuple[Match, ...]:
    """A match for each question in the document's order. No column is proposed twice.

    A column whose header is the question's own, or one of its aliases, comes first; then what is near enough
    and likelier than all else. Of several columns with one header none is taken: a person chooses.
    """
    keys = {column: header_key(text_of(cell)) for column, cell in enumerate(headers, start=1)}
    ours = {header_key(header) for header in HEADERS.values()}
    free = {column: key for column, key in keys.items() if key and key not in ours}
    found: dict[str, Match] = {}
    for how in (How.EXACT, How.ALIAS):
        for question in programme.questions:
            if question.id not in found and (match := _written(question, how, free)):
                found[question.id] = match
        for match in found.values():
            for column in (match.column, *match.candidates):
                free.pop(column, None)
    found |= _near([q for q in programme.questions if q.id not in found], free)
    return tuple(_with_header(found.get(q.id, Match(question_id=q.id)), headers) for q in programme.questions)


def rank_tabs(programme: Programme, tabs: Mapping[str, Table]) -> tuple[Tab, ...]:
    """All tabs but the ledger, the likeliest responses tab first; of equals the one with more rows."""
    scored = [
        (_tab(programme, title, table), len(table.rows))
        for title, table in tabs.items()
        if title != LEDGER_TAB
    ]
    return tuple(tab for tab, _ in sorted(scored, key=lambda s: (-s[0].score, -s[1], s[0].title)))


def _written(question: Question, how: How, free: Mapping[int, str]) -> Match | None:
    """The column with the very header (or alias); without one where several have it."""
    columns = [
        column
        for wanted in (_own(question) if how is How.EXACT else question.aliases)
        for column, key in free.items()
        if key == header_key(wanted)
    ]
    if not columns:
        return None
    if len(columns) > 1:
        return Match(question_id=question.id, candidates=tuple(columns))
    return Match(question_id=question.id, column=columns[0], how=how, score=100.0)


def _own(question: Question) -> tuple[str, ...]:
    """The question's header; where participants stand in columns, that of the first person's first."""
    return (question.header, *(template.replace("{n}", "1") for template in question.columns[:1]))


def _near(questions: Sequence[Question], free: Mapping[int, str]) -> dict[str, Match]:
    pairs = [
        _Pair(score, question.id, column)
        for question in questions
        for column, key in free.items()
        if (score := _likeness(question, key)) >= THRESHOLD
    ]
    found: dict[str, Match] = {}
    while sure := next(_sure(pairs), None):
        found[sure.question] = Match(
            question_id=sure.question, column=sure.column, how=How.FUZZY, score=round(sure.score, 1)
        )
        pairs = [p for p in pairs if p.question != sure.question and p.column != sure.column]
    for pair in sorted(pairs, reverse=True):
        before = found.setdefault(pair.question, Match(question_id=pair.question))
        found[pair.question] = before.model_copy(update={"candidates": (*before.candidates, pair.column)})
    return found


def _sure(pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """Pairs that are by a margin the best for their question and for their column."""
    for pair in sorted(pairs, reverse=True):
        rivals = (p for p in pairs if p != pair and (p.question == pair.question or p.column == pair.column))
        if all(rival.score + MARGIN <= pair.score for rival in rivals):
            yield pair


def _likeness(question: Question, key: str) -> float:
    """Half for the words in common, half for the spelling as a whole, so that longer ones have a chance."""
    labels = (question.label.da, question.label.en) if question.label else ()
    known = {header_key(text) for text in (*_own(question), *question.aliases, *labels)}
    return max((fuzz.token_set_ratio(key, k) + fuzz.token_sort_ratio(key, k)) / 2 for k in known)


def _with_header(match: Match, headers: Sequence[Cell]) -> Match:
    header = text_of(headers[match.column - 1]) if match.column else ""
    return match.model_copy(update={"header": header})


def _tab(programme: Programme, title: str, table: Table) -> Tab:
    rows = [
        _headers(programme, title, row, cells) for row, cells in enumerate(table.rows[:_SEARCHED], start=1)
    ]
    return max(
        rows,
        key=lambda tab: (tab.score, -tab.header_row),
        default=Tab(title=title, header_row=1, matched=0, score=0),
    )


def _headers(programme: Programme, title: str, row: int, cells: Sequence[Cell]) -> Tab:
    matches = [match for match in propose_mapping(programme, cells) if match.column or match.candidates]
    score = sum(match.score / 100 if match.column else 0.5 for match in matches)
    return Tab(title=title, header_row=row, matched=len(matches), score=round(score, 2))
