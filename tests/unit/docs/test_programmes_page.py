"""The page for authors of programme documents says what is true of the format."""

import re
from pathlib import Path
from typing import get_args

import pytest

from integrations.programmes import document
from rules.checks import Rule
from rules.checks.base import Fields, RowRule, Saying, TableRule
from rules.programme.loading import load
from rules.programme.model import (
    AllocationPolicy,
    Cohort,
    Form,
    Meeting,
    Programme,
    Question,
    QuestionType,
    Retention,
    Window,
)

PAGE = (Path(__file__).parents[3] / "docs" / "programmes.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## The rules")[2]
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
RULES: tuple[type[RowRule | TableRule], ...] = get_args(get_args(Rule)[0])


def named(text: str) -> set[str]:
    """The words that stand as code, quotation marks left out."""
    return {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"\w+", code)}


def row_of(kind: str) -> str:
    """The line about this kind of rule."""
    (row,) = (line for line in TABLE.splitlines() if line.startswith(f"| `{kind}` | "))
    return row


@pytest.mark.parametrize(
    "part", [Programme, Window, Form, Question, Cohort, Meeting, AllocationPolicy, Retention, Fields]
)
def test_every_field_of_a_document_is_named(part: type[Programme]) -> None:
    """Sections and their keys, the parts of `fields` too."""
    assert sorted(set(part.model_fields) - named(PAGE)) == []


def test_every_type_of_question_is_named() -> None:
    """How an answer can be written and read."""
    assert sorted(set(map(str, QuestionType)) - named(PAGE)) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_every_kind_of_rule_has_its_row_with_all_parameters(rule: type[RowRule | TableRule]) -> None:
    """Parameters and further cases stand in the row; what every rule has is said once above."""
    kind = str(rule.model_fields["kind"].default)
    own = set(rule.model_fields) - set(Saying.model_fields) - {"kind"}
    assert sorted(own - named(row_of(kind))) == []


def test_the_table_has_no_other_kinds() -> None:
    """A rule that is gone is gone from the page."""
    rows = re.findall(r"^\| `(\w+)` \| ", TABLE, re.MULTILINE)
    assert sorted(rows) == sorted(str(rule.model_fields["kind"].default) for rule in RULES)


def test_the_example_is_a_programme() -> None:
    """What is shown whole can be used as it is."""
    assert load(EXAMPLES[0]).id == "seminar-2027"


@pytest.mark.parametrize("rules", EXAMPLES[1:], ids=range(1, len(EXAMPLES)))
def test_the_rules_shown_can_be_put_into_a_document(rules: str) -> None:
    """Each further example is a rule that a shipped document takes."""
    before, statuses, after = document("individual").partition("[statuses]")
    taken = load(f"{before}{rules}\n{statuses}{after}")
    assert len(taken.rules) == len(load(document("individual")).rules) + 1
