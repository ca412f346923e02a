"""The wording of what the reader finds, in both languages."""

from rules.base import Text
from rules.checks.masking import mask
from rules.finding import Finding, Outcome

_WORDING = {
    "no_headers": Text(
        da="Ingen række ligner overskrifterne i skemaet. Er det det rigtige ark?",
        en="No row looks like the form's headers. Is this the right sheet?",
    ),
    "missing_column": Text(
        da="Kolonnen »{header}« findes ikke i række {row}.", en="There is no column “{header}” in row {row}."
    ),
    "duplicate_header": Text(
        da="Overskriften »{header}« står både i {first} og {second}. Kun {first} læses.",
        en="The header “{header}” stands in both {first} and {second}. Only {first} is read.",
    ),
    "merged_cells": Text(
        da="Cellerne {range} er flettet. Kun {first} kan læses; ophæv fletningen.",
        en="The cells {range} are merged. Only {first} can be read; please unmerge them.",
    ),
    "second_header": Text(
        da="Række {row} gentager overskrifterne og er sprunget over.",
        en="Row {row} repeats the headers and was skipped.",
    ),
    "note": Text(
        da="Række {row} ser ud til at være en note og ikke en ansøgning; den er sprunget over.",
        en="Row {row} seems to be a note, not an application; it was skipped.",
    ),
    "duplicate_key": Text(
        da="Sagsnummeret {value} står både i {first} og {second}.",
        en="The case number {value} stands in both {first} and {second}.",
    ),
    "bad_key": Text(da="»{value}« er ikke et sagsnummer.", en="“{value}” is not a case number."),
    "unreadable": Text(da="»{value}« kan ikke læses som {kind}.", en="“{value}” can't be read as {kind_en}."),
    "unreadable_line": Text(
        da="»{value}« kan ikke læses som en deltager.", en="“{value}” can't be read as a participant."
    ),
    "cell_error": Text(
        da="Cellen viser fejlen {value}, ikke et svar.", en="The cell shows the error {value}, not an answer."
    ),
}
_QUESTION = {
    "unreadable": Text(
        da="Vi kan ikke læse jeres svar på »{label}«: »{value}«. Vil I skrive det igen?",
        en="We can't read your answer to “{label}”: “{value}”. Could you write it again?",
    ),
    "unreadable_line": Text(
        da="På jeres deltagerliste står der »{value}«. Hvem er det? Skriv gerne navn, rolle og e-mail.",
        en="Your list of participants says “{value}”. Who is that? Please give name, role and e-mail.",
    ),
}


def finding(
    code: str, outcome: Outcome, *, cell: str = "", field: str = "", value: str = "", **params: object
) -> Finding:
    """A finding of the reader; CPR numbers are masked in its value and parameters."""
    shown = mask(value)
    return Finding(
        code=code,
        outcome=outcome,
        cell=cell,
        field=field,
        value=shown,
        params=(("value", shown), *((name, mask(str(given))) for name, given in params.items())),
        message=_WORDING[code],
        question=_QUESTION.get(code),
    )
