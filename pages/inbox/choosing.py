"""What one can choose about an item, and what comes of it, in words."""

from collections.abc import Mapping

from desk.resolving import DISMISS, MOVED, OURS, SAME, THEIRS, choices
from integrations.journal.records import Item
from pages.at_desk import Sight
from pages.inbox.groups import Group
from pages.inbox.sides import ours_now, said
from pages.inbox.wordings import column
from texts import N_, _, ngettext

_NOT_TO_TAKE = frozenset({"unknown_word", "cohort_unknown"})
"""Kinds whose words can never become a decision as they stand."""

_CHOICES: Mapping[str, str] = {
    OURS: N_("Brug det, der står i Samhold"),
    THEIRS: N_("Brug det, der står i arket"),
    SAME: N_("Det er den samme ansøgning"),
    DISMISS: N_("Jeg har set det"),
}


def offered(item: Item) -> tuple[str, ...]:
    """The choices to offer; the desk has the last word."""
    refused = item.kind in _NOT_TO_TAKE
    return tuple(code for code in choices(item) if not (refused and code == THEIRS))


def label(code: str, group: Group) -> str:
    """What the button says."""
    if code == OURS and group.first.kind in MOVED:
        return ngettext("Skriv rækken på plads", "Skriv {count} rækker på plads", len(group.items))
    return _(_CHOICES[code])


def consequence(sight: Sight, code: str, group: Group) -> str:
    """What comes of a choice."""
    item = group.first
    if code == OURS:
        return _ours(sight, item)
    if code == THEIRS:
        return _theirs(sight, item)
    if code == SAME:
        return _("Sagen beholder sit nummer og sine afgørelser og følger rækken med de nye oplysninger.")
    return _("Intet bliver ændret. Det kommer ikke igen, medmindre der sker noget nyt.")


def _ours(sight: Sight, item: Item) -> str:
    if item.kind in MOVED:
        return _("Samhold skriver det, der gælder, i rækkerne igen. Ingen sag bliver ændret.")
    words = said(ours_now(sight, item), item)
    return _("{cell} bliver skrevet om til: {words}. Sagen bliver ikke ændret.").format(
        cell=item.cell or _("Feltet"), words=words
    )


def _theirs(sight: Sight, item: Item) -> str:
    """All words typed in one row are taken together."""
    typed = [one for one in sight.board.items if one.key == item.key and THEIRS in choices(one)]
    words = ", ".join(f"{column(one)}: {said(one.theirs, one)}" for one in typed)
    return _("Bliver din afgørelse i sagen: {words}. Den afløser det, der står i Samhold.").format(
        words=words
    )
