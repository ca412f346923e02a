"""The open items, each with what was, what we have and what the sheet has, and what one can choose."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from desk.resolving import choices
from integrations.journal.records import Cells, Item
from pages.at_desk import Sight, attempt, the_desk
from pages.going import open_application
from pages.inbox.wordings import choice, column, explain
from pages.parts import facts, quiet
from pages.safe import Markup, joined, markup, show
from rules.checks.masking import mask
from rules.people import Action, Actor
from texts import _, moment

MOST = 25
"""Items shown at a time."""

_EXPLAINED = frozenset({"over_limit"})
"""Kinds whose choice may need a reason."""


def show_items(sight: Sight, items: Sequence[Item]) -> None:
    """The items, oldest first."""
    if not items:
        quiet(_("Ingen. Arket og Samhold er enige."))
        return
    for item in items[:MOST]:
        _show_item(sight, item)
    if len(items) > MOST:
        quiet(_("Her vises de {n} ældste.").format(n=MOST))


def _show_item(sight: Sight, item: Item) -> None:
    with st.container(border=True, gap="xsmall"):
        where = " · ".join(
            part for part in (item.key, column(item), item.cell, moment(item.opened_at)) if part
        )
        show(
            markup(
                '<p style="margin:0">{}</p><p class="sh-quiet" style="margin:0">{}</p>',
                explain(item, sight.programme),
                where,
            )
        )
        show(_sides(item))
        may_resolve = sight.visitor.may(Action.RESOLVE)
        if may_resolve and item.kind in _EXPLAINED:
            st.text_input(_("Begrundelse"), key=_reason_key(item.id), max_chars=500, autocomplete="off")
        with st.container(horizontal=True):
            if may_resolve:
                for code in choices(item):
                    st.button(
                        choice(code), key=f"item_{item.id}_{code}", on_click=_resolve, args=(item.id, code)
                    )
            if item.key and sight.row(item.key):
                st.button(
                    _("Åbn {key}").format(key=item.key),
                    key=f"item_{item.id}_open",
                    type="tertiary",
                    on_click=open_application,
                    args=(item.key,),
                )


def _sides(item: Item) -> Markup:
    sides = ((_("Før"), item.base), (_("I Samhold"), item.ours), (_("I arket"), item.theirs))
    pairs = [(name, _words(cells)) for name, cells in sides if cells is not None]
    return facts(pairs) if pairs else joined([])


def _words(cells: Cells) -> str:
    return mask(" · ".join(str(cell) for cell in cells.values() if cell is not None)) or _("(tomt)")


def _reason_key(item_id: int) -> str:
    return f"item_{item_id}_reason"


def _resolve(item_id: int, code: str) -> None:
    reason = str(st.session_state.get(_reason_key(item_id)) or "").strip()
    attempt(partial(_carry_out, item_id, code, reason))


def _carry_out(item_id: int, code: str, reason: str, who: Actor) -> bool:
    the_desk().resolve(who, item_id, code, reason=reason, override_reason=reason)
    return True
