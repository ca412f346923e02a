"""The queue: what needs me, first what needs a person's judgement, then by arrival."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import words
from pages.address import many_from_address, one_from_address
from pages.at_desk import Sight, look
from pages.going import open_application
from pages.inbox.connection import show_outage_line
from pages.parts import empty, line, outcome_tag, quiet, status_tag
from pages.safe import markup, show
from pages.tables import ROW_PIXELS, export_all_buttons, export_buttons
from pages.triage.choosing import Pile, Wanted, choose, in_pile, municipalities_in
from pages.triage.listing import as_export, as_frame, headers
from pages.triage.rows import Row
from rules.finding import Outcome
from rules.state import Status
from texts import _, ngettext, short_date

CARDS = 12
"""Cards shown at a time on a phone."""


def queue() -> None:
    """The page."""
    sight = look()
    st.title(_("Kø"))
    show_outage_line(sight.board)
    rows = choose(sight.rows, _wanted(sight), sight.actor.signature)
    if not sight.rows:
        empty(_("Der er ingen ansøgninger endnu. De dukker op, når formularen bliver udfyldt."))
        return
    _start(rows)
    if not rows:
        empty(
            _("Ingen ansøgninger passer til det valgte. Prøv et andet filter, eller ryd søgningen."),
            "search_off",
        )
        return
    with st.container(key="wide"):
        _table(sight, rows)
    with st.container(key="phone"):
        _cards(sight, rows)
    with st.container(horizontal=True, gap="medium"):
        export_buttons(sight.visitor, as_export(sight.programme, _("Kø"), rows), key="queue")
        export_all_buttons(sight.visitor, key="all")


def _wanted(sight: Sight) -> Wanted:
    """The filters; all but the search stand in the address, so a reload keeps them."""
    signature = sight.actor.signature
    counts = {pile: sum(in_pile(pile, row, signature) for row in sight.rows) for pile in Pile}
    names = {
        Pile.NEEDED: _("Kræver noget"),
        Pile.ALL: _("Alle"),
        Pile.MINE: _("Behandlet af mig"),
    }
    one_from_address("bunke", list(Pile))
    st.session_state.setdefault("bunke", Pile.NEEDED.value)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pile = st.segmented_control(
            _("Vis"),
            [pile.value for pile in Pile],
            required=True,
            format_func=lambda value: f"{names[Pile(value)]} ({counts[Pile(value)]})",
            key="bunke",
            persist_state="session",
        )
        search = st.text_input(
            _("Søg"),
            key="search",
            placeholder=_("Sagsnummer, arbejdsplads, navn …"),
            type="search",
            autocomplete="off",
            persist_state="session",
            width=320,
        )
        with st.popover(_filters_label(), icon=":material/filter_list:", key="filters"):
            more = _more_filters(sight)
    return more.model_copy(update={"pile": Pile(pile or Pile.NEEDED), "search": search or ""})


def _filters_label() -> str:
    """How many filters are set, so that nobody takes a part for the whole."""
    names = ("vurdering", "status", "kommune", "oenske")
    chosen = sum(bool(st.session_state.get(name, st.query_params.get(name))) for name in names)
    return f"{_('Filtre')} ({chosen})" if chosen else _("Filtre")


def _more_filters(sight: Sight) -> Wanted:
    programme = sight.programme
    outcomes = _several(_("Vurdering"), "vurdering", {o.value: words.outcome(o) for o in Outcome})
    statuses = _several(_("Status"), "status", {s.value: words.status(programme, s) for s in Status})
    municipality = _one(_("Kommune"), "kommune", {name: name for name in municipalities_in(sight.rows)})
    wish = _one(_("Første ønske"), "oenske", {c.id: words.cohort(programme, c.id) for c in programme.cohorts})
    return Wanted(outcomes=outcomes, statuses=statuses, municipality=municipality, wish=wish)


def _several(label: str, key: str, names: Mapping[str, str]) -> tuple[str, ...]:
    many_from_address(key, list(names))
    chosen = st.multiselect(
        label,
        list(names),
        format_func=lambda code: names.get(code, code),
        key=key,
        placeholder=_("Alle"),
        persist_state="session",
    )
    return tuple(chosen)


def _one(label: str, key: str, names: Mapping[str, str]) -> str:
    one_from_address(key, list(names))
    chosen = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        key=key,
        placeholder=_("Alle"),
        persist_state="session",
    )
    return chosen or ""


def _start(rows: Sequence[Row]) -> None:
    """How many there are, and a way in for the keyboard."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if rows:
            st.button(
                _("Start med {key}").format(key=rows[0].key),
                key="start",
                type="primary",
                icon=":material/play_arrow:",
                on_click=open_application,
                args=(rows[0].key, tuple(row.key for row in rows)),
            )
        quiet(ngettext("{count} ansøgning", "{count} ansøgninger", len(rows)))


def _table(sight: Sight, rows: Sequence[Row]) -> None:
    keys = tuple(row.key for row in rows)
    names = headers()
    st.dataframe(
        as_frame(sight.programme, rows),
        hide_index=True,
        row_height=ROW_PIXELS,
        height=min(len(rows) + 1, 22) * ROW_PIXELS + 2,
        alt=_("Ansøgninger i køen"),
        column_config={
            names[0]: st.column_config.ButtonColumn(
                names[0],
                key="opened",
                type="tertiary",
                width=105,
                pinned=True,
                on_click=_open_row,
                args=(keys,),
            ),
            names[1]: st.column_config.TextColumn(names[1], width=205),
            names[3]: st.column_config.TextColumn(names[3], width=150),
            names[4]: st.column_config.TextColumn(names[4], width=150),
            names[5]: st.column_config.TextColumn(names[5], width=300),
            names[6]: st.column_config.NumberColumn(names[6], width=60),
        },
    )


def _open_row(keys: tuple[str, ...]) -> None:
    """Open what was clicked. The keys are those of the table that was on the screen."""
    clicked = st.session_state.get("opened")
    if clicked and clicked["label"] in keys:
        open_application(clicked["label"], keys)


def _cards(sight: Sight, rows: Sequence[Row]) -> None:
    shown = st.session_state.setdefault("cards", CARDS)
    keys = tuple(row.key for row in rows)
    for row in rows[:shown]:
        with st.container(border=True, gap="xsmall"):
            case = row.case
            show(markup('<p class="sh-name" style="margin:0">{}</p>', row.workplace or _("(uden navn)")))
            show(line(outcome_tag(case.judgement.outcome), status_tag(sight.programme, case.standing.status)))
            arrived = short_date(row.arrived) if row.arrived else ""
            quiet(" · ".join(part for part in (row.key, row.municipality, arrived) if part))
            st.button(
                _("Åbn {key}").format(key=row.key),
                key=f"card_{row.key}",
                on_click=open_application,
                args=(row.key, keys),
                width="stretch",
            )
    if shown < len(rows):
        st.button(_("Vis flere"), key="more_cards", on_click=_more_cards, width="stretch")


def _more_cards() -> None:
    st.session_state["cards"] = st.session_state.get("cards", CARDS) + CARDS


queue()
