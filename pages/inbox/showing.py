"""The open items: what was, what we have and what the sheet has, side by side, and what one can choose."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from desk.resolving import OURS, THEIRS
from integrations.journal.records import Item
from pages.at_desk import Sight, attempt, the_desk
from pages.going import open_application
from pages.inbox.choosing import consequence, foreseen, label, offered
from pages.inbox.connection import outage
from pages.inbox.groups import Group, grouped
from pages.inbox.sides import Side, said, sides_of
from pages.inbox.times import when_seen
from pages.inbox.wordings import column, explain
from pages.parts import empty, quiet
from pages.safe import joined, markup, show
from pages.sheet_link import cell_address
from rules.people import Action, Actor
from rules.state import Refused
from texts import _, ngettext

MOST = 25
"""Cards shown at a time."""
MOST_ROWS = 200
"""Rows listed in one card."""
LONGEST_REASON = 500

_SETTLED = frozenset({"item_settled", "unknown_item"})
"""Refusals that say that somebody else was quicker, which is as good."""


def show_items(sight: Sight, items: Sequence[Item]) -> None:
    """The items, oldest first; those of one cause in one card."""
    if not items and outage(sight.board):
        empty(_("Ingen, så vidt vi ved. Arket kan ikke læses lige nu."), "hourglass_empty")
        return
    if not items:
        empty(_("Ingen. Arket og Samhold er enige."), "check_circle")
        return
    cards = grouped(items)
    for group in cards[:MOST]:
        with st.container(border=True, gap="small", key=f"card_{group.first.id}"):
            _show_card(sight, group)
    if len(cards) > MOST:
        quiet(_("Her vises de {n} ældste.").format(n=MOST))


def _show_card(sight: Sight, group: Group) -> None:
    item = group.first
    what, todo = explain(item, sight.programme)
    show(markup('<p class="sh-name" style="margin:0">{}</p>', what))
    show(markup('<p class="sh-quiet" style="margin:0">{}</p>', _where(sight, group)))
    quiet(todo)
    may = sight.visitor.may(Action.RESOLVE)
    if may and item.kind == "over_limit" and sight.visitor.may(Action.OVERRIDE):
        st.text_input(
            _("Begrundelse"), key=_reason_key(item.id), max_chars=LONGEST_REASON, autocomplete="off"
        )
    if not group.single:
        _rows(group)
    sides = sides_of(sight, item) if group.single else ()
    _choose(sight, group, sides, offered(sight, item) if may else ())
    _ways(sight, group)


def _where(sight: Sight, group: Group) -> str:
    item = group.first
    if not group.single:
        rows = ngettext("{count} række", "{count} rækker", len(group.items))
        return " · ".join(part for part in (column(item), rows, when_seen(item)) if part)
    row = sight.row(item.key)
    when = when_seen(item) if item.theirs is None else ""
    parts = (item.key, row.workplace if row else "", column(item), item.cell, when)
    return " · ".join(part for part in parts if part)


def _rows(group: Group) -> None:
    """Every row of a group: its case number, its cell, what should stand there and what does."""
    with st.expander(_("Vis rækkerne")):
        lines = (
            markup(
                '<li>{} {} <span class="sh-quiet">{}</span></li>',
                item.key or _("uden sagsnummer"),
                item.cell,
                _difference(item),
            )
            for item in group.items[:MOST_ROWS]
        )
        show(markup('<ul class="sh-history">{}</ul>', joined(lines)))


def _difference(item: Item) -> str:
    """Both sides of a row in short, "" where it has none."""
    if item.theirs is None:
        return ""
    found = said(item.theirs, item).replace("\n", ", ")
    if item.base is None:
        return found
    wanted = said(item.base, item).replace("\n", ", ")
    return _("skulle være: {wanted} · er: {found}").format(wanted=wanted, found=found)


def _choose(sight: Sight, group: Group, sides: Sequence[Side], codes: Sequence[str]) -> None:
    """The sides beside each other, each with the choice that would make it hold; other choices below."""
    left = list(codes)
    of_side = {_("I Samhold"): OURS, _("I arket"): THEIRS}
    if sides:
        for place, side in zip(st.columns(len(sides), gap="medium"), sides, strict=True):
            with place:
                _show_side(side)
                code = of_side.get(side.name, "")
                if code in left:
                    left.remove(code)
                    _choice(sight, group, code)
                elif code == THEIRS and foreseen(sight, group.first):
                    quiet(_("Kan ikke blive en afgørelse, som det står."))
    for code in left:
        _choice(sight, group, code)


def _show_side(side: Side) -> None:
    show(
        markup(
            '<section class="sh-side"><h4>{}</h4><p class="sh-value">{}</p>'
            '<p class="sh-quiet">{}</p></section>',
            side.name,
            side.words,
            side.who,
        )
    )


def _choice(sight: Sight, group: Group, code: str) -> None:
    ids = tuple(item.id for item in group.items)
    st.button(label(code, group), key=f"item_{ids[0]}_{code}", on_click=_resolve, args=(ids, code))
    quiet(consequence(sight, code, group))


def _ways(sight: Sight, group: Group) -> None:
    """To the application, and to the cell in the sheet."""
    item = group.first
    if not group.single:
        return
    with st.container(horizontal=True, gap="medium"):
        if item.key and sight.row(item.key):
            st.button(
                _("Åbn {key}").format(key=item.key),
                key=f"item_{item.id}_open",
                icon=":material/description:",
                type="tertiary",
                on_click=open_application,
                args=(item.key,),
            )
        if item.cell and (address := cell_address(sight.board.health, item.cell)):
            text = _("Se {cell} i arket").format(cell=item.cell)
            st.link_button(text, address, icon=":material/open_in_new:", type="tertiary")


def _reason_key(item_id: int) -> str:
    return f"item_{item_id}_reason"


def _resolve(ids: tuple[int, ...], code: str) -> None:
    reason = str(st.session_state.get(_reason_key(ids[0])) or "").strip()[:LONGEST_REASON]
    attempt(partial(_carry_out, ids, code, reason))


def _carry_out(ids: tuple[int, ...], code: str, reason: str, who: Actor) -> bool:
    """Settle one item after the other. In a group it is no matter if some are settled already."""
    for item_id in ids:
        try:
            the_desk().resolve(who, item_id, code, reason=reason, override_reason=reason)
        except Refused as refused:
            if len(ids) == 1 or refused.code not in _SETTLED:
                raise
    return True
