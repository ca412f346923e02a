"""The embedded Sheets server: the part of Sheets API v4 and Drive v3 that gspread needs, on SQLite.

Its core is a plain state machine: a workbook and a request give another workbook and a reply. It is reached
over HTTP (`asgi`, `serving`, `run`), through a `requests` adapter without a socket (`CoreAdapter`), or
directly (`Account`).
"""

from .account import Account
from .adapter import CoreAdapter
from .behaviour import Behaviour
from .errors import ApiError
from .faults import Applied, Call, Disturbance, Quota, Trouble
from .files import File
from .http import asgi, open_account, run, serving
from .ids import Ids
from .store import MemoryStore, SqliteStore

__all__ = [
    "Account",
    "ApiError",
    "Applied",
    "Behaviour",
    "Call",
    "CoreAdapter",
    "Disturbance",
    "File",
    "Ids",
    "MemoryStore",
    "Quota",
    "SqliteStore",
    "Trouble",
    "asgi",
    "open_account",
    "run",
    "serving",
]
