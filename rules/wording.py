"""Words in the sheet's decision columns: how states and cohorts are written and read there."""

from rules.folding import words
from rules.programme.model import Programme
from rules.state import Status


def status_word(programme: Programme, status: Status) -> str:
    """How a state is written in the sheet: in Danish, whatever the language of the pages."""
    return programme.statuses[status].text.da


def status_of(programme: Programme, typed: str) -> Status | None:
    """The state that a typed word means, or None. Case, blanks, accents and punctuation do not matter."""
    known = words(typed)
    for status, wording in programme.statuses.items():
        if known and known in map(words, (wording.text.da, wording.text.en, *wording.aliases)):
            return status
    return None


def cohort_word(programme: Programme, cohort_id: str) -> str:
    """How a cohort is written in the sheet; "" for none, and an unknown id as it is."""
    cohort = programme.cohort(cohort_id)
    return cohort.name.da if cohort else cohort_id


def cohort_of(programme: Programme, typed: str) -> str | None:
    """The id of the cohort that a typed word means, "" for a blank, or None where no cohort is called so."""
    known = words(typed)
    if not known:
        return "" if not typed.strip() else None
    for cohort in programme.cohorts:
        if known in map(words, (cohort.id, cohort.name.da, cohort.name.en, *cohort.aliases)):
            return cohort.id
    return None
