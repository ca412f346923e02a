"""The answers as the applicant wrote them; only CPR numbers are made unreadable."""

from collections.abc import Iterator
from itertools import groupby

from pages import words
from pages.parts import facts
from pages.safe import Markup, joined, markup, show
from rules.application import Application
from rules.checks.masking import mask
from rules.programme.model import Programme, Question, QuestionType
from texts import _, moment, say


def show_answers(programme: Programme, application: Application) -> None:
    """All answers under their sections, each with its cell in the sheet."""
    parts: list[Markup] = []
    for heading, questions in groupby(_with_heading(programme), key=lambda pair: pair[0]):
        if heading:
            parts.append(markup('<h4 class="sh-section">{}</h4>', heading))
        parts.append(facts(_fact(programme, application, question) for _heading, question in questions))
    show(joined(parts))


def _with_heading(programme: Programme) -> Iterator[tuple[str, Question]]:
    heading = ""
    for question in programme.questions:
        heading = say(question.section) if question.section else heading
        yield heading, question


def _fact(programme: Programme, application: Application, question: Question) -> tuple[str, Markup]:
    answer = application.answers.get(question.id)
    written = mask(answer.text).strip() if answer else ""
    if question.type is QuestionType.TIMESTAMP and application.first_seen and not written:
        written = moment(application.first_seen)
    cell = markup('<span class="sh-cell">{}</span>', answer.cell) if answer and answer.cell else Markup("")
    shown = (
        markup("{}", written) if written else markup('<span class="sh-quiet">{}</span>', _("ikke besvaret"))
    )
    return words.question(programme, question.id), joined([shown, cell])
