"""What an item says, and what one can choose."""

from collections.abc import Mapping

from integrations.journal.records import Item
from pages.refusals import wording
from rules.columns import HEADERS
from rules.programme.model import Programme
from rules.state import Refused
from texts import N_, _

_KINDS: Mapping[str, str] = {
    "conflict": N_("Feltet er ændret både her og i arket."),
    "shown_only": N_("Der er skrevet i et felt, som kun viser, hvad der gælder. Det ændrer ikke sagen."),
    "unknown_word": N_("Ordet i arket kendes ikke, så det er ikke blevet til en afgørelse."),
    "foreign_receipt": N_(
        "Rækken har ikke den kvittering, vi skrev. Den kan være kopieret, eller kun en del er flyttet."
    ),
    "part_sorted": N_(
        "Kun en del af arket ser ud til at være sorteret, så afgørelserne står på forkerte rækker."
    ),
    "duplicate_key": N_("To rækker har samme sagsnummer."),
    "unknown_key": N_("Rækken har et sagsnummer, som vi ikke har givet."),
    "key_missing": N_("Rækken ligner en sag, vi kender, men sagsnummeret mangler."),
    "identity": N_("Svarene i rækken passer ikke til sagsnummeret."),
    "vanished": N_("Rækken er forsvundet fra arket. Sagen er her stadig."),
    "erased": N_("Oplysningerne i sagen er slettet, men dens række står stadig i arket. Slet rækken dér."),
    "stray_words": N_("Der står en afgørelse på en række uden ansøgning, så den gælder ingen."),
    "misplaced": N_("En afgørelse har stået på en forkert række."),
    "column_missing": N_("Der mangler en kolonne i arket. Ret overskriften, eller sæt kolonnen ind igen."),
    "tab_missing": N_("Fanen med svarene mangler. Gendan den fra arkets versionshistorik."),
    "ledger_missing": N_(
        "Fanen _ledger mangler eller er ødelagt. Den, der driver Samhold, kan lave den igen med "
        "samhold rebuild --ledger."
    ),
    "renumbered": N_(
        "Sagen blev afgjort her, før arkets nyeste afgørelser var hentet. Begge er bevaret, og den her "
        "står øverst. Se, om den stadig skal gælde."
    ),
    "unreadable_decision": N_(
        "Arkets fane _ledger siger, at sagen er afgjort, men ikke hvordan: felterne er ødelagt."
    ),
    "forked": N_("I arkets fane _ledger står to afgørelser med samme nummer. Kun den ene gælder her."),
    "ledger_foreign": N_("Der er skrevet i fanen _ledger, som kun Samhold skal skrive i."),
}
_CHOICES: Mapping[str, str] = {
    "ours": N_("Brug det, der står i Samhold"),
    "theirs": N_("Brug det, der står i arket"),
    "same": N_("Det er den samme ansøgning"),
    "dismiss": N_("Jeg har set det"),
}

KNOWN = frozenset(_KINDS)
"""Every kind that has words of its own."""


def explain(item: Item, programme: Programme) -> str:
    """What happened."""
    if item.kind in _KINDS:
        return _(_KINDS[item.kind])
    return wording(Refused(item.kind, **item.params), programme)


def choice(code: str) -> str:
    """What a choice does."""
    return _(_CHOICES[code]) if code in _CHOICES else code


def column(item: Item) -> str:
    """The header of the column that it is about, or ""."""
    return HEADERS.get(item.column, item.column)


def obstacle(problem: str) -> str:
    """Why nothing can be decided on a case at present."""
    if problem in _KINDS:
        return _("Sagen kan ikke afgøres endnu. {why} Se under Arket.").format(why=_(_KINDS[problem]))
    return _("Sagen kan afgøres om et øjeblik: arket har ikke bekræftet sagsnummeret endnu.")
