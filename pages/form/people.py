"""The participants: one line of inputs each, as many as there are people."""

import streamlit as st

from texts import _

FIRST_LINES = 3
"""A TRIO is three people."""

MOST_LINES = 30


def ask_participants(label: str, key: str) -> str:
    """Ask for name, role and e-mail of each; gives the lines as the sheet's cell holds them."""
    with st.container(key=f"{key}_group", gap="small"):
        st.markdown(label)
        count = st.session_state.setdefault(f"{key}_count", FIRST_LINES)
        lines = [_ask_one(key, number) for number in range(1, count + 1)]
        st.button(
            _("Tilføj en deltager"),
            key=f"{key}_more",
            icon=":material/add:",
            disabled=count >= MOST_LINES,
            on_click=_one_more,
            args=(key,),
        )
    return "\n".join(line for line in lines if line)


def _one_more(key: str) -> None:
    st.session_state[f"{key}_count"] = min(st.session_state.get(f"{key}_count", FIRST_LINES) + 1, MOST_LINES)


def _ask_one(key: str, number: int) -> str:
    name, role, email = st.columns([3, 2, 3], gap="small")
    typed = [
        name.text_input(
            _("Deltager {n}: navn").format(n=number),
            key=f"{key}_{number}_name",
            max_chars=200,
            on_change="ignore",
        ),
        role.text_input(
            _("Deltager {n}: rolle").format(n=number),
            key=f"{key}_{number}_role",
            max_chars=100,
            placeholder=_("leder, TR, AMR …"),
            on_change="ignore",
        ),
        email.text_input(
            _("Deltager {n}: e-mail").format(n=number),
            key=f"{key}_{number}_email",
            max_chars=200,
            on_change="ignore",
        ),
    ]
    return _line(typed)


def _line(typed: list[str]) -> str:
    """One line of the cell. A comma separates its parts, so one inside a part becomes a blank."""
    parts = [" ".join(text.replace(",", " ").split()) for text in typed]
    return ", ".join(parts) if any(parts) else ""
