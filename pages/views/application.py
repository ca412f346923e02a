"""One application: the answers, the findings, its history, and the decision."""

import streamlit as st

from pages import words
from pages.at_desk import Sight, look, notice
from pages.case.answers import show_answers
from pages.case.decide import show_decide, show_room
from pages.case.findings import show_findings
from pages.case.history import show_history
from pages.case.meanwhile import show_changes, trouble_tag, watch
from pages.case.seen import changes, remembered
from pages.going import KEY_PARAM, QUEUE, neighbours, open_application
from pages.inbox.connection import show_outage_line
from pages.parts import empty, line, outcome_tag, status_tag, tag
from pages.safe import Markup, markup, show
from pages.session import now
from pages.triage.choosing import Wanted, choose
from pages.triage.rows import Row
from texts import _


def application() -> None:
    """The page."""
    sight = look()
    key = st.query_params.get(KEY_PARAM, "")
    row = sight.row(key) or _first(sight, key)
    if row is None:
        _not_found(key)
        return
    seen = remembered(row, now())
    _header(sight, row)
    notice()
    show_outage_line(sight.board)
    new = changes(seen, row)
    show_changes(sight.programme, row, seen, new)
    answers, desk = st.columns([3, 2], gap="large")
    with desk:
        show_decide(sight, row, seen)
        watch(row)
        show_room(sight)
    with answers:
        show_findings(sight.programme, row.case.judgement.findings)
        st.subheader(_("Svarene"))
        show_answers(sight.programme, row.case.application)
        show_history(sight, row)


def _first(sight: Sight, key: str) -> Row | None:
    """Opened from the menu, the page shows the first application of the queue."""
    return next(iter(choose(sight.rows, Wanted(), sight.actor.signature)), None) if not key else None


def _header(sight: Sight, row: Row) -> None:
    before, after = neighbours(row.key)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(row.key, anchor=False, width="content")
        show(
            line(
                outcome_tag(row.case.judgement.outcome),
                status_tag(sight.programme, row.case.standing.status),
                *_place(sight, row),
            )
        )
    show(
        markup(
            '<p class="sh-name" style="margin:0">{}</p><p class="sh-quiet" style="margin:0">{}</p>',
            row.workplace or _("(uden navn)"),
            " · ".join(part for part in (row.municipality, row.group.branch, row.group.kind) if part),
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(QUEUE, label=_("Til køen"), icon=":material/arrow_back:")
        _step(_("Forrige"), before, "chevron_left")
        _step(_("Næste"), after, "chevron_right")


def _place(sight: Sight, row: Row) -> list[Markup]:
    standing = row.case.standing
    shown = trouble_tag(row)
    if standing.cohort:
        shown.append(tag(words.cohort(sight.programme, standing.cohort)))
    if row.case.place:
        shown.append(tag(_("Plads {place}").format(place=row.case.place)))
    return shown


def _step(label: str, key: str, icon: str) -> None:
    st.button(
        label,
        key=f"step_{icon}",
        icon=f":material/{icon}:",
        disabled=not key,
        type="tertiary",
        on_click=open_application,
        args=(key,),
    )


def _not_found(key: str) -> None:
    st.title(_("Ansøgning"))
    if key:
        empty(
            _("Der er ingen ansøgning med nummeret {key}. Se efter, om det er tastet rigtigt.").format(
                key=key
            ),
            "search_off",
        )
    else:
        empty(_("Der er ingen ansøgninger endnu."))
    st.page_link(QUEUE, label=_("Til køen"), icon=":material/arrow_back:")


application()
