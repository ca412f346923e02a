"""What happens while an application is open: it reaches the sheet, answers change, somebody else decides."""

from collections.abc import Mapping, Sequence

import streamlit as st

from desk import Writing
from pages import words
from pages.at_desk import look_again
from pages.case.seen import Change, Seen, forget
from pages.parts import tag
from pages.safe import Markup, joined, markup, show
from pages.triage.rows import Row
from rules.programme.model import Programme
from texts import N_, _, moment

QUICK = 1.0
CALM = 5.0
"""Seconds between two looks: while something is on its way into the sheet, and otherwise."""

_WRITING: Mapping[Writing, tuple[str, str, str]] = {
    Writing.NONE: ("", "", ""),
    Writing.SAVED: ("schedule", N_("Gemt. På vej til arket …"), "sh-person"),
    Writing.IN_SHEET: ("check_circle", N_("Gemt, og i arket."), "sh-ok"),
    Writing.CONFLICT: ("error", N_("Gemt, men i arket står der noget andet. Se under Arket."), "sh-no"),
    Writing.BLOCKED: ("error", N_("Gemt, men kan ikke skrives i arket endnu. Se under Arket."), "sh-no"),
}


def watch(row: Row) -> None:
    """Say how far the latest decision has come; run the page again when anything about the case is new."""
    every = QUICK if row.case.writing is Writing.SAVED else CALM
    st.fragment(_watch, run_every=every)(row.key, _mark(row))


def _watch(key: str, mark: tuple[object, ...]) -> None:
    row = look_again().row(key)
    if row is None or _mark(row) != mark:
        st.rerun()
    icon, text, tone = _WRITING[row.case.writing]
    if text:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f":material/{icon}:", width="content")
            show(markup('<span class="{}">{}</span>', tone, _(text)))


def _mark(row: Row) -> tuple[object, ...]:
    """What must be the same for the page to be up to date."""
    case = row.case
    return (case.revision, case.basis, case.writing, case.judgement.outcome, case.problem, len(case.items))


def show_changes(programme: Programme, row: Row, seen: Seen, changed: Sequence[Change]) -> None:
    """Tell what is new since the application was opened, and let the reader say that it has been seen."""
    decided = row.case.revision != seen.standing.revision
    if not decided and not changed:
        return
    with st.container(border=True):
        if decided:
            _show_decided(programme, row)
        if changed:
            heading = _("Svarene er ændret, siden du åbnede sagen")
            st.markdown(f"**{heading}**")
            _show_diff(programme, changed)
        st.button(_("Jeg har set det"), key="have_seen", icon=":material/visibility:", on_click=forget)


def _show_decided(programme: Programme, row: Row) -> None:
    standing = row.case.standing
    heading = _("En anden har afgjort sagen imens")
    st.markdown(f"**{heading}**")
    status = words.status(programme, standing.status)
    cohort = f" · {words.cohort(programme, standing.cohort)}" if standing.cohort else ""
    when = moment(standing.at) if standing.at else ""
    st.text(
        f"{status}{cohort} · {standing.by} · {when}" + (f"\n{standing.remark}" if standing.remark else "")
    )


def _show_diff(programme: Programme, changed: Sequence[Change]) -> None:
    lines = (
        markup(
            '<p class="sh-diff" style="margin:0 0 0.3rem"><b>{}</b><br><del>{}</del> → <ins>{}</ins></p>',
            words.question(programme, change.question),
            change.before or _("(tomt)"),
            change.after or _("(tomt)"),
        )
        for change in changed
    )
    show(joined(lines))


def trouble_tag(row: Row) -> list[Markup]:
    """A mark on an application that can't be decided yet."""
    return [] if not row.case.problem else [tag(_("Afventer arket"), "sh-person")]
