"""The desk as a page sees it: one look at the board per run, and commands whose refusals are worded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

import desk
from desk import Board, Desk
from integrations.journal.journal import JournalUnavailable
from pages.refusals import wording
from pages.session import NotSignedIn, Visitor, actor, visitor
from pages.triage.rows import Row, rows_of
from rules.people import Actor
from rules.programme.model import Programme
from rules.state import Refused
from texts import _

NOTICE = "notice"
Result = TypeVar("Result")


@dataclass(frozen=True)
class Sight:
    """What is on the desk as this run of the page sees it."""

    visitor: Visitor
    actor: Actor
    programme: Programme
    board: Board
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row | None:
        """The row with this case number."""
        return next((row for row in self.rows if row.key == key), None)


def the_desk() -> Desk:
    """The desk of this process."""
    return desk.shared()


def look() -> Sight:
    """Look at the board, once per run; it comes from the journal alone."""
    who = visitor()
    if who.actor is None:
        raise NotSignedIn
    at = the_desk()
    board = at.board(who.actor)
    programme = at.programme
    return Sight(who, who.actor, programme, board, rows_of(programme, board))


def look_again() -> Sight:
    """Look from a part that refreshes itself; who is not signed in any more gets the whole page anew."""
    if visitor().actor is None:
        st.rerun()
    return look()


def attempt(command: Callable[[Actor], Result]) -> Result | None:
    """Carry out a command as the one who acts now. None: it was refused, and the page will say why."""
    try:
        return command(actor())
    except Refused as refused:
        st.session_state[NOTICE] = wording(refused, the_desk().programme)
    except JournalUnavailable:
        st.session_state[NOTICE] = _(
            "Det er ikke gemt: databasen tager ikke imod lige nu. Vent lidt, se efter, og prøv igen."
        )
    except NotSignedIn:
        st.session_state[NOTICE] = _("Dit login er udløbet. Log ind igen; intet blev gemt.")
    return None


def notice() -> None:
    """Show what the last command was refused for, once."""
    if text := st.session_state.pop(NOTICE, ""):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(":red[:material/error:]", width="content")
            st.text(text)
