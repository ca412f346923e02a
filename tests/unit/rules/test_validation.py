"""Judging incrementally: what did not change costs nothing, and the answer is the same as from scratch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.application import Application
from rules.base import Cell
from rules.finding import Outcome
from rules.validation import Validator, validate
from tests.unit.checks.made import NETWORK, applied

TOWNS = ("Randers", "Odense", "Kolding", "Vejle")


def several(count: int, **changes: Cell) -> list[Application]:
    """Sound applications of different workplaces in four towns."""
    return [
        applied({"municipality": TOWNS[n % 4], "workplace": f"Team {n}", **changes}, key=f"K{n}", row=n + 2)
        for n in range(count)
    ]


def test_sound_applications_are_ok() -> None:
    """No finding, no doubt."""
    assert [j.outcome for j in validate(NETWORK, several(8)).values()] == [Outcome.OK] * 8


def test_gravest_finding_decides() -> None:
    """A regional workplace with a bad phone number is not eligible."""
    application = applied({"sector": "Regional", "leader_phone": "1"})
    assert validate(NETWORK, [application])["K1"].outcome is Outcome.INELIGIBLE


def test_error_in_a_cell_is_said_once_and_asked_of_nobody() -> None:
    """A formula's error is no answer: no rule judges it as one, and the applicant is not asked about it."""
    (finding,) = validate(NETWORK, [applied({"leader_phone": "#N/A"})])["K1"].findings
    assert (finding.code, finding.cell, finding.ask()) == ("cell_error", "L2", "")


def test_unreadable_answer_needs_a_person() -> None:
    """What the reader could not understand is part of the judgement."""
    judgement = validate(NETWORK, [applied({"size": "mange"})])["K1"]
    assert [(f.code, f.cell) for f in judgement.findings] == [("unreadable", "H2")]


def test_one_changed_row_costs_one_row_and_its_block() -> None:
    """Of two hundred applications, the one that changed is judged again, and the municipality it is in."""
    validator = Validator(NETWORK)
    applications = several(200)
    validator.judge(applications)
    rows, blocks = validator.row_checks, validator.block_checks
    applications[17] = applied({"municipality": TOWNS[1], "workplace": "Team 21"}, key="K17", row=19)
    judgements = validator.judge(applications)
    table_rules = sum(rule.kind in {"duplicate", "workplace_limit"} for rule in NETWORK.rules)
    assert (validator.row_checks - rows, validator.block_checks - blocks) == (1, table_rules)
    assert [key for key, j in judgements.items() if j.findings] == ["K17", "K21"]


def test_nothing_changed_costs_nothing() -> None:
    """The same applications again are not judged again, nor are equal ones made anew."""
    validator = Validator(NETWORK)
    before = validator.judge(several(50))
    counts = (validator.row_checks, validator.block_checks)
    again = several(50)
    assert validator.judge(again) == before
    assert validator.row_checks == counts[0]
    assert validator.judge(again) == before
    assert validator.row_checks == counts[0]


def test_moved_row_is_not_judged_again_but_pointed_at_anew() -> None:
    """A sorted sheet changes addresses, not judgements."""
    validator = Validator(NETWORK)
    validator.judge([applied({"leader_phone": "1"}, key="K1", row=2)])
    moved = validator.judge([applied({"leader_phone": "1"}, key="K1", row=9)])
    assert (validator.row_checks, [f.cell for f in moved["K1"].findings]) == (1, ["L9"])


def test_duplicate_is_forgotten_when_the_other_is_gone() -> None:
    """A removed or inactive application counts no more."""
    validator = Validator(NETWORK)
    pair = [applied({}, key="K1", row=2), applied({}, key="K2", row=3)]
    assert [f.code for f in validator.judge(pair)["K1"].findings] == ["duplicate"]
    assert validator.judge(pair, inactive={"K2"})["K1"].findings == ()
    assert [f.code for f in validator.judge(pair)["K1"].findings] == ["duplicate"]
    assert validator.judge(pair[:1])["K1"].findings == ()


@pytest.mark.parametrize("keys", [("K1", "K1"), ("", "K1")])
def test_applications_need_keys_of_their_own(keys: tuple[str, str]) -> None:
    """Without one key each, judgements could not be told apart."""
    with pytest.raises(ValueError, match="key of its own"):
        validate(NETWORK, [applied({}, key=key) for key in keys])


STATES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["Randers", "Odense", ""]),
        st.sampled_from(["Team 1", "Team 2", "Solstrålen", "Solstraalen"]),
        st.sampled_from(["1", "86123456"]),
    ),
    unique_by=lambda state: state[0],
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STATES, st.sets(st.integers(0, 5))), min_size=1, max_size=5))
def test_judging_step_by_step_is_judging_at_once(
    history: list[tuple[list[tuple[int, str, str, str]], set[int]]],
) -> None:
    """Whatever came, went, moved or changed before, the judgement is the one from scratch."""
    validator = Validator(NETWORK)
    for states, inactive in history:
        applications = [
            applied({"municipality": town, "workplace": place, "leader_phone": phone}, key=f"K{n}", row=row)
            for row, (n, town, place, phone) in enumerate(states, start=2)
        ]
        keys = {f"K{n}" for n in inactive}
        assert validator.judge(applications, inactive=keys) == Validator(NETWORK).judge(
            applications, inactive=keys
        )
