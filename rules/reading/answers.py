"""One row's cells as an application: each answer with its text, its meaning and its address."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.application import Answer, Application, Participant, Value
from rules.base import Cell
from rules.programme.model import Programme, Question, QuestionType
from rules.reading import cells as read
from rules.reading.headers import part_ids
from rules.reading.moments import day, moment, shown
from rules.reading.people import people
from rules.reading.table import Layout

_MOST_PARTICIPANTS = 99


class _Dates(NamedTuple):
    """How dates are held: in which zone, and whether a number may be one."""

    zone: ZoneInfo
    serial: bool


_MEANING: Mapping[QuestionType, Callable[[Question, Cell, str, _Dates], Value]] = {
    QuestionType.TIMESTAMP: lambda q, raw, text, dates: moment(raw, dates.zone, serial=dates.serial),
    QuestionType.DATE: lambda q, raw, text, dates: day(raw, dates.zone, serial=dates.serial),
    QuestionType.NUMBER: lambda q, raw, text, dates: read.number(raw),
    QuestionType.PHONE: lambda q, raw, text, dates: read.phone(raw),
    QuestionType.YES_NO: lambda q, raw, text, dates: read.yes_no(raw),
    QuestionType.CHOICE: lambda q, raw, text, dates: read.choice(text, q.options),
    QuestionType.MULTIPLE: lambda q, raw, text, dates: read.choices(text, q.options),
    QuestionType.PARTICIPANTS: lambda q, raw, text, dates: people(text).found or None,
}
"""What an answer means by its question's type; the text itself for all other types."""


def application_from(
    programme: Programme,
    cells: Mapping[str, Cell],
    *,
    row: int,
    layout: Layout,
    key: str = "",
    first_seen: datetime | None = None,
    serial_dates: bool = True,
) -> Application:
    """The application of one row, from its raw cells by column id (see `Layout`).

    `first_seen` is the first time stamp ever seen for it; without one, the stamp that stands there now.
    """
    dates = _Dates(programme.zone, serial_dates)
    answers = {question.id: _answer(question, cells, layout, row, dates) for question in programme.questions}
    stamp = answers.get(programme.fields.timestamp)
    stamped = stamp.value if stamp and isinstance(stamp.value, datetime) else None
    return Application(key=key, row=row, first_seen=first_seen or stamped, answers=answers)


def _answer(
    question: Question,
    cells: Mapping[str, Cell],
    layout: Layout,
    row: int,
    dates: _Dates,
) -> Answer:
    if question.columns and question.id not in layout.columns:
        return _spread(question, cells, layout, row)
    raw = cells.get(question.id)
    if raw is None:
        return _blank(question.id, layout.address(row, question.id))
    value = _value(question, raw, dates)
    return Answer(
        question=question.id,
        raw=raw,
        text=_text(question, raw, value),
        value=value,
        cell=layout.address(row, question.id),
    )


@lru_cache(maxsize=8192)
def _blank(question: str, cell: str) -> Answer:
    """Most cells of most rows are blank, and alike at every reading."""
    return Answer(question=question, cell=cell)


def _text(question: Question, raw: Cell, value: Value) -> str:
    """What a person reads: the same for a sheet's serial number or tick box as for the text that it shows."""
    if isinstance(raw, int | float):
        if isinstance(value, datetime):
            return shown(value)
        if question.type is QuestionType.DATE and value is not None:
            return f"{value:%d/%m/%Y}"
        if question.type is QuestionType.YES_NO and isinstance(value, bool):
            return "Ja" if value else "Nej"
    return read.text_of(raw)


def _value(question: Question, raw: Cell, dates: _Dates) -> Value:
    """The meaning by the question's type; None for a blank, and for what can't be read."""
    if raw is None or raw == "" or read.is_error(raw):
        return None
    text = read.text_of(raw).strip()
    meaning = _MEANING.get(question.type)
    return meaning(question, raw, text, dates) if text and meaning else text or None


def _spread(question: Question, cells: Mapping[str, Cell], layout: Layout, row: int) -> Answer:
    """Participants from columns of their own; the text lists them as lines, the cell is the first one's."""
    listed = list[Participant]()
    for number in range(1, _MOST_PARTICIPANTS + 1):
        ids = [i for i in part_ids(question, [number]) if i[0] in layout.columns]
        if not ids:
            break
        parts = {part: read.text_of(cells.get(name)).strip() for name, part, _ in ids}
        if any(parts.values()):
            listed.append(Participant(line=number, **parts))
    text = "\n".join(", ".join(filter(None, (p.name, p.role, p.email))) for p in listed)
    first = next((layout.address(row, name) for name, _, _ in part_ids(question, [1])), "")
    return Answer(question=question.id, raw=text or None, text=text, value=tuple(listed) or None, cell=first)
