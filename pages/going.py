"""Going from page to page. The address holds the case number, which says nothing of anybody."""

import streamlit as st

KEY_PARAM = "sag"
TRAIL = "trail"
GOING = "going"
APPLICATION = "views/application.py"
QUEUE = "views/queue.py"
APPLY = "views/apply.py"
SIGN_IN = "views/sign_in.py"


def open_application(key: str, trail: tuple[str, ...] = ()) -> None:
    """Open an application; `trail` is the list it was chosen from, for previous and next."""
    if trail:
        st.session_state[TRAIL] = trail
    st.session_state[GOING] = key


def go() -> None:
    """Go where a click in this run leads; the pages must be known before."""
    if key := st.session_state.pop(GOING, ""):
        st.switch_page(APPLICATION, query_params={KEY_PARAM: key})


def neighbours(key: str) -> tuple[str, str]:
    """The keys before and after this one in the list it was chosen from, "" at the ends."""
    trail: tuple[str, ...] = st.session_state.get(TRAIL, ())
    if key not in trail:
        return "", ""
    place = trail.index(key)
    before = trail[place - 1] if place else ""
    after = trail[place + 1] if place + 1 < len(trail) else ""
    return before, after
