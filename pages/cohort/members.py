"""One cohort: both limits, its meetings, who is in, and taking in, moving or removing a group."""

from collections.abc import Sequence
from uuid import uuid4

import pandas as pd
import streamlit as st

from integrations.exports import ExportTable, ExportValue
from pages import words
from pages.at_desk import Sight, attempt, the_desk
from pages.going import open_application
from pages.parts import load_bars, quiet
from pages.safe import show
from pages.tables import ROW_PIXELS, export_buttons
from pages.triage.rows import Row
from rules.capacity import Load
from rules.finding import Outcome
from rules.folding import sort_key
from rules.people import Action, Actor
from rules.programme.model import Cohort
from rules.state import HOLDS_A_PLACE, MOVES, Decision, Status, needs_reason
from texts import _, clock, ngettext, say, short_date

_TO_LIST = (Status.WAITLISTED, Status.RECEIVED, Status.WITHDRAWN)
"""Where one can go who leaves a cohort, beside another cohort."""


def show_cohort(sight: Sight, cohort: Cohort, load: Load) -> None:
    """The cohort as a card."""
    members = members_of(sight, cohort.id)
    with st.container(border=True):
        st.subheader(say(cohort.name), anchor=False)
        show(load_bars(sight.programme, load))
        _meetings(sight, cohort)
        if members:
            _table(sight, cohort, members)
            export_buttons(sight.visitor, _export(sight, cohort, members), key=f"members_{cohort.id}")
        else:
            quiet(_("Ingen er på holdet endnu."))
        if sight.visitor.may(Action.DECIDE):
            _take_in(sight, cohort, load)
            if members:
                _move(sight, cohort, members)


def members_of(sight: Sight, cohort: str) -> list[Row]:
    """The groups that hold a place in a cohort, by workplace."""
    held = (
        row
        for row in sight.rows
        if row.case.standing.cohort == cohort and row.case.standing.status in HOLDS_A_PLACE
    )
    return sorted(held, key=lambda row: sort_key(row.workplace))


def _meetings(sight: Sight, cohort: Cohort) -> None:
    """When and where, one line each."""
    lines = []
    for meeting in cohort.meetings:
        start = sight.programme.local(meeting.starts)
        lines.append(f"{short_date(start)} {clock(start)} · {meeting.venue}, {meeting.address}")
    quiet("\n".join(lines))


def _headers() -> tuple[str, ...]:
    return (_("Sag"), _("Arbejdsplads"), _("Kommune"), _("Gruppe"), _("Antal"), _("Status"), _("Ønske"))


def _cells(sight: Sight, row: Row) -> tuple[ExportValue, ...]:
    standing = row.case.standing
    wish = row.group.wishes.index(standing.cohort) + 1 if standing.cohort in row.group.wishes else 0
    return (
        row.key,
        row.workplace,
        row.municipality,
        row.group.kind,
        row.group.size or None,
        words.status(sight.programme, standing.status),
        _("{n}. ønske").format(n=wish) if wish else "",
    )


def _table(sight: Sight, cohort: Cohort, members: Sequence[Row]) -> None:
    headers = _headers()
    keys = tuple(row.key for row in members)
    name = f"member_{cohort.id}"
    st.dataframe(
        pd.DataFrame([list(_cells(sight, row)) for row in members], columns=list(headers)),
        hide_index=True,
        row_height=ROW_PIXELS,
        height="content",
        alt=_("Grupper på {cohort}").format(cohort=say(cohort.name)),
        column_config={
            headers[0]: st.column_config.ButtonColumn(
                headers[0],
                key=name,
                type="tertiary",
                width=105,
                pinned=True,
                on_click=_open,
                args=(name, keys),
            )
        },
    )


def _open(name: str, keys: tuple[str, ...]) -> None:
    clicked = st.session_state.get(name)
    if clicked and clicked["label"] in keys:
        open_application(clicked["label"], keys)


def _export(sight: Sight, cohort: Cohort, members: Sequence[Row]) -> ExportTable:
    rows = tuple(_cells(sight, row) for row in members)
    return ExportTable(title=say(cohort.name), headers=_headers(), rows=rows)


def _named(row: Row | None) -> str:
    """A group in a list of choices; a selectbox shows its options letter by letter."""
    if row is None:
        return ""
    size = ngettext("{count} deltager", "{count} deltagere", row.group.size)
    return f"{row.key} · {row.workplace} · {size}"


