"""The sheet: the coordinator's grid, or the way to Google's; its health; what needs a person."""

import streamlit as st

from pages import words
from pages.at_desk import Sight, look, look_again, notice
from pages.inbox.connection import show_connection
from pages.inbox.showing import show_items
from pages.inbox.waiting import show_waiting
from pages.parts import empty, quiet
from pages.session import now, settings
from pages.sheet_link import grid_address, sheet_address
from rules.people import Action
from texts import _

GRID_PIXELS = 640
LOOK = 3.0
"""Seconds between two looks at what is new."""
RENEW = "10m"
"""The grid gets a new ticket before the old one runs out; it keeps what is being typed."""


def sheet() -> None:
    """The page."""
    sight = look()
    st.title(_("Arket"))
    notice()
    st.fragment(_state, run_every=LOOK)(_mark(sight))
    st.subheader(_("Kræver et menneske"))
    show_items(sight, sight.board.items)
    st.subheader(_("På vej til arket"))
    st.fragment(_on_its_way, run_every=LOOK)()
    _findings(sight)
    st.subheader(_("Regnearket"))
    _way_in(sight)


def _state(mark: tuple[object, ...]) -> None:
    """How the way to the sheet fares; where the items have changed meanwhile, the page is drawn anew."""
    sight = look_again()
    if _mark(sight) != mark:
        st.rerun()
    show_connection(sight.board)


def _on_its_way() -> None:
    show_waiting(look_again().board)


def _mark(sight: Sight) -> tuple[object, ...]:
    """What must be the same for the items on the page to be up to date and its links to the sheet to work."""
    at = now()
    return (at.hour, at.minute // 10, *((item.id, item.cell) for item in sight.board.items))


def _findings(sight: Sight) -> None:
    """What the reader found in the sheet itself: a second header row, a missing column …"""
    if not sight.board.findings:
        return
    st.subheader(_("Om selve arket"))
    for finding in sight.board.findings:
        st.text(f"{finding.cell}  {words.finding(finding)}".strip())


def _way_in(sight: Sight) -> None:
    if not sight.visitor.may(Action.EDIT_SHEET):
        quiet(
            _(
                "Kun koordinatorer redigerer arket. Afgørelser træffes på den enkelte ansøgning "
                "og kommer i arket af sig selv."
            )
        )
        return
    spreadsheet = sight.board.health.spreadsheet
    if not spreadsheet:
        empty(_("Der er ikke forbundet noget regneark endnu. Det gør man med samhold connect."), "link_off")
    elif settings().mode == "embedded":
        st.fragment(_grid, run_every=RENEW)(spreadsheet)
    else:
        st.link_button(_("Åbn regnearket"), sheet_address(spreadsheet), icon=":material/open_in_new:")


def _grid(spreadsheet: str) -> None:
    address = grid_address(spreadsheet)
    st.link_button(_("Åbn i en fane for sig"), address, icon=":material/open_in_new:", type="tertiary")
    st.iframe(address, height=GRID_PIXELS, alt=_("Regnearket"))


sheet()
