"""Faults of programme documents: each with its line, its path, what is wrong and the cure."""

import tomllib
from copy import deepcopy
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

import pytest
import tomlkit

from integrations.programmes import document
from rules.programme.fault import Fault
from rules.programme.loading import DocumentFaults, load

NETWORK = document("network")

Edit = tuple[str, str]


def edited(*edits: Edit) -> str:
    """The network document with the first of each text replaced."""
    text = NETWORK
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def faults_of(text: str) -> tuple[Fault, ...]:
    """The faults with which a document is refused."""
    with pytest.raises(DocumentFaults) as refused:
        load(text)
    return refused.value.faults


def said(text: str) -> list[str]:
    """Path, problem and cure of each fault, in Danish."""
    return [f"{fault.path}: {fault.problem.da} {fault.cure.da}" for fault in faults_of(text)]


CASES = {
    case["name"]: case
    for case in tomllib.loads((Path(__file__).parents[2] / "data" / "programme-faults.toml").read_text())[
        "fault"
    ]
}


@pytest.mark.parametrize("name", CASES)
def test_one_fault_is_said_once_with_path_and_cure(name: str) -> None:
    """A single mistake in a document gives a single fault."""
    case = CASES[name]
    assert said(edited((case["replace"], case["by"]))) == [case["says"]]


@pytest.mark.parametrize(
    ("edit", "stands_on"),
    [
        (("groups_max = 14", "grops_max = 14"), "grops_max"),
        (("groups_max = 14\n", ""), "[[cohorts]]"),
        (("deadline = 2024-06-18", "deadline = 18"), "deadline = 18"),
        (('{ value = "Privat"', '{ value = ""'), '{ value = ""'),
        (("starts = 2024-11-19T10:00:00", "starts = 2023-11-19T10:00:00"), "starts = 2023-11-19"),
        (('kind = "cpr"', 'kind = "crp"'), 'kind = "crp"'),
        (('"decided == true"', '"decidet == true"'), "expression ="),
    ],
)
def test_line_of_a_fault_is_exact(edit: Edit, stands_on: str) -> None:
    """An editor can jump to the very line, also in inline tables and arrays of tables."""
    text = edited(edit)
    line = text[: text.index(stands_on)].count("\n") + 1
    assert line in {fault.line for fault in faults_of(text)}


def test_all_faults_are_said_at_once() -> None:
    """Faults of values, of single keys and between parts stand together, in the order of their lines."""
    text = edited(
        ('timezone = "Europe/Copenhagen"', 'timezone = "Mars"'),
        ("deadline = 2024-06-18", "deadline = 18"),
        ("participants_max = 45", "participants_max = -1"),
        ('{ value = "Regional"', '{ valeu = "Regional"'),
        ('fields = ["email", ', 'fields = ["mail", '),
        ('aliases = ["Afvist", "Nej"]', 'aliases = ["Modtaget"]'),
    )
    assert [fault.path for fault in faults_of(text)] == [
        "timezone",
        "window.deadline",
        "cohorts[0].participants_max",
        "questions[5].options[2].valeu",
        "rules[0].fields",
        "statuses.declined",
    ]


def test_fault_in_one_question_does_not_make_it_seem_missing() -> None:
    """A question with a fault is still there for the rules that name it."""
    assert said(edited(('type = "number"', 'type = "nummer"'))) == [
        "questions[7].type: »nummer« kendes ikke her. Mente du `number`?"
    ]


SYNTAX = {
    'a = "open\nb = 1': (1, "En tekst er ikke lukket."),
    'a = 1\nb = """\nopen\n': (2, "En tekst er ikke lukket."),
    "a = 1\nb = 'open\n": (2, "En tekst er ikke lukket."),
    'a = "C:\\dir"': (1, "En omvendt skråstreg står alene i en tekst."),
    "a = 1\na = 2\n": (2, "Det samme navn er brugt to gange."),
    "[a]\n[b]\n[a]\n": (3, "Det samme navn er brugt to gange."),
    "a = [1, 2\n": (1, "En parentes er ikke lukket, eller et komma mangler i den."),
    "a = { b = 1\n": (1, "En parentes er ikke lukket, eller et komma mangler i den."),
    "a = 1\nb c = 1\n": (2, "Efter navnet mangler et lighedstegn."),
    "a = 1\nb = tekst\n": (2, "Værdien kan ikke læses."),
    "a = 18-06-2024\n": (1, "Der står noget efter værdien."),
    "[a\nb = 1\n": (1, "Overskriften er ikke lukket."),
    "[[a]\nb = 1\n": (1, "Overskriften er ikke lukket."),
    "a = 1\nå = 1\n": (2, "Linjen kan ikke læses."),
}


@pytest.mark.parametrize("text", SYNTAX)
def test_fault_of_toml_itself_is_said_in_plain_words(text: str) -> None:
    """What the TOML reader refuses has its line and a cure too."""
    (fault,) = faults_of(text)
    assert (fault.line, fault.problem.da) == SYNTAX[text]
    assert fault.cure.da
    assert fault.cure.en


def test_say_gives_line_path_problem_and_cure_in_both_languages() -> None:
    """One line of text tells all of it."""
    (fault,) = faults_of(edited(("participants_max = 45", "participants_max = 0")))
    assert fault.say() == (
        f"Linje {fault.line}, cohorts[0].participants_max: Tallet er for lille. Skriv 1 eller mere."
    )
    assert fault.say("en") == (
        f"Line {fault.line}, cohorts[0].participants_max: The number is too small. Write 1 or more."
    )


def test_empty_document_names_every_missing_part() -> None:
    """Somebody who begins from nothing is told what a programme needs."""
    assert [fault.path for fault in faults_of("")] == [
        "id",
        "kind",
        "title",
        "description",
        "contact",
        "window",
        "form",
        "questions",
        "cohorts",
        "statuses",
        "retention",
    ]


_JUNK: tuple[object, ...] = (
    *(0, -1, 1.5, 10**30, float("nan"), float("inf"), True),
    *("", "x", "{x}", "{0}", "{value.__class__}", "{value:>9}", "{", "1 =="),
    *([], [[1]], [{}], ["timestamp"], {}, {"da": "x"}, {"kind": "email"}),
    *(date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC), time(1)),
)


@pytest.mark.parametrize("seed", range(60))
def test_any_change_of_a_document_gives_a_programme_or_its_faults(seed: int) -> None:
    """Whatever is put in or left out, the answer is a programme, or faults with lines of the document."""
    document = tomllib.loads(NETWORK)
    random = Random(seed)
    for _ in range(random.randrange(1, 4)):
        _change(document, random)
    text = tomlkit.dumps(document)
    assert set(_lines_of_faults(text)) <= set(range(1, len(text.splitlines()) + 2))


def _lines_of_faults(text: str) -> list[int]:
    try:
        load(text)
    except DocumentFaults as refused:
        return [fault.line for fault in refused.faults]
    return []


def _change(value: object, random: Random) -> None:
    """Put junk somewhere within the value, or leave something out."""
    keys: list[str] | list[int] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        keys = list(range(len(value)))
    if not keys:
        return
    key = random.choice(keys)
    inner = value[key]  # type: ignore[index]
    if isinstance(inner, dict | list) and inner and random.random() < 0.8:
        _change(inner, random)
    elif random.random() < 0.3:
        del value[key]  # type: ignore[attr-defined]
    else:
        value[key] = deepcopy(random.choice(_JUNK))  # type: ignore[index]
