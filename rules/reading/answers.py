"""One row's cells as an application: each answer with its text, its meaning and its address."""

from collections.abc import Mapping
from datetime import datetime
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
    zone = programme.zone
    answers = {
        question.id: _answer(question, cells, layout, row, (zone, serial_dates))
        for question in programme.questions
    }
    stamp = answers.get(programme.fields.timestamp)
    stamped = stamp.value if stamp and isinstance(stamp.value, datetime) else None
    return Application(key=key, row=row, first_seen=first_seen or stamped, answers=answers)


def _answer(
    question: Question,
    cells: Mapping[str, Cell],
    layout: Layout,
    row: int,
    dates: tuple[ZoneInfo, bool],
) -> Answer:
    if question.columns and question.id not in layout.columns:
        return _spread(question, cells, layout, row)
    raw = cells.get(question.id)
    value = None if raw is None or read.is_error(raw) else _value(question, raw, *dates)
    return Answer(
        question=question.id,
        raw=raw,
        text=_text(question, raw, value),
        value=value,
        cell=layout.address(row, question.id),
    )


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


def _value(question: Question, raw: Cell, zone: ZoneInfo, serial_dates: bool) -> Value:  # noqa: PLR0911
    """The meaning by the question's type; None for a blank, and for what can't be read."""
    text = read.text_of(raw).strip()
    if not text:
        return None
    match question.type:
        case QuestionType.TIMESTAMP:
            return moment(raw, zone, serial=serial_dates)
        case QuestionType.DATE:
            return day(raw, zone, serial=serial_dates)
        case QuestionType.NUMBER:
            return read.number(raw)
        case QuestionType.PHONE:
            return read.phone(raw)
        case QuestionType.YES_NO:
            return read.yes_no(raw)
        case QuestionType.CHOICE:
            return read.choice(text, question.options)
        case QuestionType.MULTIPLE:
            return read.choices(text, question.options)
        case QuestionType.PARTICIPANTS:
            return people(text).found or None
        case _:
            return text


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
