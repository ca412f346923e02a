"""What one can choose about an item, and what comes of it, in words."""

from collections.abc import Mapping

from desk.hand_edits import foresee
from desk.resolving import DISMISS, MOVED, OURS, SAME, THEIRS, choices, typed_beside
from integrations.journal.records import Item
from pages.at_desk import Sight
from pages.inbox.connection import STOPS
from pages.inbox.groups import Group
from pages.inbox.sides import ours_now, said, value
from rules.columns import HEADERS
from rules.state import Refused
from texts import N_, _, ngettext

_CHOICES: Mapping[str, str] = {
    OURS: N_("Brug det, der står i Samhold"),
    THEIRS: N_("Brug det, der står i arket"),
    SAME: N_("Det er den samme ansøgning"),
    DISMISS: N_("Jeg har set det"),
}


def offered(sight: Sight, item: Item) -> tuple[str, ...]:
    """The choices to offer: none that is certain to be refused. The desk has the last word.

    What stops all writing stays in sight until it is put right.
    """
    if item.kind in STOPS:
        return ()
    return tuple(code for code in choices(item) if code != THEIRS or foreseen(sight, item) is None)


def foreseen(sight: Sight, item: Item) -> Refused | None:
    """Why what was typed can't become a decision as things are now, or None."""
    case = sight.board.case(item.key)
    if case is None or THEIRS not in choices(item):
        return None
    return foresee(sight.programme, case.standing, typed_beside(item, sight.board.items))


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
    typed = typed_beside(item, sight.board.items)
    blank = _("(tomt)")
    words = ", ".join(f"{HEADERS[name]}: {value(name, cell) or blank}" for name, cell in typed.items())
    return _("Bliver din afgørelse i sagen: {words}. Den afløser det, der står i Samhold.").format(
        words=words
    )
