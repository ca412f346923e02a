"""`samhold allocate`: the contract of its JSON, decisions in every form, and what must not matter."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from cli.commands import app

FORM = Path(__file__).parents[2] / "data" / "form-network.csv"
SAMHOLD = Path(sys.executable).parent / "samhold"
run = CliRunner().invoke


def asked(file: Path, *options: str) -> tuple[int, Any]:
    """Exit code and JSON of an allocation."""
    result = run(app, ["allocate", str(file), "--programme", "network", "--json", *options])
    return result.exit_code, json.loads(result.stdout)


def allotted(file: Path = FORM, *options: str) -> Any:
    """The JSON of an allocation that was done and proved."""
    code, answer = asked(file, *options)
    assert code == 0
    return answer


def keys() -> dict[int, str]:
    """The case numbers of the form's rows."""
    result = run(app, ["validate", str(FORM), "--programme", "network", "--json"])
    return {one["row"]: one["key"] for one in json.loads(result.stdout)["applications"]}


def decided(file: Path, *rows: Sequence[str], header: Sequence[str] = ("key", "status", "cohort")) -> Path:
    """A CSV file of decisions."""
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return file


def crowd(file: Path, groups: int = 70, *, shuffle: int | None = None) -> Path:
    """More clean applications than there is room for: copies of row 2 with other names, towns and sizes."""
    with FORM.open(encoding="utf-8", newline="") as source:
        header, first, *_ = csv.reader(source)
    towns = ["Aarhus", "Odense", "Vejle", "Kolding", "Randers", "Horsens", "Silkeborg"]
    rows = []
    for n in range(groups):
        size, row = 3 + n % 4, list(first)
        people = [f"Lone Kragh, leder, l{n}@s.example", f"Jens Bach, TR, j{n}@s.example"]
        people += [f"Ida Holm, AMR, i{n}@s.example"]
        people += [f"Nr {m}, medarbejder, m{m}{n}@s.example" for m in range(3, size)]
        row[2:4], row[7:9] = [towns[n % 7], f"Skole {chr(65 + n % 26)}{n}"], [str(size), "\n".join(people)]
        row[16:18] = [("Aarhus", "Odense"), ("Odense", "Aarhus"), ("Odense", ""), ("Ingen præference", "")][
            n % 4
        ]
        rows.append(row)
    if shuffle is not None:
        random.Random(shuffle).shuffle(rows)
    return decided(file, *rows, header=header)


def test_json_has_exactly_the_names_of_the_contract(tmp_path: Path) -> None:
    """Five lists and figures, with the names that were promised."""
    answer = allotted(crowd(tmp_path / "crowd.csv"), "--decisions", str(decided(tmp_path / "d.csv")))
    assert list(answer) == ["assignments", "waitlist", "left_out", "levels", "seconds"]
    assert {tuple(one) for one in answer["assignments"]} == {("row", "key", "cohort")}
    assert {tuple(one) for one in answer["waitlist"]} == {("row", "key", "rank", "reason")}
    assert {tuple(one) for one in answer["levels"]} == {
        ("name", "value", "proven", "bound", "engine", "version", "seconds")
    }
    assert {one["engine"] for one in answer["levels"]} == {"HiGHS"}
    assert {tuple(one) for one in allotted()["left_out"]} == {("row", "key", "reason")}


def test_network_form_places_the_three_that_are_ok() -> None:
    """Each of the three gets its first wish; the other nine are left out with the reason."""
    answer = allotted()
    assert [(one["row"], one["cohort"]) for one in answer["assignments"]] == [
        (2, "aarhus"),
        (3, "odense"),
        (10, "odense"),
    ]
    assert answer["waitlist"] == []
    assert {one["row"]: one["reason"] for one in answer["left_out"]} == {
        **dict.fromkeys((4, 5, 6, 8, 9, 11, 12, 13), "needs_a_person"),
        7: "not_eligible",
    }
    assert [(one["name"], one["value"], one["proven"]) for one in answer["levels"]] == [
        ("minima", 21, True),
        ("priority", 0, True),
        ("places", 11, True),
        ("draw", 3, True),
        ("wishes", 11, True),
        ("wishes_2", 0, True),
        ("spread", 2, True),
        ("tie_break", 3, True),
    ]


