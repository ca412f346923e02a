"""Choices that stand in the address as codes, so that a reload or a link keeps them. Never personal data."""

from collections.abc import Collection

import streamlit as st


def one_from_address(name: str, allowed: Collection[str]) -> None:
    """Before a widget with this key is shown: take its choice from the address, and keep it there."""
    if st.session_state.get(name) is not None and st.session_state[name] not in allowed:
        del st.session_state[name]  # what was chosen is no choice any more
    if name not in st.session_state and st.query_params.get(name) in allowed:
        st.session_state[name] = st.query_params[name]
    _write(name, [st.session_state[name]] if st.session_state.get(name) else [])


def many_from_address(name: str, allowed: Collection[str]) -> None:
    """The same for a widget with several choices."""
    if name not in st.session_state and name in st.query_params:
        st.session_state[name] = [code for code in st.query_params.get_all(name) if code in allowed]
    _write(name, list(st.session_state.get(name) or ()))


def _write(name: str, codes: list[str]) -> None:
    if codes and st.query_params.get_all(name) != codes:
        st.query_params[name] = codes
    elif not codes and name in st.query_params:
        del st.query_params[name]
