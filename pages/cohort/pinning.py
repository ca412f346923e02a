"""Setting groups fast, or keeping them out, by name and reason, before an allocation is committed to."""

import streamlit as st

from pages import words
from pages.at_desk import Sight
from pages.parts import quiet
from pages.triage.rows import Row
from rules.allocation.model import Pin
from rules.finding import Outcome
from rules.state import CLOSED, HOLDS_A_PLACE
from texts import _, say

PINS = "pins"


def chosen() -> tuple[Pin, ...]:
    """What has been set in this session."""
    pins: dict[str, Pin] = st.session_state.get(PINS, {})
    return tuple(pins.values())


def show_pins(sight: Sight) -> None:
    """What has been set, and setting another."""
    with st.popover(_("Sæt en gruppe fast"), icon=":material/push_pin:"):
        _set_another(sight)
    for pin in chosen():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            where = words.cohort(sight.programme, pin.cohort) if pin.cohort else _("holdes ude")
            st.text(f"{pin.key} · {where} · {pin.reason}", width="content")
            st.button(
                _("Fjern"), key=f"unpin_{pin.key}", type="tertiary", on_click=_take_away, args=(pin.key,)
            )


def _set_another(sight: Sight) -> None:
    rows = {row.key: row for row in sight.rows if _is_open(row)}
    if not rows:
        quiet(_("Der er ingen at sætte fast."))
        return
    st.selectbox(
        _("Gruppe"),
        list(rows),
        format_func=lambda one: f"{one} · {rows[one].workplace}" if one in rows else "",
        key="pin_key",
    )
    cohorts = {cohort.id: say(cohort.name) for cohort in sight.programme.cohorts}
    st.radio(
        _("Hvor?"),
        [*cohorts, ""],
        format_func=lambda one: cohorts.get(one, _("Holdes ude")),
        key="pin_cohort",
    )
    st.text_input(_("Begrundelse"), key="pin_reason", max_chars=200, autocomplete="off")
    st.button(_("Sæt fast"), key="pin_do", type="primary", on_click=_keep)


def _is_open(row: Row) -> bool:
    """Who takes part and has no place yet."""
    status = row.case.standing.status
    return row.case.outcome is Outcome.OK and status not in CLOSED and status not in HOLDS_A_PLACE


def _keep() -> None:
    key, reason = st.session_state.get("pin_key"), str(st.session_state.get("pin_reason") or "").strip()
    if key and reason:
        pins = dict(st.session_state.get(PINS, {}))
        pins[key] = Pin(key=key, cohort=str(st.session_state.get("pin_cohort") or ""), reason=reason)
        st.session_state[PINS] = pins


def _take_away(key: str) -> None:
    pins: dict[str, Pin] = st.session_state.get(PINS, {})
    st.session_state[PINS] = {other: pin for other, pin in pins.items() if other != key}