def test_crowd_fills_every_seat_and_nobody_is_dropped(tmp_path: Path) -> None:
    """Ninety people get places, within 14 groups a cohort; everyone else waits, ranked without a gap."""
    answer = allotted(crowd(tmp_path / "crowd.csv"), "--seed", "3")
    levels = {one["name"]: one["value"] for one in answer["levels"]}
    placed = [one["cohort"] for one in answer["assignments"]]
    assert (levels["places"], max(placed.count(c) for c in ("aarhus", "odense")) <= 14) == (90, True)
    assert [one["rank"] for one in answer["waitlist"]] == list(range(1, len(answer["waitlist"]) + 1))
    everyone = [one["key"] for part in ("assignments", "waitlist", "left_out") for one in answer[part]]
    assert (len(everyone), len(set(everyone))) == (70, 70)


def test_order_of_rows_never_matters(tmp_path: Path) -> None:
    """The same responses in another order: the same keys in the same cohorts and on the same ranks."""
    answers = [allotted(crowd(tmp_path / f"{shuffle}.csv", shuffle=shuffle)) for shuffle in (None, 1, 2)]
    told = [
        (
            sorted((one["key"], one["cohort"]) for one in answer["assignments"]),
            [(one["rank"], one["key"], one["reason"]) for one in answer["waitlist"]],
            [{**one, "seconds": None} for one in answer["levels"]],
        )
        for answer in answers
    ]
    assert told[1:] == [told[0], told[0]]


def test_fresh_processes_agree_and_the_seed_decides(tmp_path: Path) -> None:
    """The installed command gives one answer whatever the hash seed, and another with another seed."""
    file = crowd(tmp_path / "crowd.csv")

    def assigned(seed: str, hash_seed: str) -> Any:
        command = [str(SAMHOLD), "allocate", str(file), "--programme", "network", "--seed", seed, "--json"]
        done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": hash_seed})
        return json.loads(done.stdout)["assignments"]

    first = assigned("1", "1")
    assert assigned("1", "2") == first
    assert assigned("2", "1") != first


def test_decisions_pin_clear_and_close(tmp_path: Path) -> None:
    """Approved with a cohort stays; without one or waitlisted takes part; declined and withdrawn don't."""
    key = keys()
    file = decided(
        tmp_path / "decisions.csv",
        (key[2], "approved", "odense"),
        (key[3], "withdrawn", ""),
        (key[5], "approved", ""),
        (key[6], "waitlisted", ""),
        (key[7], "declined", ""),
        (key[10], "clarification", ""),
    )
    answer = allotted(FORM, "--decisions", str(file))
    assert {one["row"]: one["cohort"] for one in answer["assignments"]} == {
        2: "odense",
        5: "odense",
        6: "odense",
    }
    reasons = {one["row"]: one["reason"] for one in answer["left_out"]}
    assert [reasons[row] for row in (3, 7, 10)] == ["withdrawn", "declined", "clarification"]


def test_declined_duplicate_no_longer_stands_in_the_way(tmp_path: Path) -> None:
    """Rows 4 and 11 are one workplace: once one is withdrawn, the other is judged by itself."""
    file = decided(tmp_path / "decisions.csv", (keys()[4], "withdrawn", ""))
    rows = {one["row"]: one["cohort"] for one in allotted(FORM, "--decisions", str(file))["assignments"]}
    assert rows == {2: "aarhus", 3: "odense", 10: "odense", 11: "aarhus"}


