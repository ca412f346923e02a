"""Numbers and plots where people would rather look than read; each plot has its table."""

import streamlit as st

from integrations.exports import ExportTable, ExportValue
from pages import words
from pages.at_desk import Sight, look
from pages.erasing import due_panel
from pages.numbers.counting import Count, arrivals, by_branch, by_kind, by_municipality, by_outcome, by_status
from pages.numbers.plots import arrivals_plot, bars_plot
from pages.parts import empty, load_bars
from pages.safe import plain
from pages.tables import export_buttons, plain_table
from rules.finding import Outcome
from rules.state import HOLDS_A_PLACE, Status
from texts import _, long_date, number, short_date


def overview() -> None:
    """The page."""
    sight = look()
    st.title(_("Overblik"))
    due_panel(sight)
    _headline(sight)
    if not sight.rows:
        empty(_("Når de første ansøgninger er kommet, står tallene her."), "bar_chart")
        return
    _capacity(sight)
    _arrivals(sight)
    left, right = st.columns(2, gap="large")
    with left:
        _plot(sight, _("Kommuner"), by_municipality(sight.rows))
        _plot(sight, _("Status"), by_status(sight.programme, sight.rows))
    with right:
        _plot(sight, _("Brancher"), by_branch(sight.programme, sight.rows))
        _plot(sight, _("Grupper"), by_kind(sight.programme, sight.rows))
        _plot(sight, _("Vurdering"), by_outcome(sight.rows))


def _headline(sight: Sight) -> None:
    standings = [row.case.standing.status for row in sight.rows]
    asks = sum(
        row.case.outcome is Outcome.PERSON and row.case.standing.status is Status.RECEIVED
        for row in sight.rows
    )
    held = [row.group.size for row in sight.rows if row.case.standing.status in HOLDS_A_PLACE]
    with st.container(horizontal=True):
        st.metric(_("Ansøgninger"), number(len(sight.rows)), border=True, width=185)
        st.metric(_("Kræver et menneske"), number(asks), border=True, width=185)
        st.metric(_("Grupper med plads"), number(len(held)), border=True, width=185)
        st.metric(_("Deltagere med plads"), number(sum(held)), border=True, width=185)
        st.metric(_("På venteliste"), number(standings.count(Status.WAITLISTED)), border=True, width=185)


def _capacity(sight: Sight) -> None:
    st.subheader(_("Plads på holdene"))
    columns = st.columns(max(2, min(4, len(sight.board.loads))), gap="large")
    for place, load in enumerate(sight.board.loads):
        with columns[place % len(columns)]:
            st.markdown(f"**{plain(words.cohort(sight.programme, load.cohort))}**")
            st.html(load_bars(sight.programme, load))


def _arrivals(sight: Sight) -> None:
    st.subheader(_("Ansøgninger over tid"))
    days = arrivals(sight.rows)
    if not days:
        empty(_("Ansøgningerne har intet tidspunkt."), "schedule")
        return
    deadline = sight.programme.window.deadline
    st.altair_chart(arrivals_plot(days, deadline), alt=_("Ansøgninger i alt, dag for dag"))
    st.caption(_("Den stiplede linje er fristen, {day}.").format(day=long_date(deadline)))
    headers = (_("Dag"), _("Nye"), _("I alt"))
    rows = tuple((short_date(day.day), day.new, day.total) for day in days)
    exported = tuple((day.day, day.new, day.total) for day in days)
    _table(sight, _("Ansøgninger over tid"), headers, rows, exported)


def _plot(sight: Sight, title: str, counts: tuple[Count, ...]) -> None:
    st.subheader(title)
    st.altair_chart(bars_plot(counts), alt=title)
    headers = (title, _("Ansøgninger"), _("Deltagere"))
    rows = tuple((count.name, count.applications, count.participants) for count in counts)
    _table(sight, title, headers, rows, rows)


def _table(
    sight: Sight,
    title: str,
    headers: tuple[str, ...],
    rows: tuple[tuple[ExportValue, ...], ...],
    exported: tuple[tuple[ExportValue, ...], ...],
) -> None:
    with st.expander(_("Tallene bag: {title}").format(title=title), icon=":material/table_rows:"):
        plain_table(title, headers, rows)
        export_buttons(
            sight.visitor, ExportTable(title=title, headers=headers, rows=exported), key=f"numbers_{title}"
        )


overview()
