"""Tables with a safe export. The toolbar's own download is switched off: it writes live formulas."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from integrations.exports import ExportTable, ExportValue, to_csv, to_xlsx
from pages.at_desk import the_desk
from pages.session import NotSignedIn, Visitor, role_now
from rules.base import Language
from rules.people import Action, Actor, may
from texts import _, language, speaking

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW_PIXELS = 34


def plain_table(
    title: str, headers: Sequence[str], rows: Sequence[Sequence[ExportValue]], **columns: ColumnConfig
) -> None:
    """A table to read. Columns keep their order; `columns` set single ones by header."""
    frame = pd.DataFrame([list(row) for row in rows], columns=list(headers))
    st.dataframe(
        frame,
        hide_index=True,
        alt=title,
        row_height=ROW_PIXELS,
        column_config=columns or None,
        height="content" if len(rows) <= 20 else 20 * ROW_PIXELS,
    )


def export_buttons(who: Visitor, table: ExportTable, *, key: str) -> None:
    """Downloads of a table for those who may; the files are made when asked for."""
    if table.rows:
        _buttons(who, lambda: table, (_("Hent som CSV"), _("Hent som XLSX")), table.title, key)


def export_all_buttons(who: Visitor, *, key: str) -> None:
    """Downloads of every application with all its answers."""
    labels = (_("Alle svar som CSV"), _("Alle svar som XLSX"))
    if who.actor is not None:
        taker = who.actor
        _buttons(who, lambda: the_desk().export(taker, "applications"), labels, _("Ansøgninger"), key)


def _buttons(
    who: Visitor, table: Callable[[], ExportTable], labels: tuple[str, str], title: str, key: str
) -> None:
    if not who.may(Action.EXPORT):
        return
    files = (("csv", "text/csv", to_csv), ("xlsx", _XLSX, to_xlsx))
    with st.container(horizontal=True, gap="small"):
        for label, (ending, mime, write) in zip(labels, files, strict=True):
            st.download_button(
                label,
                data=partial(_file, who.actor, language(), table, write),
                file_name=f"{title}.{ending}",
                mime=mime,
                key=f"{key}_{ending}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _file(
    who: Actor | None,
    spoken: Language,
    table: Callable[[], ExportTable],
    write: Callable[[ExportTable], bytes],
) -> bytes:
    """The file, for who may take data along at this moment. It is made outside of the session."""
    role = role_now(who) if who else None
    if role is None or not may(role, Action.EXPORT):
        raise NotSignedIn
    with speaking(spoken):
        return write(table())
