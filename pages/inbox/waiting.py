"""What is decided but not in the sheet yet: why, since when, how often it was tried, and when it is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from desk import Board
from integrations.journal.records import OutboxKind, OutboxRow, OutboxState
from integrations.sync.isolation import LONGEST_PAUSE
from pages.inbox.connection import Outage, missing, outage
from pages.inbox.reasons import why
from pages.inbox.wordings import Words
from pages.parts import facts, quiet
from pages.safe import markup, show
from texts import N_, _, clock, moment, ngettext

MOST_KEYS = 12
"""Case numbers named in one group."""

_ON_ITS_WAY = (OutboxState.QUEUED, OutboxState.SENT)
_URGENT = (
    OutboxState.PARKED,
    OutboxState.ORPHAN,
    OutboxState.UNKNOWN,
    OutboxState.CONFLICT,
    OutboxState.QUEUED,
)
_NEXT = {
    OutboxState.SENT: N_("sendes lige nu"),
    OutboxState.UNKNOWN: N_("om et øjeblik, når arket har svaret"),
    OutboxState.CONFLICT: N_("når der er valgt"),
    OutboxState.ORPHAN: N_("af sig selv, når rækken er der igen"),
}


@dataclass(frozen=True)
class Pile:
    """Writes that wait for the same reason."""

    state: OutboxState
    reason: str
    rows: tuple[OutboxRow, ...]


def piles(waiting: Iterable[OutboxRow]) -> tuple[Pile, ...]:
    """What waits, by reason; first what a person can do something about."""
    found: dict[tuple[OutboxState, str], list[OutboxRow]] = {}
    for row in waiting:
        state = OutboxState.QUEUED if row.state in _ON_ITS_WAY else row.state
        reason = row.last_error if state is OutboxState.PARKED else ""
        found.setdefault((state, reason), []).append(row)
    ordered = sorted(found.items(), key=lambda pile: (_URGENT.index(pile[0][0]), pile[0][1]))
    return tuple(Pile(state, reason, tuple(rows)) for (state, reason), rows in ordered)


def show_waiting(board: Board) -> None:
    """A card for each reason."""
    stopped = outage(board)
    if not board.waiting:
        quiet(_("Intet venter: alt, der er afgjort, står i arket."))
    for pile in piles(board.waiting):
        with st.container(border=True, gap="small", key=f"pile_{pile.state}_{pile.reason}"):
            _show_pile(board, pile, stopped)


def _show_pile(board: Board, pile: Pile, stopped: Outage | None) -> None:
    words = _words(board, pile, stopped)
    heading = f"{_what(pile.rows)}. {words.what}"
    show(markup('<p class="sh-name" style="margin:0">{}</p>', heading))
    pairs = [
        (_("Hvad kan I gøre"), words.todo),
        (_("Har ventet siden"), moment(min(row.queued_at for row in pile.rows))),
        (_("Forsøg"), _tries(pile.rows)),
        (_("Prøves igen"), _next(pile, stopped)),
        (_("Sager"), _keys(pile.rows)),
    ]
    show(facts(pairs))


def _words(board: Board, pile: Pile, stopped: Outage | None) -> Words:
    """While nothing gets through, that is the reason for all that is on its way."""
    if pile.state is OutboxState.QUEUED and stopped is not None:
        return stopped.words
    return why(pile.state, pile.reason, missing(board.items))


def _what(rows: tuple[OutboxRow, ...]) -> str:
    """What kinds of writes wait, and how many of each."""
    counts = {kind: sum(1 for row in rows if row.kind is kind) for kind in OutboxKind}
    names = {
        OutboxKind.DECISION: ngettext("{count} afgørelse", "{count} afgørelser", counts[OutboxKind.DECISION]),
        OutboxKind.STAMP: ngettext("{count} sagsnummer", "{count} sagsnumre", counts[OutboxKind.STAMP]),
        OutboxKind.APPEND: ngettext(
            "{count} ansøgning fra formularen",
            "{count} ansøgninger fra formularen",
            counts[OutboxKind.APPEND],
        ),
        OutboxKind.ERASE: ngettext("{count} sletning", "{count} sletninger", counts[OutboxKind.ERASE]),
    }
    return ", ".join(names[kind] for kind in OutboxKind if counts[kind])


def _tries(rows: tuple[OutboxRow, ...]) -> str:
    fewest, most = min(row.attempts for row in rows), max(row.attempts for row in rows)
    if fewest != most:
        return _("{fewest} til {most}").format(fewest=fewest, most=most)
    return str(most) if most else _("ingen endnu")


def _next(pile: Pile, stopped: Outage | None) -> str:
    if pile.state is OutboxState.PARKED:
        return _after_parking(pile)
    if pile.state is OutboxState.QUEUED:
        due = stopped.next_try if stopped else None
        if due is not None:
            return clock(due)
        return _("af sig selv, når det er rettet") if stopped else _("om få sekunder")
    return _(_NEXT[pile.state])


def _after_parking(pile: Pile) -> str:
    if not pile.reason.startswith("refused"):
        return _("af sig selv, når det er rettet")
    latest: datetime = min(row.changed_at for row in pile.rows) + timedelta(seconds=LONGEST_PAUSE)
    return _("når arket bliver ændret, dog senest {when}").format(when=clock(latest))


def _keys(rows: tuple[OutboxRow, ...]) -> str:
    keys = sorted({row.key for row in rows})
    named = ", ".join(keys[:MOST_KEYS])
    more = len(keys) - MOST_KEYS
    return named if more <= 0 else named + " " + ngettext("og {count} til", "og {count} til", more)