def _take_in(sight: Sight, cohort: Cohort, load: Load) -> None:
    """Approve somebody who waits or is new. First those who wished for it, then the others, as they came."""
    with st.popover(_("Tag en gruppe ind"), icon=":material/person_add:"):
        waiting = [row for row in sight.rows if _can_come(row)]
        waiting.sort(key=lambda row: (cohort.id not in row.group.wishes, row.case.place or 10**6, row.key))
        if not waiting:
            quiet(_("Der er ingen at tage ind: alle er afgjort eller mangler en afklaring."))
            return
        by_key = {row.key: row for row in waiting}
        key = st.selectbox(
            _("Gruppe"),
            list(by_key),
            format_func=lambda one: _named(by_key.get(one)),
            key=f"take_{cohort.id}",
        )
        row = by_key.get(key)
        if row is None:
            return
        beyond = not load.takes(row.group.size)
        _effect(sight, load, row, beyond)
        if beyond:
            _reason(f"take_reason_{cohort.id}")
        st.button(
            _("Godkend til {cohort}").format(cohort=say(cohort.name)),
            key=f"take_do_{cohort.id}",
            type="primary",
            disabled=beyond and not sight.visitor.may(Action.OVERRIDE),
            on_click=_decide,
            args=(row, Status.APPROVED, cohort.id, f"take_reason_{cohort.id}" if beyond else "", beyond),
        )


def _can_come(row: Row) -> bool:
    """Who may be approved from here: new without doubts, or waiting."""
    status = row.case.standing.status
    clear = status is Status.RECEIVED and row.case.outcome is Outcome.OK
    return not row.case.problem and (clear or status is Status.WAITLISTED)


def _effect(sight: Sight, load: Load, row: Row, beyond: bool) -> None:
    """What the limits would be afterwards."""
    after = load.plus(row.group.size)
    quiet(
        _(
            "Bagefter: {participants} af {participants_max} deltagere, {groups} af {groups_max} grupper."
        ).format(
            participants=after.participants,
            participants_max=after.participants_max,
            groups=after.groups,
            groups_max=after.groups_max,
        )
    )
    if beyond:
        text = _("Det går ud over grænsen. Skriv hvorfor, hvis det skal være alligevel.")
        st.warning(text if sight.visitor.may(Action.OVERRIDE) else _("Det går ud over grænsen."))


def _reason(key: str) -> None:
    st.text_input(_("Begrundelse"), key=key, max_chars=500, autocomplete="off")


def _move(sight: Sight, cohort: Cohort, members: Sequence[Row]) -> None:
    """Move a group to another cohort, or out."""
    with st.popover(_("Flyt eller fjern"), icon=":material/swap_horiz:"):
        by_key = {row.key: row for row in members}
        key = st.selectbox(
            _("Gruppe"),
            list(by_key),
            format_func=lambda one: _named(by_key.get(one)),
            key=f"move_{cohort.id}",
        )
        row = by_key.get(key)
        if row is None:
            return
        choices = _destinations(sight, cohort, row)
        to = st.radio(
            _("Hvorhen?"), list(choices), format_func=lambda one: choices[one], key=f"to_{cohort.id}"
        )
        status, _sep, target = (to or "").partition(":")
        load = sight.board.load(target) if target else None
        beyond = load is not None and not load.takes(row.group.size)
        if load is not None:
            _effect(sight, load, row, beyond)
        explain = beyond or needs_reason(row.case.standing.status, Status(status))
        if explain:
            _reason(f"move_reason_{cohort.id}")
        st.button(
            _("Flyt"),
            key=f"move_do_{cohort.id}",
            type="primary",
            disabled=beyond and not sight.visitor.may(Action.OVERRIDE),
            on_click=_decide,
            args=(row, Status(status), target, f"move_reason_{cohort.id}" if explain else "", beyond),
        )


def _destinations(sight: Sight, cohort: Cohort, row: Row) -> dict[str, str]:
    """The moves that the states allow, as `status:cohort` with their names."""
    now = row.case.standing.status
    others = {
        f"{now}:{other.id}": say(other.name) for other in sight.programme.cohorts if other.id != cohort.id
    }
    out = {f"{status}:": words.status(sight.programme, status) for status in _TO_LIST if status in MOVES[now]}
    return others | out


def _decide(row: Row, status: Status, cohort: str, reason_key: str, beyond: bool) -> None:
    """Decide on what was on the screen."""
    reason = str(st.session_state.get(reason_key) or "").strip() if reason_key else ""
    attempt(lambda who: _carry_out(who, row, status, cohort, reason=reason, beyond=beyond))


def _carry_out(who: Actor, row: Row, status: Status, cohort: str, *, reason: str, beyond: bool) -> Decision:
    return the_desk().decide(
        who,
        key=row.key,
        status=status,
        cohort=cohort,
        remark=row.case.standing.remark,
        reason=reason,
        revision=row.case.revision,
        basis=row.case.basis,
        override_reason=reason if beyond else "",
        op_id=uuid4().hex,
    )
