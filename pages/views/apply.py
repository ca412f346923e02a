"""The public form: made from the programme, open by the clock, with a receipt at the end."""

import streamlit as st

from desk import Receipt
from pages.at_desk import the_desk
from pages.form.filling import fill_in, start_again
from pages.parts import empty, facts, paragraphs, quiet
from pages.safe import Markup, markup, show
from pages.session import now
from rules.programme.model import Meeting, Programme
from texts import _, clock, long_date, moment, say

RECEIPT = "receipt"


def apply() -> None:
    """The page: a receipt, the form, or why it is not open."""
    programme = the_desk().programme
    receipt = st.session_state.get(RECEIPT)
    _left, middle, _right = st.columns([1, 5, 1])
    with middle:
        st.title(say(programme.title), anchor=False)
        if isinstance(receipt, Receipt):
            _show_receipt(programme, receipt)
        elif now() < programme.opens_at:
            _not_yet(programme)
        elif now() > programme.closes_at:
            _closed(programme)
        else:
            _show_form(programme)


def _show_form(programme: Programme) -> None:
    quiet(_("Frist: {day}").format(day=long_date(programme.window.deadline)))
    paragraphs(say(programme.form.intro))
    _meetings(programme)
    receipt = fill_in(programme)
    if receipt is not None:
        st.session_state[RECEIPT] = receipt
        st.rerun()


def _meetings(programme: Programme) -> None:
    """When and where each cohort meets: one wishes for a cohort, so one must know."""
    with st.expander(_("Hvornår og hvor mødes holdene?"), icon=":material/event:"):
        for cohort in programme.cohorts:
            lines = [_when_and_where(programme, meeting) for meeting in cohort.meetings]
            show(facts([(say(cohort.name), "\n".join(lines) or _("Aftales senere"))]))


def _when_and_where(programme: Programme, meeting: Meeting) -> str:
    starts, ends = programme.local(meeting.starts), programme.local(meeting.ends)
    until = clock(ends).removeprefix("kl. ")
    return f"{long_date(starts)}, {clock(starts)}-{until}\n{meeting.venue}, {meeting.address}"


def _not_yet(programme: Programme) -> None:
    opens = programme.opens_at
    empty(_("Formularen åbner {day} {time}.").format(day=long_date(opens), time=clock(opens)), "schedule")
    paragraphs(say(programme.form.not_yet_open))
    _contact(programme)


def _closed(programme: Programme) -> None:
    day = long_date(programme.window.deadline)
    empty(_("Fristen var {day}, så formularen er lukket.").format(day=day), "lock_clock")
    paragraphs(say(programme.form.closed))
    _contact(programme)


def _contact(programme: Programme) -> None:
    show(_mail(_("Spørgsmål? Skriv til"), programme.contact))


def _mail(before: str, address: str) -> Markup:
    return markup('<p>{before} <a href="mailto:{address}">{address}</a></p>', before=before, address=address)


def _show_receipt(programme: Programme, receipt: Receipt) -> None:
    st.subheader(_("Tak. Vi har modtaget jeres ansøgning."), anchor=False)
    show(
        markup(
            '<p style="margin:0">{}</p><p class="sh-receipt">{}</p><p class="sh-quiet">{}</p>',
            _("Jeres sagsnummer er"),
            receipt.key,
            _("Modtaget {when}. Skriv nummeret ned, eller tag et billede af siden.").format(
                when=moment(receipt.at)
            ),
        )
    )
    paragraphs(say(programme.form.receipt))
    st.subheader(_("Vil I rette noget eller trække jer?"), anchor=False)
    paragraphs(say(programme.form.correction))
    _contact(programme)
    st.button(_("Send en ansøgning for en anden arbejdsplads"), on_click=_once_more, type="tertiary")


def _once_more() -> None:
    st.session_state.pop(RECEIPT, None)
    start_again()


apply()
