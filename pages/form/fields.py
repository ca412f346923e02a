"""One input for each type of question. What is typed stays in the session until the application is sent."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from pages import words
from pages.form.people import ask_participants
from pages.safe import plain
from rules.base import Cell
from rules.municipalities import municipalities
from rules.programme.model import Programme, Question, QuestionType
from texts import _, say

FEW = 5
"""Up to so many choices are shown at once; more fold into a list."""

LONGEST = 4000
"""Characters that one answer may have."""


def key_of(question_id: str) -> str:
    """The session key of a question's input."""
    return f"form_{question_id}"


def ask(programme: Programme, question: Question) -> Cell:
    """Show the input of one question and give back what stands in it, as the sheet's cell would hold it."""
    with st.container(gap="xsmall"):
        answer = _input(programme, question)(programme, question)
        if question.help:
            st.caption(plain(say(question.help)))
    return answer


def _input(programme: Programme, question: Question) -> Callable[[Programme, Question], Cell]:
    if question.id == programme.fields.municipality and not question.options:
        return _municipality
    return _INPUTS.get(question.type, _line)


def label(programme: Programme, question: Question) -> str:
    """The question, marked where an answer is needed."""
    asked = plain(words.asked(programme, question.id))
    return f"{asked} *" if question.required else asked


def _line(programme: Programme, question: Question) -> Cell:
    return st.text_input(
        label(programme, question),
        key=key_of(question.id),
        max_chars=LONGEST,
        autocomplete=_AUTOCOMPLETE.get(question.type, "off"),
        on_change="ignore",
    )


def _paragraph(programme: Programme, question: Question) -> Cell:
    return st.text_area(
        label(programme, question),
        key=key_of(question.id),
        height=130,
        max_chars=LONGEST,
        on_change="ignore",
    )


def _number(programme: Programme, question: Question) -> Cell:
    return st.number_input(
        label(programme, question),
        min_value=0,
        max_value=10_000,
        value=None,
        step=1,
        key=key_of(question.id),
        on_change="ignore",
    )


def _date(programme: Programme, question: Question) -> Cell:
    chosen = st.date_input(
        label(programme, question),
        value=None,
        format="DD/MM/YYYY",
        key=key_of(question.id),
        on_change="ignore",
    )
    return chosen.strftime("%d/%m/%Y") if isinstance(chosen, date) else None


def _choice(programme: Programme, question: Question) -> Cell:
    labels = {
        option.value: say(option.label) if option.label else option.value for option in question.options
    }
    return _pick(programme, question, labels)


def _yes_no(programme: Programme, question: Question) -> Cell:
    return _pick(programme, question, {"Ja": _("Ja"), "Nej": _("Nej")})


def _pick(programme: Programme, question: Question, labels: Mapping[str, str]) -> Cell:
    if len(labels) > FEW:
        return st.selectbox(
            label(programme, question),
            list(labels),
            index=None,
            format_func=lambda value: labels.get(value, str(value)),
            placeholder=_("Vælg"),
            key=key_of(question.id),
            on_change="ignore",
        )
    return st.radio(
        label(programme, question),
        list(labels),
        index=None,
        format_func=lambda value: plain(labels.get(value, str(value))),
        key=key_of(question.id),
        on_change="ignore",
    )


def _multiple(programme: Programme, question: Question) -> Cell:
    labels = {
        option.value: say(option.label) if option.label else option.value for option in question.options
    }
    chosen = st.multiselect(
        label(programme, question),
        list(labels),
        format_func=lambda value: labels.get(value, str(value)),
        placeholder=_("Vælg en eller flere"),
        key=key_of(question.id),
        on_change="ignore",
    )
    return ", ".join(chosen)


def _municipality(programme: Programme, question: Question) -> Cell:
    return st.selectbox(
        label(programme, question),
        [known.name for known in municipalities()],
        index=None,
        placeholder=_("Vælg eller skriv"),
        accept_new_options=True,
        key=key_of(question.id),
        on_change="ignore",
    )


def _participants(programme: Programme, question: Question) -> Cell:
    return ask_participants(label(programme, question), key_of(question.id))


_AUTOCOMPLETE: Mapping[QuestionType, str] = {QuestionType.EMAIL: "email", QuestionType.PHONE: "tel"}
_INPUTS: Mapping[QuestionType, Callable[[Programme, Question], Cell]] = {
    QuestionType.LONG_TEXT: _paragraph,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: _date,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.YES_NO: _yes_no,
    QuestionType.PARTICIPANTS: _participants,
}
