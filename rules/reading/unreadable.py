"""Answers that are written but can't be read: a finding for each, the text kept as written."""

from collections.abc import Iterator

from rules.application import Answer, Application
from rules.finding import Finding, Outcome
from rules.programme.model import Programme, Question, QuestionType
from rules.reading import saying
from rules.reading.cells import is_error
from rules.reading.people import people

CELL_ERROR = "cell_error"
"""Of a cell that shows a formula's error no rule can say more: it is no answer of the applicant's."""

_KINDS = {
    QuestionType.TIMESTAMP: ("et tidspunkt", "a point in time"),
    QuestionType.DATE: ("en dato", "a date"),
    QuestionType.NUMBER: ("et antal", "a number"),
    QuestionType.YES_NO: ("ja eller nej", "yes or no"),
    QuestionType.PARTICIPANTS: ("en liste af deltagere", "a list of participants"),
}


def unreadable(programme: Programme, application: Application) -> Iterator[Finding]:
    """One finding for each answer without a meaning, and for each line of the list that names nobody."""
    for question in programme.questions:
        answer = application.answers.get(question.id)
        if answer is None or not answer.text.strip():
            continue
        if is_error(answer.raw):
            yield _finding(CELL_ERROR, application, question, answer.text)
        elif answer.value is None and question.type in _KINDS:
            yield _finding("unreadable", application, question, answer.text)
        elif question.type is QuestionType.PARTICIPANTS:
            for line in _lines_without_people(answer):
                yield _finding("unreadable_line", application, question, line)


def _lines_without_people(answer: Answer) -> tuple[str, ...]:
    """Read again only where there are fewer people than lines: reading the list is the dearest part."""
    lines = [line for line in answer.text.splitlines() if line.strip()]
    named = len(answer.value) if isinstance(answer.value, tuple) else 0
    return people(answer.text.strip()).leftover if named < len(lines) else ()


def _finding(code: str, application: Application, question: Question, value: str) -> Finding:
    kind, kind_en = _KINDS.get(question.type, ("", ""))
    return saying.finding(
        code,
        Outcome.PERSON,
        cell=application.cell(question.id),
        field=question.id,
        value=value,
        label=" ".join(question.header.split()),
        kind=kind,
        kind_en=kind_en,
    )
