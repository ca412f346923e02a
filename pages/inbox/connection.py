"""How the way to the sheet fares, in words, and what it means for the work meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import streamlit as st

from desk import Board, SyncHealth
from integrations.journal.records import Item
from integrations.sync.observation import Trouble
from pages.inbox.reasons import fault
from pages.inbox.wordings import Words, of_kind
from pages.parts import line, tag
from pages.safe import Markup, markup, show
from texts import _, clock, moment, ngettext

STOPS = frozenset({Trouble.TAB_MISSING, Trouble.LEDGER_MISSING, Trouble.COLUMN_MISSING})
"""Troubles of the whole sheet: until they end, nothing is written into its rows."""

_OURS = frozenset({"journal_unavailable", "journal_lost"})
"""Faults of the database: while one lasts, no decision is kept."""


class Outage(NamedTuple):
    """Why nothing is written just now: the words, since when, tries since then, and when the next one is.

    `keeps`: decisions can be saved meanwhile.
    """

    words: Words
    since: datetime | None = None
    failures: int = 0
    next_try: datetime | None = None
    keeps: bool = True


def outage(board: Board) -> Outage | None:
    """What keeps everything out of the sheet at present, or None."""
    details = board.health.details if isinstance(board.health.details, dict) else {}
    code = str(details.get("error") or "")
    if code:
        since = _time(details.get("failing_since")) or _time(details.get("last_failure"))
        failures = details.get("failures")
        tries = failures if isinstance(failures, int) else 0
        return Outage(fault(code), since, tries, _time(details.get("next_try")), code not in _OURS)
    stop = next((item for item in board.items if item.kind in STOPS), None)
    return None if stop is None else Outage(of_kind(stop.kind, missing([stop])), stop.opened_at)


def missing(items: Iterable[Item]) -> str:
    """The headers that open items say are missing in the sheet."""
    headers = (str(item.params["header"]) for item in items if item.kind == Trouble.COLUMN_MISSING)
    return "«, »".join(headers)


def show_connection(board: Board) -> None:
    """The state of the way to the sheet, and how much is on it."""
    found = outage(board)
    if found is not None:
        show_outage(board, found)
        return
    health = board.health
    parts = [_fine(health)]
    if health.queued:
        parts.append(tag(ngettext("{count} på vej til arket", "{count} på vej til arket", health.queued)))
    show(line(*parts))


def show_outage(board: Board, found: Outage) -> None:
    """What is wrong, what to do, since when; and that deciding goes on."""
    with st.container(border=True, key="outage"):
        show(
            markup(
                '<div role="status" class="sh-outage"><p class="sh-name sh-no">{}</p><p>{}</p>'
                '<p class="sh-quiet">{}</p><p>{}</p></div>',
                found.words.what,
                found.words.todo,
                tries(found),
                _meanwhile(board, found),
            )
        )


def _meanwhile(board: Board, found: Outage) -> str:
    """What people can go on with."""
    if not found.keeps:
        return ""
    kept = _("Du kan roligt afgøre sager imens: de er gemt her.")
    waiting = ngettext(
        "{count} venter på at komme i arket.", "{count} venter på at komme i arket.", len(board.waiting)
    )
    return f"{kept} {waiting}"


def tries(found: Outage) -> str:
    """Since when, how many tries, and when the next one is."""
    parts = [_("Siden {when}").format(when=moment(found.since)) if found.since else ""]
    if found.failures:
        parts.append(ngettext("{count} forsøg", "{count} forsøg", found.failures))
    if found.next_try:
        parts.append(_("prøver igen {when}").format(when=clock(found.next_try)))
    return " · ".join(part for part in parts if part)


def show_outage_line(board: Board) -> None:
    """The same in one line, for the pages where people decide."""
    found = outage(board)
    if found is not None and found.keeps:
        text = _("{what} Afgørelser bliver gemt her og kommer i arket bagefter.").format(
            what=found.words.what
        )
        show(markup('<p class="sh-finding sh-person" role="status">{}</p>', text))


def _fine(health: SyncHealth) -> Markup:
    if health.read_at is None:
        return tag(_("Arket er ikke læst endnu"), "sh-person")
    text = _("Forbindelsen til arket virker · seneste nyt {when}").format(when=moment(health.read_at))
    return tag(text, "sh-ok")


def _time(said: object) -> datetime | None:
    return datetime.fromisoformat(said) if isinstance(said, str) else None
