"""Reading: from a table of raw cells to applications, with a finding for everything that is out of order."""

from rules.reading.answers import application_from
from rules.reading.headers import find_layout, header_key
from rules.reading.rows import Reader, is_application, raw_cells, read
from rules.reading.table import Layout, Merge, Reading, Table
from rules.reading.unreadable import unreadable

__all__ = [
    "Layout",
    "Merge",
    "Reader",
    "Reading",
    "Table",
    "application_from",
    "find_layout",
    "header_key",
    "is_application",
    "raw_cells",
    "read",
    "unreadable",
]
