"""What an item says: what happened, and what can be done about it beside choosing."""

from collections.abc import Mapping
from typing import NamedTuple

from integrations.journal.records import Item
from pages.refusals import wording
from rules.columns import HEADERS
from rules.programme.model import Programme
from rules.state import Refused
from texts import N_, _


class Words(NamedTuple):
    """What is wrong, and what to do about it."""

    what: str
    todo: str


_BACK = N_(
    "Gendan den fra arkets versionshistorik, eller fortryd i arket. Så går Samhold videre af sig selv."
)
_KINDS: Mapping[str, Words] = {
    "conflict": Words(
        N_("Feltet er ændret både her og i arket."),
        N_("Vælg, hvad der gælder. Feltet bliver stående, som det er, til I har valgt."),
    ),
    "shown_only": Words(
        N_("Der er skrevet i et felt, som kun viser, hvad der gælder. Det ændrer ikke sagen."),
        N_("Skal sagen ændres, så skriv i Status, Hold eller Bemærkning, eller afgør den her i Samhold."),
    ),
    "unknown_word": Words(
        N_("Ordet i arket kendes ikke, så det er ikke blevet til en afgørelse."),
        N_("Ret det i arket til et af ordene i rullelisten, eller skriv det tilbage, der står i Samhold."),
    ),
    "foreign_receipt": Words(
        N_("Rækken har ikke den kvittering, vi skrev. Den kan være kopieret, eller kun en del er flyttet."),
        N_("Fortryd i arket, hvis det var en fejl. Ellers kan Samhold skrive det, der gælder, igen."),
    ),
    "part_sorted": Words(
        N_("Kun en del af arket ser ud til at være sorteret, så afgørelserne står på forkerte rækker."),
        N_("Fortryd sorteringen i arket, eller lad Samhold skrive kolonnen på plads."),
    ),
    "duplicate_key": Words(
        N_("To rækker har samme sagsnummer."),
        N_("Slet kopien i arket, eller tøm dens sagsnummer, hvis den er en ny ansøgning."),
    ),
    "unknown_key": Words(
        N_("Rækken har et sagsnummer, som vi ikke har givet."),
        N_("Skriv det rigtige sagsnummer tilbage i arket, eller tøm feltet, så giver Samhold et nyt."),
    ),
    "key_missing": Words(
        N_("Rækken ligner en sag, vi kender, men sagsnummeret mangler."),
        N_("Er det den sag, så skriv nummeret i rækken igen. Er det en kopi, så slet den."),
    ),
    "identity": Words(
        N_("Svarene i rækken passer ikke til sagsnummeret."),
        N_("Fortryd i arket, hvis rækker er byttet om. Har ansøgeren rettet sine svar, så sig det her."),
    ),
    "vanished": Words(
        N_("Rækken er forsvundet fra arket. Sagen er her stadig."),
        N_("Gendan rækken i arket, hvis den blev slettet ved en fejl. Ellers afgør sagen her som trukket."),
    ),
    "erased": Words(
        N_("Oplysningerne i sagen er slettet, men dens række står stadig i arket."),
        N_("Slet rækken i arket."),
    ),
    "stray_words": Words(
        N_("Der står en afgørelse på en række uden ansøgning, så den gælder ingen."),
        N_("Flyt ordene til den rigtige række, eller slet dem i arket."),
    ),
    "misplaced": Words(
        N_("En afgørelse har stået på en forkert række."),
        N_("Den er rettet. Se efter, om nogen har nået at handle efter den."),
    ),
    "column_missing": Words(
        N_("Overskriften »{header}« mangler i arket, så intet kan skrives i rækkerne."),
        N_("Ret overskriften tilbage, eller sæt kolonnen ind igen. Så går Samhold videre af sig selv."),
    ),
    "tab_missing": Words(N_("Fanen med svarene mangler, så arket kan hverken læses eller skrives."), _BACK),
    "ledger_missing": Words(
        N_("Fanen _ledger mangler eller er ødelagt, så intet bliver skrevet i arket."),
        N_(
            "Gendan den fra arkets versionshistorik. Ellers kan den, der driver Samhold, lave den igen med "
            "samhold rebuild --ledger."
        ),
    ),
    "renumbered": Words(
        N_(
            "Sagen blev afgjort her, før arkets nyeste afgørelser var hentet. Begge er bevaret, og den her "
            "står øverst."
        ),
        N_("Åbn sagen, og se, om den øverste afgørelse stadig skal gælde."),
    ),
    "unreadable_decision": Words(
        N_("Arkets fane _ledger siger, at sagen er afgjort, men ikke hvordan: felterne er ødelagt."),
        N_("Åbn sagen, og afgør den igen, hvis den skal stå anderledes."),
    ),
    "forked": Words(
        N_("I arkets fane _ledger står to afgørelser med samme nummer. Kun den ene gælder her."),
        N_("Åbn sagen, og se, om det er den rigtige."),
    ),
}
_REFUSED_TODO = N_("Ret det i arket, så det går, eller skriv det tilbage, der står i Samhold.")
_OVER_TODO = N_(
    "Skal gruppen med alligevel, så skriv hvorfor, og brug det, der står i arket. Det kan en konsulent gøre."
)

KNOWN = frozenset(_KINDS)
"""Every kind that has words of its own; the others are refusals of what was typed."""


def explain(item: Item, programme: Programme) -> Words:
    """What happened, and what can be done."""
    if item.kind in _KINDS:
        return of_kind(item.kind, str(item.params.get("header", "")))
    todo = _OVER_TODO if item.kind == "over_limit" else _REFUSED_TODO
    why = wording(Refused(item.kind, **item.params), programme)
    return Words(_("Det skrevne er ikke blevet til en afgørelse. {why}").format(why=why), _(todo))


def of_kind(kind: str, header: str = "") -> Words:
    """The words of a kind that has some of its own; `header` is what is missing in the sheet."""
    what, todo = map(_, _KINDS[kind])
    return Words(what.replace("{header}", header or "…"), todo)


def column(item: Item) -> str:
    """The header of the column that it is about, or ""."""
    return HEADERS.get(item.column, item.column)


def obstacle(problem: str) -> str:
    """Why nothing can be decided on a case at present."""
    if problem in _KINDS:
        return _("Sagen kan ikke afgøres endnu. {why} Se under Arket.").format(why=_(_KINDS[problem].what))
    return _("Sagen kan afgøres om et øjeblik: arket har ikke bekræftet sagsnummeret endnu.")
