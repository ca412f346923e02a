"""Allocation on the page of cohorts: its steps, what it came to, its record, and all that went before it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from desk.explaining import facts
from integrations.apart import Run
from integrations.exports.rationale import to_html
from integrations.journal.allocations import AllocationRecord, Step
from pages.at_desk import Sight, the_desk
from pages.cohort import working
from pages.cohort.asking import show_questions
from pages.cohort.outcome import count_text, show_outcome
from pages.cohort.steps import COMMITTED, SEEN, show_steps
from pages.parts import quiet
from pages.session import now
from pages.tables import plain_table
from rules.allocation.model import Allocation, Problem
from rules.people import Action, Actor
from texts import _, language, moment, number

RATIONALE = "rationale"
SECONDS = 20.0
"""How long each limit may be asked about for a rationale."""
NEW = 0
"""Stands for an allocation that is not committed to yet."""


def show_allocation(sight: Sight) -> None:
    """The newest allocation, or the one chosen from the list, or the beginning of one."""
    known = the_desk().allocations(sight.actor)
    may = sight.visitor.may(Action.ALLOCATE)
    if not known and not may:
        return
    with st.container(border=True, key="allocation"):
        st.subheader(_("Fordeling"), anchor=False)
        quiet(
            _(
                "Flest mulige får plads inden for reglerne, og mellem lige gode løsninger trækkes der lod, "
                "så alle kan regne det efter."
            )
        )
        working.watch()
        record = _chosen(known, may)
        show_steps(sight, record)
        if record is not None:
            show_outcome(sight, record)
            show_questions(sight, record)
            _take_along(record)
            _rationale(sight, record)
        if known:
            _all(known)


def _chosen(known: Sequence[AllocationRecord], may: bool) -> AllocationRecord | None:
    """The one to show. A new one may be begun beside those there are: it stands in the list like them."""
    if not known:
        return None
    if fresh := st.session_state.pop(COMMITTED, None):
        st.session_state[SEEN] = fresh
    by_number = {one.number: one for one in reversed(known)}
    numbers = ([NEW] if may else []) + list(by_number)
    if st.session_state.get(SEEN) not in numbers:
        st.session_state[SEEN] = known[-1].number
    st.selectbox(
        _("Vis"),
        numbers,
        format_func=lambda one: _label(by_number[one]) if one in by_number else _("Begynd en ny fordeling"),
        key=SEEN,
    )
    return by_number.get(st.session_state[SEEN])


def _label(record: AllocationRecord) -> str:
    """The same through all its steps: the browser goes on showing the label that was chosen."""
    return _("Fordeling {number} · {at}").format(number=record.number, at=moment(record.committed_at))


def _step(step: Step) -> str:
    return {
        Step.COMMITTED: _("låst"),
        Step.SEEDED: _("ordene er givet"),
        Step.DRAWN: _("trukket"),
        Step.ADOPTED: _("i brug"),
    }[step]


def _take_along(record: AllocationRecord) -> None:
    """The record that others can check, and its fingerprint."""
    quiet(_("Fingeraftryk: {digest}").format(digest=record.digest))
    if published := record.published():
        st.download_button(
            _("Hent optegnelsen (JSON)"),
            data=lambda: published.model_dump_json(indent=1).encode(),
            file_name=f"fordeling-{record.number}.json",
            mime="application/json",
            key="record_json",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help=_("Uden navne. Alle kan regne den efter med »samhold allocate --verify«."),
        )


def _rationale(sight: Sight, record: AllocationRecord) -> None:
    """A page to print, in numbers, without names: computed when asked for."""
    problem, outcome = record.asked, record.outcome
    if problem is None or outcome is None:
        return
    found = st.session_state.get(RATIONALE)
    if isinstance(found, tuple) and found[0] == record.number:
        names = {cohort.id: cohort.name for cohort in sight.programme.cohorts}
        page = to_html(found[1], language(), programme=sight.programme.title, names=names, at=now())
        st.download_button(
            _("Hent begrundelsen (til udskrift)"),
            data=page.encode(),
            file_name=f"begrundelse-{record.number}.html",
            mime="text/html",
            key="rationale_html",
            icon=":material/print:",
            type="tertiary",
            on_click="ignore",
        )
        return
    st.button(
        _("Lav en begrundelse til udskrift"),
        key="rationale_make",
        icon=":material/summarize:",
        type="tertiary",
        disabled=working.busy(),
        on_click=working.start,
        args=(RATIONALE, _("Begrundelsen"), partial(_facts, record, problem, outcome)),
        help=_(
            "Tal uden navne: hvad hvert trin nåede, hvad hver grænse kostede, "
            "og hvordan der blev trukket lod."
        ),
    )


def _facts(record: AllocationRecord, problem: Problem, outcome: Allocation, _who: Actor, run: Run) -> object:
    return record.number, run(facts, problem, outcome, record.published(), SECONDS)


def _all(known: Sequence[AllocationRecord]) -> None:
    """Every one there ever was, so that nobody can draw until they like it unseen."""
    headers = ("#", _("Låst"), _("Af"), _("Ordene"), _("Lod"), _("Udfald"), _("Trin"))
    rows = [
        (
            one.number,
            moment(one.committed_at),
            one.committed_by,
            f"{one.outside.text} ({one.seeded_by})" if one.outside else "",
            number(one.draw.ticket) if one.draw and one.draw.ticket else "",
            count_text(one),
            _step(one.step),
        )
        for one in reversed(known)
    ]
    with st.expander(_("Alle fordelinger ({count})").format(count=len(known))):
        plain_table(_("Alle fordelinger"), headers, rows)
