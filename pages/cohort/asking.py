"""Why, why not, and what if: questions to an allocation, computed beside it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from desk.explaining import Asked, Explanation, explain, tried
from integrations.apart import Run
from integrations.journal.allocations import AllocationRecord
from pages import words
from pages.at_desk import Sight
from pages.cohort import working
from pages.cohort.outcome import chance_text, chances_of, level_name
from pages.parts import quiet
from pages.session import now
from pages.tables import plain_table
from rules.allocation.changes import Change, Kind, apply, with_pin, with_policy
from rules.allocation.model import Aim, Allocation, Pin, Placement, Problem
from rules.allocation.what_if import Difference
from rules.people import Actor
from texts import N_, _, pgettext, say

EXPLAINED, TRIED = "explained", "tried"
SECONDS = 60.0
"""How long a what-if may take."""
_SPREAD_FIRST = "spread_first"
_EARLIEST = "earliest"
_PIN = "pin"
_CHANGES = {
    Kind.PARTICIPANTS: N_("Flere deltagere på et hold"),
    Kind.GROUPS: N_("Flere grupper på et hold"),
    Kind.MUNICIPALITY: N_("Flere fra samme kommune"),
    Kind.WISH: N_("Et ønske mere"),
    _PIN: N_("En gruppe sættes fast"),
    _EARLIEST: N_("Først til mølle i stedet for lodtrækning"),
    _SPREAD_FIRST: N_("Spredning før lodtrækning"),
}


def show_questions(sight: Sight, record: AllocationRecord) -> None:
    """Ask about one group, or about another world."""
    problem, outcome = record.asked, record.outcome
    if problem is None or outcome is None:
        return
    with st.expander(_("Hvorfor, hvorfor ikke, og hvad nu hvis"), key="questions"):
        _why(sight, record, problem, outcome)
        st.divider()
        _what_if(sight, record, problem)


def _named(sight: Sight, problem: Problem) -> Mapping[str, str]:
    """The groups by key, as they are called in a list of choices."""
    rows = {group.key: sight.row(group.key) for group in problem.groups}
    return {key: f"{key} · {row.workplace}" if row else key for key, row in sorted(rows.items())}


def _why(sight: Sight, record: AllocationRecord, problem: Problem, outcome: Allocation) -> None:
    names = _named(sight, problem)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(
            _("Gruppe"), list(names), format_func=lambda one: names.get(one, one), key="why_key"
        )
        chance = chances_of(record).get(key or "")
        cohorts = {cohort.id: cohort.name for cohort in sight.programme.cohorts}
        st.button(
            _("Forklar"),
            key="why",
            disabled=working.busy() or not key,
            on_click=working.start,
            args=(
                EXPLAINED,
                _("Forklaringen"),
                partial(_explained, Asked(problem, outcome, key or "", chance, cohorts)),
            ),
        )
    found = st.session_state.get(EXPLAINED)
    if isinstance(found, Explanation) and found.key == key:
        _explanation(found, chance_text(chance))


def _explained(asked: Asked, _who: Actor, run: Run) -> object:
    return run(explain, asked, now())


def _explanation(found: Explanation, chance: str) -> None:
    if chance:
        quiet(_("Chance: {chance}").format(chance=chance))
    for reason in found.reasons:
        st.text(say(reason))
    if found.placed:
        return
    if not found.remedies:
        quiet(_("Ingen enkelt ændring uden at flytte andre ville have givet en plads."))
        return
    st.text(_("Det ville have givet en plads:"))
    st.text("\n".join(f"• {say(remedy)}" for remedy in found.remedies))


def _what_if(sight: Sight, record: AllocationRecord, problem: Problem) -> None:
    st.markdown(f"**{_('Hvad nu hvis')}**")
    quiet(_("Intet ændres. Begge regnes med lodderne i samme rækkefølge, så kun ændringen gør forskel."))
    kind = st.selectbox(
        _("Hvad ændres?"),
        list(_CHANGES),
        format_func=lambda one: _(_CHANGES[one]) if one in _CHANGES else "",
        key="if_kind",
    )
    changed = _changed(sight, problem, kind or Kind.PARTICIPANTS)
    st.button(
        _("Prøv"),
        key="if_try",
        disabled=working.busy(),
        on_click=working.start,
        args=(TRIED, _("Hvad nu hvis"), partial(_tried, record.number, problem, changed)),
    )
    found = st.session_state.get(TRIED)
    if isinstance(found, tuple) and found[0] == record.number:
        _difference(sight, found[1])


def _tried(number: int, problem: Problem, changed: Problem, _who: Actor, run: Run) -> object:
    return number, run(tried, problem, changed, SECONDS)


def _changed(sight: Sight, problem: Problem, kind: str) -> Problem:
    """The problem as it would be, from the fields that this kind of change asks for."""
    if kind == _EARLIEST:
        return with_policy(problem, _instead(problem.levels, Aim.DRAW, Aim.EARLIEST))
    if kind == _SPREAD_FIRST:
        return with_policy(problem, _before(problem.levels, Aim.SPREAD, Aim.DRAW))
    cohort = _cohort(sight)
    if kind == _PIN:
        return with_pin(problem, Pin(key=_group(sight, problem), cohort=cohort))
    if kind == Kind.WISH:
        return apply(problem, Change(Kind.WISH, cohort, key=_group(sight, problem)))
    amount = st.number_input(_("Hvor mange flere?"), min_value=-20, max_value=60, value=2, key="if_amount")
    return apply(problem, Change(Kind(kind), cohort, int(amount)))


def _cohort(sight: Sight) -> str:
    names = {cohort.id: say(cohort.name) for cohort in sight.programme.cohorts}
    chosen = st.radio(
        pgettext("one", "Hold"),
        list(names),
        format_func=lambda one: names.get(one, one),
        key="if_cohort",
        horizontal=True,
    )
    return chosen or next(iter(names))


def _group(sight: Sight, problem: Problem) -> str:
    names = _named(sight, problem)
    chosen = st.selectbox(
        _("Gruppe"), list(names), format_func=lambda one: names.get(one, one), key="if_group"
    )
    return chosen or next(iter(names))


def _instead(levels: Sequence[Aim], old: Aim, new: Aim) -> tuple[Aim, ...]:
    return tuple(new if level is old else level for level in levels)


def _before(levels: Sequence[Aim], moved: Aim, other: Aim) -> tuple[Aim, ...]:
    rest = [level for level in levels if level is not moved]
    at = rest.index(other) if other in rest else len(rest)
    return (*rest[:at], moved, *rest[at:])


def _difference(sight: Sight, found: Difference) -> None:
    """Who comes in, who goes out, who moves, and what each level gains."""
    if not found.proven:
        st.warning(_("Ikke bevist: tiden løb ud."))
    _list(sight, _("Kommer ind"), found.came_in)
    _list(sight, _("Går ud"), found.went_out)
    if found.moved:
        name = partial(words.cohort, sight.programme)
        rows = [
            (one.key, _workplace(sight, one.key), name(one.before), name(one.after)) for one in found.moved
        ]
        plain_table(_("Flytter"), (_("Sag"), _("Arbejdsplads"), _("Fra"), _("Til")), rows)
    if not (found.came_in or found.went_out or found.moved):
        quiet(_("Ingen forskel."))
    headers = (_("Niveau"), _("Nu"), _("Så"), _("Forskel"))
    rows_ = [(level_name(one.name), one.before, one.after, f"{one.better:+d}") for one in found.gains]
    plain_table(_("Hvad nu hvis"), headers, rows_)


def _list(sight: Sight, title: str, placements: Sequence[Placement]) -> None:
    if placements:
        st.text(f"{title} ({len(placements)})")
        name: Callable[[str], str] = partial(words.cohort, sight.programme)
        rows = [(one.key, _workplace(sight, one.key), name(one.cohort)) for one in placements]
        plain_table(title, (_("Sag"), _("Arbejdsplads"), pgettext("one", "Hold")), rows)


def _workplace(sight: Sight, key: str) -> str:
    row = sight.row(key)
    return row.workplace if row else ""
