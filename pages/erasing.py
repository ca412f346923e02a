"""Deleting on time: administrators see what has been kept as long as was promised, and delete it there."""

from functools import partial

import streamlit as st

from desk.erasing import Due
from pages import words
from pages.at_desk import Sight, attempt, notice, the_desk
from pages.parts import paragraphs
from pages.tables import plain_table
from rules.people import Action, Actor
from texts import _, moment, ngettext

SURE = "erase_sure"


def due_panel(sight: Sight) -> None:
    """Nothing where nothing is due, and for those who may not delete."""
    if not sight.visitor.may(Action.ADMINISTER):
        return
    notice()
    due = attempt(the_desk().due_for_erasure) or ()
    if due:
        with st.container(border=True):
            _panel(sight, due)


def _panel(sight: Sight, due: tuple[Due, ...]) -> None:
    count = len(due)
    st.subheader(
        ngettext("{count} ansøgning skal slettes", "{count} ansøgninger skal slettes", count), divider=False
    )
    paragraphs(
        _(
            "De er gemt så længe, som vi har lovet ansøgerne. Når du sletter, er svar, bemærkninger og "
            "begrundelser væk for altid, her og i arkets _ledger. Sagsnummer og status bliver stående. "
            "Rækkerne i arket skal koordinatorerne selv slette."
        )
    )
    headers = (_("Sagsnr."), _("Status"), _("Gemt indtil"))
    rows = [(one.key, words.status(sight.programme, one.status), moment(one.since)) for one in due]
    with st.expander(_("Se hvilke"), icon=":material/list:"):
        plain_table(_("Skal slettes"), headers, rows)
    sure = st.checkbox(_("Ja, oplysningerne skal slettes for altid"), key=SURE)
    keys = tuple(one.key for one in due)
    st.button(_("Slet"), key="erase", disabled=not sure, on_click=_erase, args=(keys,))


def _erase(keys: tuple[str, ...]) -> None:
    attempt(partial(_erased, keys))
    st.session_state[SURE] = False


def _erased(keys: tuple[str, ...], who: Actor) -> tuple[str, ...]:
    return the_desk().erase_due(who, keys)
