"""The waitlist: who waits in which order, and why."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from integrations.exports import ExportTable, ExportValue
from pages import words
from pages.at_desk import Sight, look, notice
from pages.cohort import working
from pages.going import open_application
from pages.parts import empty, quiet
from pages.safe import markup, show
from pages.tables import ROW_PIXELS, export_buttons
from pages.triage.rows import Row
from pages.waiting.asking import change_place, chosen_queue, fit_text, next_up, successors
from rules.checks.masking import mask
from rules.state import Standing
from texts import _, moment, ngettext


def waitlist() -> None:
    """The page."""
    working.collect()
    sight = look()
    st.title(_("Venteliste"))
    notice()
    waiting = sorted((row for row in sight.rows if row.case.place), key=lambda row: row.case.place)
    if not waiting:
        empty(_("Ingen venter. Her står de ansøgninger, der er sat på venteliste."), "hourglass_empty")
        return
    total = ngettext("{count} gruppe venter", "{count} grupper venter", len(waiting))
    quiet(
        _(
            "{total}. De står, som de kom på listen. Kom flere på samtidig, gælder fordelingens rækkefølge."
        ).format(total=total)
    )
    queue = chosen_queue(sight)
    if queue is not None:
        next_up(queue)
        places = {one.key: one for one in queue.rows}
        waiting = [row for row in waiting if not queue.cohort or row.key in places]
    fits = {one.key: fit_text(sight, one) for one in queue.rows} if queue else {}
    with st.container(key="wide"):
        _table(sight, waiting, fits)
    with st.container(key="phone"):
        _cards(sight, waiting, fits)
    export_buttons(sight.visitor, _export(sight, waiting, fits), key="waitlist")
    change_place(sight, waiting)
    successors(sight)


def _headers() -> tuple[str, ...]:
    return (
        _("Plads"),
        _("Sag"),
        _("Arbejdsplads"),
        _("Kommune"),
        _("Antal"),
        _("Venter på"),
        _("Kan komme ind nu"),
        _("Siden"),
        _("Hvorfor"),
        _("Bemærkning"),
    )


def _cells(sight: Sight, row: Row, fits: Mapping[str, str]) -> tuple[ExportValue, ...]:
    standing = row.case.standing
    return (
        row.case.place,
        row.key,
        row.workplace,
        row.municipality,
        row.group.size or None,
        _waits_for(sight, row),
        fits.get(row.key, ""),
        standing.since or standing.at,
        _why(standing),
        mask(standing.remark),
    )


def _why(standing: Standing) -> str:
    """The reason, marked where a person set the place."""
    reason = mask(standing.reason)
    return _("Sat i hånden: {reason}").format(reason=reason) if standing.hand else reason


def _waits_for(sight: Sight, row: Row) -> str:
    if row.case.standing.cohort:
        return words.cohort(sight.programme, row.case.standing.cohort)
    return " / ".join(words.cohort(sight.programme, wish) for wish in row.group.wishes) or _("Alle hold")


def _table(sight: Sight, waiting: Sequence[Row], fits: Mapping[str, str]) -> None:
    headers = _headers()
    keys = tuple(row.key for row in waiting)
    shown = []
    for row in waiting:
        cells = list(_cells(sight, row, fits))
        since = row.case.standing.since or row.case.standing.at
        cells[7] = moment(since) if since else ""
        shown.append(cells)
    st.dataframe(
        pd.DataFrame(shown, columns=list(headers)),
        hide_index=True,
        row_height=ROW_PIXELS,
        height="content",
        alt=_("Ventelisten"),
        column_config={
            headers[0]: st.column_config.NumberColumn(headers[0], width=70, alignment="center"),
            headers[1]: st.column_config.ButtonColumn(
                headers[1], key="waiting", type="tertiary", width=110, on_click=_open, args=(keys,)
            ),
        },
    )


def _open(keys: tuple[str, ...]) -> None:
    clicked = st.session_state.get("waiting")
    if clicked and clicked["label"] in keys:
        open_application(clicked["label"], keys)


def _cards(sight: Sight, waiting: Sequence[Row], fits: Mapping[str, str]) -> None:
    keys = tuple(row.key for row in waiting)
    for row in waiting:
        about = (row.municipality, _waits_for(sight, row), fits.get(row.key, ""))
        with st.container(border=True, gap="xsmall"):
            show(
                markup(
                    '<p style="margin:0"><b>{}.</b> <span class="sh-name">{}</span></p>'
                    '<p class="sh-quiet" style="margin:0">{}</p>',
                    row.case.place,
                    row.workplace,
                    " · ".join(part for part in about if part),
                )
            )
            st.button(
                _("Åbn {key}").format(key=row.key),
                key=f"waiting_{row.key}",
                on_click=open_application,
                args=(row.key, keys),
                width="stretch",
            )


def _export(sight: Sight, waiting: Sequence[Row], fits: Mapping[str, str]) -> ExportTable:
    rows = tuple(_cells(sight, row, fits) for row in waiting)
    return ExportTable(title=_("Venteliste"), headers=_headers(), rows=rows)


waitlist()
