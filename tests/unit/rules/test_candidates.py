"""Who takes part in an allocation, given what was decided and what the rules say."""

from datetime import UTC, datetime

import pytest

from integrations.programmes import read_programme
from rules.allocation.model import LeftOut, Pin
from rules.application import Answer, Application
from rules.base import Text
from rules.candidates import candidates
from rules.finding import Finding, Judgement, Outcome
from rules.state import Override, Standing, Status

NETWORK = read_programme("network-2024")
WORDS = Text(da="", en="")


def application(size: int | None = 3) -> Application:
    """An application for Aarhus."""
    answers = {
        "size": Answer(question="size", value=size),
        "wish_1": Answer(question="wish_1", text="Aarhus", value="Aarhus"),
    }
    return Application(key="K1", answers=answers)


def sort_one(
    outcome: Outcome,
    status: Status,
    cohort: str = "",
    *,
    size: int | None = 3,
    override: Override | None = None,
) -> tuple[list[str], tuple[Pin, ...], tuple[LeftOut, ...]]:
    """Where one application ends: keys that take part, pins, left out."""
    judgement = Judgement(key="K1", findings=(Finding(code="x", outcome=outcome, message=WORDS),))
    standing = Standing(key="K1", status=status, cohort=cohort, at=datetime.now(UTC), override=override)
    found = candidates(NETWORK, [application(size)], {"K1": judgement}, {"K1": standing})
    return [group.key for group in found.groups], found.pins, found.left_out


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        (Outcome.OK, Status.RECEIVED, ""),
        (Outcome.PERSON, Status.RECEIVED, "needs_a_person"),
        (Outcome.INELIGIBLE, Status.RECEIVED, "not_eligible"),
        (Outcome.PERSON, Status.APPROVED, ""),
        (Outcome.INELIGIBLE, Status.WAITLISTED, ""),
        (Outcome.OK, Status.CLARIFICATION, "clarification"),
        (Outcome.OK, Status.DECLINED, "declined"),
        (Outcome.OK, Status.WITHDRAWN, "withdrawn"),
    ],
)
def test_decision_goes_before_the_rules(outcome: Outcome, status: Status, reason: str) -> None:
    """A person's decision clears or closes an application; without one the rules decide."""
    keys, _, left_out = sort_one(outcome, status)
    assert (keys, left_out) == (([], (LeftOut(key="K1", reason=reason),)) if reason else (["K1"], ()))


@pytest.mark.parametrize("status", [Status.APPROVED, Status.CONFIRMED, Status.OFFERED])
def test_who_holds_a_place_is_pinned_to_it(status: Status) -> None:
    """Approved, confirmed and offered groups stay where they are."""
    assert sort_one(Outcome.OK, status, "odense")[1] == (
        Pin(key="K1", cohort="odense", reason=status, told=True),
    )


def test_override_lets_the_pin_go_beyond_the_limit() -> None:
    """A place beyond the limit stays, by the name of the person who gave it."""
    named = Override(by="Mona Hjort", reason="lovet i telefonen")
    _, pins, _ = sort_one(Outcome.OK, Status.APPROVED, "odense", override=named)
    assert [pin.beyond_limit for pin in pins] == [True]


def test_unknown_size_is_left_out_unless_it_holds_a_place() -> None:
    """Without a number nobody can be placed; a place already given is kept for the allocation to ask."""
    assert sort_one(Outcome.OK, Status.RECEIVED, size=None)[2] == (LeftOut(key="K1", reason="size_unknown"),)
    assert sort_one(Outcome.OK, Status.APPROVED, "odense", size=None)[0] == ["K1"]
