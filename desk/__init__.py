"""The desk: every command a person can give, and every question they can ask. Nothing else changes state."""

from desk.desk import Desk
from desk.opening import open_desk, shared
from desk.views import Board, Case, Event, FormReview, Receipt, SyncHealth, Writing

__all__ = [
    "Board",
    "Case",
    "Desk",
    "Event",
    "FormReview",
    "Receipt",
    "SyncHealth",
    "Writing",
    "open_desk",
    "shared",
]
