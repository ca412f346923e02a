"""The sheet: the coordinator's grid, or the way to Google's; its health; what needs a person."""

import streamlit as st

from pages import words
from pages.at_desk import Sight, look, look_again, notice
from pages.inbox.connection import connection
from pages.inbox.showing import show_items
from pages.parts import empty, line, quiet, tag
from pages.safe import show
from pages.session import settings
from pages.sheet_link import grid_address, sheet_address
from rules.people import Action
from texts import _, ngettext

GRID_PIXELS = 640
RENEW = "10m"
"""The grid gets a new ticket before the old one runs out; it keeps what is being typed."""


def sheet() -> None:
    """The page."""
    sight = look()
    st.title(_("Arket"))
    notice()
    st.fragment(_health, run_every=3.0)()
    st.subheader(_("Kræver et menneske"))
    show_items(sight, sight.board.items)
    _findings(sight)
    st.subheader(_("Regnearket"))
    _way_in(sight)


def _health() -> None:
    """How far the sheet and the journal have come with each other."""
    health = look_again().board.health
    parts = [connection(health)]
    if health.queued:
        parts.append(tag(ngettext("{count} på vej til arket", "{count} på vej til arket", health.queued)))
    if health.unknown:
        text = ngettext("{count} uden svar endnu", "{count} uden svar endnu", health.unknown)
        parts.append(tag(text, "sh-person"))
    if health.blocked:
        text = ngettext("{count} kan ikke skrives", "{count} kan ikke skrives", health.blocked)
        parts.append(tag(text, "sh-no"))
    show(line(*parts))


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
