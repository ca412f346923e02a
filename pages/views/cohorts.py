"""The cohorts: both limits, who is in, and the allocation."""

import streamlit as st

from pages.at_desk import look, notice
from pages.cohort import working
from pages.cohort.allocation import show_allocation
from pages.cohort.members import show_cohort
from texts import _


def cohorts() -> None:
    """The page."""
    working.collect()
    sight = look()
    st.title(_("Hold"))
    notice()
    columns = st.columns(2, gap="medium") if len(sight.programme.cohorts) > 1 else [st.container()]
    for place, cohort in enumerate(sight.programme.cohorts):
        load = sight.board.load(cohort.id)
        with columns[place % len(columns)]:
            if load is not None:
                show_cohort(sight, cohort, load)
    show_allocation(sight)


cohorts()
