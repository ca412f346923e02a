"""Tables with a safe export. The toolbar's own download is switched off: it writes live formulas."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from integrations.exports import ExportTable, ExportValue, to_csv, to_xlsx
from pages.session import Visitor
from rules.people import Action
from texts import _

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
    if not who.may(Action.EXPORT) or not table.rows:
        return
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Hent som CSV"),
            data=lambda: to_csv(table),
            file_name=f"{table.title}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
        st.download_button(
            _("Hent som XLSX"),
            data=lambda: to_xlsx(table),
            file_name=f"{table.title}.xlsx",
            mime=_XLSX,
            key=f"{key}_xlsx",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
