"""A proposal for the whole allocation: made on request, looked at, adopted or dropped."""

from functools import partial

import streamlit as st

from integrations.exports import ExportTable, ExportValue
from pages import words
from pages.at_desk import Sight, attempt, the_desk
from pages.parts import quiet
from pages.tables import export_buttons, plain_table
from rules.allocation.model import Allocation
from rules.allocation.wording import LEFT_OUT, WAITING
from rules.people import Action, Actor
from rules.state import HOLDS_A_PLACE, Status
from texts import N_, _, ngettext, number, pgettext, say

PROPOSAL = "proposal"
VERSION = "proposal_version"
_LEVELS = {
    "minima": N_("Mangler til mindste hold"),
    "priority": N_("Point for fortrin"),
    "places": N_("Deltagere med plads"),
    "draw": N_("Grupper med plads efter lodtrækning"),
    "earliest": N_("Grupper med plads efter tidspunkt"),
    "wishes": N_("Deltagere på deres første ønske"),
    "spread": N_("Brancher på holdene"),
    "tie_break": N_("Grupper med plads"),
}
_LATER_WISH = "wishes_"
"""How the levels of the second wish and the later ones begin; their number follows."""


def show_proposal(sight: Sight) -> None:
    """The button that makes one, and the proposal there is."""
    if not sight.visitor.may(Action.ALLOCATE):
        return
    with st.container(border=True):
        st.subheader(_("Forslag til fordeling"), anchor=False)
        quiet(
            _(
                "Fordeler alle, der er klar, så flest mulige får plads og dernæst deres ønske. "
                "De, der allerede har en plads, beholder den. Intet ændres, før du tager forslaget i brug."
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.number_input(
                _("Lodtrækningstal"),
                min_value=0,
                max_value=2**31 - 1,
                value=1,
                step=1,
                key="seed",
                width=180,
                help=_("Afgør, hvem der kommer med, når alt andet er lige. Samme tal giver samme svar."),
            )
            st.button(_("Lav et forslag"), key="propose", icon=":material/auto_awesome:", on_click=_propose)
        proposal = st.session_state.get(PROPOSAL)
        if isinstance(proposal, Allocation):
            _show(sight, proposal)


def _propose() -> None:
    seed = int(st.session_state.get("seed") or 0)
    proposal = attempt(partial(_solved, seed))
    if proposal is not None:
        allocation, version = proposal
        st.session_state[PROPOSAL] = allocation
        st.session_state[VERSION] = version


def _solved(seed: int, who: Actor) -> tuple[Allocation, int]:
    version = the_desk().board(who).version
    return the_desk().allocate(who, pins=(), seed=seed), version


def _show(sight: Sight, proposal: Allocation) -> None:
    with st.container(horizontal=True):
        for level in proposal.levels:
            proven = _("bevist bedst") if level.proven else _("ikke bevist")
            st.metric(
                _level(level.name),
                number(level.value),
                delta=proven,
                delta_color="off",
                delta_arrow="off",
                width=230,
            )
    _placements(sight, proposal)
    _waiting(sight, proposal)
    _left_out(sight, proposal)
    moved = len(_moved(sight, proposal))
    with st.container(horizontal=True):
        st.button(
            ngettext(
                "Tag forslaget i brug ({count} afgørelse)", "Tag forslaget i brug ({count} afgørelser)", moved
            ),
            key="adopt",
            type="primary",
            disabled=not moved,
            on_click=_adopt,
            args=(proposal, int(st.session_state[VERSION])),
        )
        st.button(_("Drop forslaget"), key="drop", type="tertiary", on_click=_drop)


def _level(name: str) -> str:
    """What a level of the policy is called."""
    if name.startswith(_LATER_WISH):
        return _("Deltagere på deres {n}. ønske").format(n=name.removeprefix(_LATER_WISH))
    return _(_LEVELS[name])


def _moved(sight: Sight, proposal: Allocation) -> list[str]:
    """Whom it would change something for."""
    now = {row.key: row.case.standing for row in sight.rows}
    placed = [p.key for p in proposal.placements if now[p.key].status not in HOLDS_A_PLACE]
    waiting = [w.key for w in proposal.waitlist if now[w.key].status is not Status.WAITLISTED]
    return placed + waiting


def _placements(sight: Sight, proposal: Allocation) -> None:
    new = set(_moved(sight, proposal))
    rows: list[tuple[ExportValue, ...]] = []
    for placement in proposal.placements:
        row = sight.row(placement.key)
        if row is None:
            continue
        rows.append(
            (
                words.cohort(sight.programme, placement.cohort),
                placement.key,
                row.workplace,
                row.municipality,
                row.group.size,
                _("ny") if placement.key in new else _("som nu"),
            )
        )
    headers = (pgettext("one", "Hold"), _("Sag"), _("Arbejdsplads"), _("Kommune"), _("Antal"), _("Ændring"))
    _section(
        sight, _("Får plads"), headers, tuple(sorted(rows, key=lambda cells: (str(cells[0]), str(cells[2]))))
    )


def _waiting(sight: Sight, proposal: Allocation) -> None:
    headers = (_("Plads"), _("Sag"), _("Arbejdsplads"), _("Antal"), _("Hvorfor"))
    rows = []
    for waiting in proposal.waitlist:
        row = sight.row(waiting.key)
        params = {name: words.cohort(sight.programme, value) for name, value in waiting.params}
        why = say(WAITING[waiting.reason], **params) if waiting.reason in WAITING else waiting.reason
        rows.append(
            (waiting.rank, waiting.key, row.workplace if row else "", row.group.size if row else None, why)
        )
    _section(sight, _("Kommer på venteliste"), headers, tuple(rows))


def _left_out(sight: Sight, proposal: Allocation) -> None:
    headers = (_("Sag"), _("Arbejdsplads"), _("Hvorfor"))
    rows = []
    for one in proposal.left_out:
        row = sight.row(one.key)
        why = say(LEFT_OUT[one.reason]) if one.reason in LEFT_OUT else one.reason
        rows.append((one.key, row.workplace if row else "", why))
    _section(sight, _("Er ikke med"), headers, tuple(rows))


def _section(
    sight: Sight, title: str, headers: tuple[str, ...], rows: tuple[tuple[ExportValue, ...], ...]
) -> None:
    with st.expander(f"{title} ({len(rows)})"):
        if not rows:
            quiet(_("Ingen."))
            return
        plain_table(title, headers, rows)
        export_buttons(
            sight.visitor, ExportTable(title=title, headers=headers, rows=rows), key=f"prop_{title}"
        )


def _adopt(proposal: Allocation, version: int) -> None:
    if attempt(partial(_adopted, proposal, version)):
        _drop()


def _adopted(proposal: Allocation, version: int, who: Actor) -> bool:
    the_desk().adopt_allocation(who, proposal, version=version)
    return True


def _drop() -> None:
    st.session_state.pop(PROPOSAL, None)
    st.session_state.pop(VERSION, None)
