"""Filling in the form: all questions, the faults beside their fields, and sending it once."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

import streamlit as st

from desk import FormReview, Receipt
from pages import words
from pages.at_desk import the_desk
from pages.form.fields import ask
from pages.parts import paragraphs, quiet
from pages.refusals import wording
from pages.safe import Markup, markup, plain, show
from rules.base import Cell
from rules.finding import Finding
from rules.programme.model import Programme, Question, QuestionType
from rules.state import Refused
from texts import N_, _, ngettext, say

TOKEN = "form_token"  # noqa: S105 - the name of a session key
REVIEW = "form_review"

_BESIDE: Mapping[str, str] = {
    "required": N_("Her mangler et svar."),
    "email": N_("Det ligner ikke en mailadresse. Den ser sådan ud: navn@arbejdsplads.dk"),
    "phone": N_("Skriv et telefonnummer med otte cifre."),
    "unreadable": N_("Det kan vi ikke læse. Prøv at skrive det på en anden måde."),
}


def fill_in(programme: Programme) -> Receipt | None:
    """Show the form. A receipt once the application is in; until then what was typed stays."""
    review: FormReview = st.session_state.get(REVIEW) or FormReview()
    quiet(_("Felter med * skal udfyldes."))
    faults = {finding.field: finding for finding in reversed(review.blocking)}
    answers: dict[str, Cell] = {}
    for question in programme.questions:
        if question.type is not QuestionType.TIMESTAMP:
            answers[question.id] = _ask(programme, question, faults.get(question.id))
    if not faults:
        _advice(programme, review.advice)
    with st.expander(_("Sådan bruger vi jeres oplysninger"), icon=":material/shield_person:"):
        paragraphs(say(programme.form.privacy))
    _summary(programme, faults)
    again = bool(review.advice) and not review.blocking
    label = _("Send alligevel") if again else _("Send ansøgningen")
    if st.button(label, key="send", type="primary", icon=":material/send:"):
        return _send(programme, answers, confirmed=again)
    return None


def start_again() -> None:
    """Empty the form for another application."""
    for key in [str(key) for key in st.session_state if str(key).startswith("form_")]:
        del st.session_state[key]


def _ask(programme: Programme, question: Question, fault: Finding | None) -> Cell:
    if question.section:
        st.subheader(say(question.section), anchor=False)
    answer = ask(programme, question)
    if fault:
        show(markup('<p class="sh-error" role="alert">{}</p>', _beside(fault)))
    return answer


def _beside(fault: Finding) -> str:
    """What to say at a field that must be put right."""
    known = next((text for code, text in _BESIDE.items() if fault.code.split("_")[0] == code), "")
    return _(known) if known else words.finding(fault)


def _to_applicant(doubt: Finding) -> str:
    """What to say of a doubt: the question speaks to the applicant, the message speaks of them."""
    return words.ask(doubt) or words.finding(doubt)


def _summary(programme: Programme, faults: Mapping[str, Finding]) -> None:
    """What is wrong, said by the button that was just clicked: the fields may be far up the page."""
    if not faults:
        return
    wrong = [
        plain(words.asked(programme, question.id))
        for question in programme.questions
        if question.id in faults
    ]
    told = ngettext(
        "Der er {count} felt, der skal rettes, før I kan sende. Det, I har skrevet, er her endnu.",
        "Der er {count} felter, der skal rettes, før I kan sende. Det, I har skrevet, er her endnu.",
        len(faults),
    )
    st.error(told + "".join(f"\n- {label}" for label in wrong), icon=":material/error:")


def _advice(programme: Programme, advice: Sequence[Finding]) -> None:
    """What a person would ask about anyway: better asked now. It stops nobody."""
    if not advice:
        return
    with st.container(border=True):
        title = _("Se lige på dette, før I sender")
        st.markdown(f"**{title}**")
        for finding in advice:
            heading = words.asked(programme, finding.field) if finding.field else ""
            show(markup("<p style='margin:0 0 0.4rem'>{}{}</p>", _heading(heading), _to_applicant(finding)))
        st.text(_("Er det rigtigt, som det står, så send alligevel. Så taler vi med jer om det."))


def _heading(text: str) -> Markup:
    return markup("<b>{}</b><br>", text) if text else Markup("")


def _send(programme: Programme, answers: Mapping[str, Cell], *, confirmed: bool) -> Receipt | None:
    """Review what was typed; send it if nothing blocks and any advice has been read."""
    token = st.session_state.setdefault(TOKEN, uuid4().hex)
    review = the_desk().review(answers)
    read_before = st.session_state.get(REVIEW)
    if review.blocking or (review.advice and not (confirmed and read_before == review)):
        st.session_state[REVIEW] = review
        st.rerun()
    try:
        receipt = the_desk().submit(answers, token)
    except Refused as refused:
        st.error(wording(refused, programme), icon=":material/error:")
        return None
    start_again()
    return receipt
