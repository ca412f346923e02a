"""Beside the list: who fits now and who is passed over, who follows whom, and setting a place by hand."""

from collections.abc import Sequence

import streamlit as st

from desk.waiting import Waitlist, succession
from integrations.apart import Run
from pages import words
from pages.at_desk import Sight, attempt, the_desk
from pages.cohort import working
from pages.parts import quiet
from pages.refusals import wording
from pages.tables import plain_table
from pages.triage.rows import Row
from rules.allocation.backfill import Succession
from rules.allocation.explain.saying import say_obstacles
from rules.allocation.queues import Queue, Queued, queues
from rules.people import Action, Actor
from rules.state import Decision, Refused
from texts import _, say

SUCCESSIONS = "successions"


def chosen_queue(sight: Sight) -> Queue | None:
    """The order over all or that of one cohort; None, with the reason, where nobody's room can be told."""
    try:
        found = the_desk().waitlist(sight.actor)
        known = {one.cohort: one for one in queues(found.problem, found.present)}
    except Refused as refused:
        why = wording(refused, sight.programme)
        quiet(_("Rækkefølgen kan ikke regnes ud lige nu: {why}").format(why=why))
        return None
    chosen = st.segmented_control(
        _("Liste"),
        list(known),
        default="",
        required=True,
        format_func=lambda one: words.cohort(sight.programme, one) if one else _("Alle"),
        key="queue",
    )
    return known[chosen or ""]


def fit_text(sight: Sight, one: Queued) -> str:
    """Whether a group would fit now, and what is in its way."""
    cohort = words.cohort(sight.programme, one.cohort)
    if one.fits:
        return _("ja, {cohort}").format(cohort=cohort)
    return f"{cohort}: {' '.join(say(text) for text in say_obstacles(one))}"


def next_up(queue: Queue) -> None:
    """Who can be asked now, and who is passed over."""
    first = next((one for one in queue.rows if one.fits), None)
    if first is None:
        st.text(_("Ingen, der venter, kan få plads lige nu."))
        return
    passed = ", ".join(one.key for one in queue.passed())
    if passed:
        text = _("{key} kan spørges nu; {others} springes over, se hvorfor i tabellen.")
        st.text(text.format(key=first.key, others=passed))
    else:
        st.text(_("{key} kan spørges nu.").format(key=first.key))


def successors(sight: Sight) -> None:
    """If X withdraws, Y is asked: for everybody who has a place, computed when asked for."""
    with st.expander(_("Hvis nogen trækker sig")):
        working.watch()
        st.button(
            _("Regn tabellen ud"),
            key="succession",
            disabled=working.busy(),
            on_click=working.start,
            args=(SUCCESSIONS, _("Hvis nogen trækker sig"), _computed),
        )
        found = st.session_state.get(SUCCESSIONS)
        if isinstance(found, tuple) and found[0] == sight.board.version:
            _successions(sight, found[1])


def _computed(who: Actor, run: Run) -> object:
    version = the_desk().board(who).version
    found: Waitlist = the_desk().waitlist(who)
    return version, run(succession, found)


def _successions(sight: Sight, found: Sequence[Succession]) -> None:
    rows = []
    for one in found:
        row = sight.row(one.withdraws)
        asked = [f"{p.key} ({words.cohort(sight.programme, p.cohort)})" for p in one.asked]
        rows.append(
            (
                one.withdraws,
                row.workplace if row else "",
                ", ".join(asked) or _("ingen"),
                _("ja") if one.proven else _("nej"),
            )
        )
    headers = (_("Trækker sig"), _("Arbejdsplads"), _("Så spørges"), _("Bevist"))
    plain_table(_("Hvis nogen trækker sig"), headers, rows)


def change_place(sight: Sight, waiting: Sequence[Row]) -> None:
    """Set a place by hand, with a reason that everybody sees."""
    if not sight.visitor.may(Action.DECIDE):
        return
    rows = {row.key: row for row in waiting}
    with st.popover(_("Skift plads"), icon=":material/swap_vert:"):
        key = st.selectbox(
            _("Gruppe"),
            list(rows),
            format_func=lambda one: f"{one} · {rows[one].workplace}" if one in rows else "",
            key="rerank_key",
        )
        st.number_input(_("Ny plads"), min_value=1, max_value=max(len(rows), 1), key="rerank_place")
        st.text_input(_("Begrundelse"), key="rerank_reason", max_chars=500, autocomplete="off")
        if key:
            st.button(_("Skift plads"), key="rerank", type="primary", on_click=_rerank, args=(rows[key],))


def _rerank(row: Row) -> None:
    place = int(st.session_state.get("rerank_place") or 1)
    reason = str(st.session_state.get("rerank_reason") or "")
    attempt(lambda who: _carry_out(who, row, place, reason))


def _carry_out(who: Actor, row: Row, place: int, reason: str) -> Decision:
    case = row.case
    return the_desk().rerank(
        who, key=case.key, place=place, reason=reason, revision=case.revision, basis=case.basis
    )
