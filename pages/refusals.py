"""Why the desk refused a command, in words."""

from collections.abc import Mapping
from datetime import datetime

from pages import words
from rules.allocation.lottery.wording import REFUSALS as LOTTERY
from rules.allocation.wording import REFUSALS, STEP_REFUSALS
from rules.people import Role
from rules.programme.model import Programme
from rules.state import Refused, Status
from texts import N_, _, language, moment, number

ALLOCATION = {**REFUSALS, **LOTTERY, **STEP_REFUSALS}
_WORDS: Mapping[str, str] = {
    "nothing_changes": N_("Der er ikke noget at gemme: sagen står sådan i forvejen."),
    "not_reopened": N_("Sagen er lukket ({before}). Genåbn den først ved at sætte den til modtaget."),
    "move_not_allowed": N_("En sag kan ikke gå fra {before} til {after}."),
    "cohort_missing": N_("Vælg et hold til {status}."),
    "cohort_unknown": N_("Holdet {cohort} findes ikke i programmet."),
    "cohort_needless": N_("Der står et hold ({cohort}), men sagen har ingen plads på et hold ({status})."),
    "reason_missing": N_(
        "Skriv en begrundelse. Den skal bruges, når man giver afslag eller genåbner en sag."
    ),
    "stale": N_(
        "{by} har afgjort sagen imens ({status}). Se det nye, og afgør sagen igen, hvis den skal ændres."
    ),
    "answers_changed": N_(
        "Svarene er ændret, siden du åbnede sagen: {fields}. Se dem igennem, før du gemmer."
    ),
    "nothing_to_undo": N_("Der er ikke noget at fortryde på {key}."),
    "not_allowed": N_("Din rolle ({role}) må ikke gøre det."),
    "unknown_key": N_("Der er ingen ansøgning med nummeret {key}."),
    "not_reconciled": N_(
        "{key} kan ikke afgøres endnu: arket har ikke bekræftet, hvilken række sagen hører til. "
        "Vent et øjeblik, eller se under Arket."
    ),
    "unknown_item": N_("Punktet findes ikke mere."),
    "item_settled": N_("{by} har ordnet det ({at})."),
    "identity_taken": N_("Svarene i rækken hører til {key}. Flyt dem tilbage i regnearket."),
    "unknown_choice": N_("Det valg findes ikke for dette punkt."),
    "token_missing": N_("Siden er for gammel. Genindlæs den, og prøv igen."),
    "form_not_yet": N_("Formularen åbner først {opens}."),
    "form_closed": N_("Fristen var {closes}, så formularen er lukket."),
    "answers_incomplete": N_("Der mangler noget i svarene. Se teksterne ved felterne."),
    "not_waiting": N_("{key} står ikke på venteliste ({status})."),
    "rank_reason_missing": N_("Skriv, hvorfor gruppen skal have en anden plads på ventelisten."),
    "allocation_stale": N_("Der er sket noget, siden forslaget blev lavet. Lav et nyt."),
    "already_erased": N_("Oplysningerne i {key} er allerede slettet ({at})."),
    "erasure_reason_missing": N_("Skriv, hvorfor oplysningerne skal slettes før tid."),
    "erasure_still_open": N_("{key} er {status}. Giv afslag, eller notér, at den er trukket tilbage, først."),
    "other_programme": N_("Dokumentet er et andet program: {programme}."),
    "unknown_word": N_("Ordet »{word}« kendes ikke."),
    "over_limit": N_(
        "{cohort} ville få {participants} deltagere (plads til {participants_max}) i {groups} grupper "
        "(plads til {groups_max}). Skal det være alligevel, så skriv hvorfor."
    ),
}

KNOWN = frozenset(_WORDS) | frozenset(ALLOCATION)
"""Every code that has words."""


def wording(refused: Refused, programme: Programme) -> str:
    """The refusal in the language of now; a code without words is named, so that it can be reported."""
    params = {name: _said(name, value, programme) for name, value in refused.params.items()}
    if refused.code in ALLOCATION:
        return ALLOCATION[refused.code].say(language(), **params)
    if refused.code not in _WORDS:
        return _("Det kunne ikke lade sig gøre ({code}). Intet blev gemt.").format(code=refused.code)
    return _(_WORDS[refused.code]).format_map(params)


def _said(name: str, value: object, programme: Programme) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_said(name, one, programme) for one in value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Role):
        return words.role(value)
    return _named(name, str(value), programme)


def _named(name: str, value: str, programme: Programme) -> str:
    """What an id is called, by the name of the parameter: an item of the inbox keeps ids as text."""
    if name in {"before", "after", "status"} and value in set(Status):
        return words.status(programme, Status(value)).lower()
    if name in {"cohort", "cohorts"}:
        return words.cohort(programme, value)
    return words.question(programme, value) if name == "fields" else value