def as_csv(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Decisions as the sheet writes them, in CSV."""
    return decided(folder / "d.csv", *rows, header=("Sagsnr.", "Status", "Hold"))


def as_xlsx(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Decisions as the sheet writes them, in a workbook with a title above."""
    book = Workbook()
    for row in [("Afgørelser",), (), ("Hold", "Sagsnr.", "Status")]:
        book.worksheets[0].append(row)
    for key, status, cohort in rows:
        book.worksheets[0].append((cohort, key, status))
    book.save(folder / "d.xlsx")
    return folder / "d.xlsx"


def as_json(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Decisions as an object with a list."""
    listed = [{"key": key, "status": status, "cohort": cohort} for key, status, cohort in rows]
    (folder / "d.json").write_text(json.dumps({"decisions": listed}), encoding="utf-8")
    return folder / "d.json"


@pytest.mark.parametrize("form", [as_csv, as_xlsx, as_json])
def test_decisions_are_read_from_csv_xlsx_and_json(form: Any, tmp_path: Path) -> None:
    """Danish words, another order of columns and lower case in the case number are all understood."""
    file = form(tmp_path, [(keys()[2].lower(), "Godkendt", "Odense")])
    assert allotted(FORM, "--decisions", str(file))["assignments"][0]["cohort"] == "odense"


def test_decision_columns_of_the_file_itself_count(tmp_path: Path) -> None:
    """A downloaded sheet with its case numbers, statuses and cohorts needs no file beside it."""
    with FORM.open(encoding="utf-8", newline="") as source:
        header, *rows = csv.reader(source)
    key = keys()
    own = [[key[n], "Godkendt" if n == 2 else "", "Odense" if n == 2 else ""] for n in range(2, 14)]
    file = decided(
        tmp_path / "sheet.csv",
        *[[*row, *mine] for row, mine in zip(rows, own, strict=True)],
        header=[*header, "Sagsnr.", "Status", "Hold"],
    )
    assert {one["key"]: one["cohort"] for one in allotted(file)["assignments"]}[key[2]] == "odense"


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("B4N-S9R6", "perhaps", ""), "decision_status", "B2"),
        (("B4N-S9R6", "approved", "Skive"), "decision_cohort", "C2"),
        (("17", "approved", ""), "decision_key", "A2"),
        (("D2B-BBBK", "approved", ""), "decision_unknown_key", ""),
    ],
)
def test_decision_that_cannot_be_understood_stops_and_is_named(
    row: tuple[str, str, str], code: str, cell: str, tmp_path: Path
) -> None:
    """An unknown word, cohort or case number is an input fault that says where it stands."""
    from rules.keys import case_number

    known = {"B4N-S9R6": keys()[2], "D2B-BBBK": case_number("nobody")}
    file = decided(tmp_path / "d.csv", (known.get(row[0], row[0]), *row[1:]))
    exit_code, answer = asked(FORM, "--decisions", str(file))
    place = known["D2B-BBBK"] if code == "decision_unknown_key" else f"d.csv, cell {cell}:"
    assert (exit_code, answer["error"]["code"], place in answer["error"]["message"]) == (3, code, True)


def test_two_decisions_on_one_case_are_refused(tmp_path: Path) -> None:
    """Which of them holds is for a person to say."""
    key = keys()[2]
    file = decided(tmp_path / "d.csv", (key, "approved", "odense"), (key, "declined", ""))
    exit_code, answer = asked(FORM, "--decisions", str(file))
    assert (exit_code, answer["error"]["code"]) == (3, "decision_twice")


def test_decisions_beyond_a_limit_are_refused_with_those_that_clash(tmp_path: Path) -> None:
    """Twelve groups of four to six can't all be in Odense; with a named override they can."""
    file = crowd(tmp_path / "crowd.csv")
    taken = [one["key"] for one in allotted(file)["assignments"]]
    rows = [(key, "approved", "odense") for key in taken]
    exit_code, answer = asked(file, "--decisions", str(decided(tmp_path / "d.csv", *rows)))
    assert (exit_code, answer["error"]["code"]) == (1, "allocation_pins_beyond_participants")
    assert "odense" in answer["error"]["message"]
    header = ("key", "status", "cohort", "override")
    beyond = decided(tmp_path / "b.csv", *[(*row, "lovet") for row in rows], header=header)
    cohorts = {one["key"]: one["cohort"] for one in allotted(file, "--decisions", str(beyond))["assignments"]}
    assert {cohorts[key] for key in taken} == {"odense"}


def test_no_time_is_said_honestly(tmp_path: Path) -> None:
    """With no time to solve in, nothing is proved, and the exit code says so."""
    exit_code, answer = asked(crowd(tmp_path / "crowd.csv"), "--time-limit", "0")
    open_levels = {one["name"] for one in answer["levels"] if not one["proven"]}
    assert (exit_code, open_levels >= {"places", "draw", "wishes", "tie_break"}) == (1, True)


def test_words_give_the_reasons_in_the_language_asked_for(tmp_path: Path) -> None:
    """Waitlist, those left out and the proof are told in words."""
    result = run(app, ["allocate", str(crowd(tmp_path / "c.csv")), "--programme", "network", "--lang", "en"])
    lines = result.stdout.splitlines()
    assert (result.exit_code, "Waitlist" in lines, "Reached" in lines) == (0, True, True)
    assert [line.split() for line in lines if line.startswith("places")] == [["places", "90", "proved"]]


def test_file_without_known_headers_is_an_input_fault(tmp_path: Path) -> None:
    """Another table altogether is refused in words."""
    exit_code, answer = asked(decided(tmp_path / "other.csv", ("1", "2", "3")))
    assert (exit_code, answer["error"]["code"]) == (3, "no_responses")


def test_double_check_says_that_another_engine_proved_the_same(tmp_path: Path) -> None:
    """SCIP proves every level of the crowd's allocation again, and that no other answer is as good."""
    exit_code, answer = asked(crowd(tmp_path / "crowd.csv"), "--double-check")
    checked = answer["double_check"]
    assert (exit_code, checked["engine"], checked["alone"]) == (0, "SCIP", True)
    assert [step["best"] for step in checked["steps"]] == [step["value"] for step in checked["steps"]]
