"""Rules in CEL: compiled when the document is loaded, safe with blanks, never a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.base import Cell, Text
from rules.checks.expression import Expression
from rules.checks.sector import Sector
from tests.unit.checks.made import codes, found

MESSAGE = Text(da="Passer ikke: {value}.", en="Does not fit: {value}.")


def rule(expression: str, field: str = "") -> Expression:
    """A rule with one expression."""
    return Expression(code="odd", expression=expression, field=field, message=MESSAGE)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("decided == true", []),
        ("attended_before == true", ["odd"]),
        ("size == 3 && size <= 6", []),
        ("size(participants) == size", []),
        ("participants.exists(p, p.role == 'AMR')", []),
        ("participants.all(p, p.email.endsWith('@s.example'))", ["odd"]),
        ("municipality in ['Randers', 'Odense']", []),
        ("timestamp < timestamp('2024-06-18T22:00:00Z')", []),
        ("motivation.size() > 10", []),
        ("size > 'x'", ["odd_failed"]),
        ("unknown_question == 1", ["odd_failed"]),
        ("size", ["odd_failed"]),
        ("size / 0 == 1", ["odd_failed"]),
        ("size == 3.0", []),
    ],
)
def test_expression_is_evaluated_on_the_answers(expression: str, expected: list[str]) -> None:
    """True passes, false is found, and what can't be evaluated needs a person."""
    assert codes(rule(expression)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("decided == true", ["odd"]),
        ("decided == null", []),
        ("motivation == ''", []),
        ("motivation.size() < 10", []),
        ("size == null || size > 3", []),
        ("size > 3", ["odd_failed"]),
        ("size(participants) == 0", []),
        ("wish_2 != wish_1", ["odd"]),
    ],
)
def test_blank_answers_are_safe(expression: str, expected: list[str]) -> None:
    """Blank texts are "", blank lists empty, other blanks null."""
    blanks: dict[str, Cell] = dict.fromkeys(
        ("decided", "motivation", "size", "participants", "wish_1", "wish_2")
    )
    assert codes(rule(expression), **blanks) == expected


def test_finding_points_at_the_field_or_the_first_variable() -> None:
    """Without a field of its own the rule points at the first question that it asks about."""
    assert [f.cell for f in found(rule("size > 5", field="motivation"))] == ["U2"]
    (finding,) = found(rule("size > 5"))
    assert (finding.cell, finding.say("en")) == ("H2", "Does not fit: 3.")


@pytest.mark.parametrize("expression", ["1 +", "", "size >", "a b", "'open"])
def test_faulty_expression_is_refused_when_the_document_is_loaded(expression: str) -> None:
    """A fault is found before any application is judged."""
    with pytest.raises(ValidationError):
        rule(expression)


def test_variables_are_known() -> None:
    """What an expression refers to can be checked against the programme's questions."""
    assert rule("b > a && size(participants) > 1").variables == ("a", "b", "participants")


def test_names_that_a_macro_binds_are_no_variables() -> None:
    """`p` in `exists(p, …)` is the expression's own; a document that uses it names no unknown question."""
    bound = rule("participants.exists(p, p.role == 'TR') && participants.map( q , q.name).all(n, n != a)")
    assert bound.variables == ("a", "participants")


def test_unknown_placeholder_is_refused_when_the_document_is_loaded() -> None:
    """Wording that could not be filled in is found before anybody reads it."""
    with pytest.raises(
        ValidationError, match=r"unknown placeholder \{navn\}; these are known: \{label\}, \{value\}"
    ):
        Sector(message=Text(da="{navn} mangler", en="{navn} is missing"))


@given(
    st.sampled_from(
        ["size > 3", "decided == true", "motivation.matches('a+')", "participants.exists(p, p.name == '')"]
    ),
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
)
def test_no_answer_crashes_an_expression(expression: str, cell: Cell) -> None:
    """Whatever stands in the cells, the rule says yes, no, or that it can't tell."""
    cells = dict.fromkeys(("size", "decided", "motivation", "participants"), cell)
    assert set(codes(rule(expression), **cells)) <= {"odd", "odd_failed"}
