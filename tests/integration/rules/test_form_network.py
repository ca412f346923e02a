"""The sheet of the 2024 form, judged by the shipped network programme, row by row."""

from pathlib import Path

import pytest

from integrations.programmes import read_programme
from integrations.tables import read_table, write_table
from rules.finding import Judgement
from rules.keys import assign_keys
from rules.reading import read
from rules.validation import validate

FORM = Path(__file__).parents[2] / "data" / "form-network.csv"
NETWORK = read_programme("network")

Findings = list[tuple[str, str]]
OK: tuple[str, Findings] = ("ok", [])

EXPECTED: dict[int, tuple[str, Findings]] = {
    2: OK,
    3: OK,
    4: ("person", [("duplicate", "D4")]),
    5: ("person", [("composition", "I5")]),
    6: ("person", [("sector", "F6")]),
    7: ("ineligible", [("sector_outside", "F7")]),
    8: ("person", [("size", "H8"), ("size_too_many", "H8")]),
    9: ("person", [("composition", "I9"), ("contact_employees", "M9"), ("not_decided", "T9")]),
    10: OK,
    11: ("person", [("duplicate", "D11")]),
    12: ("person", [("cpr", "U12"), ("email", "O12"), ("municipality", "C12"), ("phone", "P12")]),
    13: ("person", [("deadline", "A13")]),
}
"""Outcome, and codes with cells, of each row."""


def judged(path: Path) -> dict[int, Judgement]:
    """Every application of a file by its row."""
    reading = read(NETWORK, read_table(path))
    assert reading.findings == ()
    applications = assign_keys(reading.applications)
    judgements = validate(NETWORK, applications)
    return {application.row: judgements[application.key] for application in applications}


def told(judgements: dict[int, Judgement]) -> dict[int, tuple[str, Findings]]:
    """Outcome and sorted findings by row."""
    return {
        row: (str(judgement.outcome), sorted((f.code, f.cell) for f in judgement.findings))
        for row, judgement in judgements.items()
    }


@pytest.fixture(scope="module")
def form() -> dict[int, Judgement]:
    """The judgements on the form's sheet as it was handed over."""
    return judged(FORM)


def test_every_row_is_judged_as_the_programme_means(form: dict[int, Judgement]) -> None:
    """Outcome, codes and cells of all twelve responses."""
    assert told(form) == EXPECTED


def test_xlsx_of_the_same_sheet_is_judged_the_same(tmp_path: Path, form: dict[int, Judgement]) -> None:
    """The kind of file makes no difference."""
    path = tmp_path / "form.xlsx"
    write_table(path, read_table(FORM))
    assert told(judged(path)) == told(form)


def test_order_of_the_rows_changes_no_judgement(tmp_path: Path, form: dict[int, Judgement]) -> None:
    """A sheet sorted the other way is judged the same, cells following the rows."""
    table = read_table(FORM)
    path = tmp_path / "sorted.csv"
    write_table(path, table.model_copy(update={"rows": (table.rows[0], *reversed(table.rows[1:]))}))
    outcomes = {15 - row: judgement.outcome for row, judgement in judged(path).items()}
    assert outcomes == {row: judgement.outcome for row, judgement in form.items()}


def test_cpr_number_is_shown_nowhere(form: dict[int, Judgement]) -> None:
    """What the findings carry has no trace of the number that the applicant wrote."""
    assert "010170" not in "".join(judgement.model_dump_json() for judgement in form.values())


def test_findings_are_worded_with_the_question_to_ask(form: dict[int, Judgement]) -> None:
    """The consultant reads what is wrong and what to ask, in both languages."""
    (composition,) = form[5].findings
    assert composition.say() == "På deltagerlisten mangler en arbejdsmiljørepræsentant (AMR)."
    assert composition.say("en") == (
        "The list of participants lacks a working-environment representative (AMR)."
    )
    (late,) = form[13].findings
    assert late.say() == "Ansøgningen kom 19.06.2024 00.04, efter fristen 18.06.2024 23.59."
    unasked = {f.code for j in form.values() for f in j.findings if not (f.ask() and f.ask("en"))}
    assert unasked == {"sector_outside"}
