"""Filling again: nobody told yes moves, and no filling is better, against counting every answer."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.allocation import solve
from rules.allocation.backfill import Offer, Passed, Present, backfill, successions
from rules.allocation.model import Aim, CohortLimits, Group, Pin, Placement, Problem, Relation
from rules.allocation.ordering import RankChange, ranking
from rules.allocation.room import kept, without
from rules.state import Refused
from tests.unit.allocation import brute

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CITY = CohortLimits(id="aarhus", participants_max=9, groups_max=9)


def groups(**sizes: int) -> tuple[Group, ...]:
    """Groups that wish for Aarhus."""
    return tuple(Group(key=key, size=size, wishes=("aarhus",)) for key, size in sizes.items())


def at(*keys: str) -> tuple[Placement, ...]:
    """Places in Aarhus."""
    return tuple(Placement(key=key, cohort="aarhus") for key in keys)


def small(seed: int) -> tuple[Problem, tuple[Placement, ...]] | None:
    """A small problem with its allocation; None where there is nobody to withdraw."""
    problem = brute.instance(seed)
    try:
        placements = solve(problem).placements
    except Refused:
        return None
    return (problem, placements) if placements else None


def expected(problem: Problem, held: tuple[Placement, ...]) -> brute.Answer:
    """The best answer that keeps these, by counting: levels, ranks, levels, tie-break."""
    fixed = kept(problem, held)
    placed = {p.key for p in held}
    order = ranking(fixed, [g.key for g in fixed.groups if g.key not in placed])
    split = next((i for i, a in enumerate(fixed.levels) if a in (Aim.DRAW, Aim.EARLIEST)), len(fixed.levels))
    before = fixed.model_copy(update={"levels": fixed.levels[:split]})
    after = fixed.model_copy(update={"levels": fixed.levels[split + 1 :]})
    return max(
        brute.every_answer(fixed),
        key=lambda a: (
            brute.score(before, a)[0],
            tuple(key in a for key in order),
            brute.score(after, a),
        ),
    )


@pytest.mark.parametrize("block", range(4))
def test_every_withdrawal_is_filled_as_counting_finds(block: int) -> None:
    """On 200 small problems, whoever withdraws: the same groups are asked, proved."""
    for seed in range(block * 50, block * 50 + 50):
        if (found := small(seed)) is None:
            continue
        problem, placements = found
        for one in successions(problem, Present(placements, NOW)):
            left = without(problem, {one.withdraws})
            held = tuple(p for p in placements if p.key != one.withdraws)
            answer = expected(left, held)
            assert {p.key: p.cohort for p in (*held, *one.asked)} == answer, (seed, one.withdraws)
            assert one.proven


def test_table_and_single_question_agree() -> None:
    """What the table says beforehand is what is asked when it happens."""
    problem = Problem(groups=groups(A=6, B=3, C=3, D=3, E=5), cohorts=(CITY,), seed=4)
    placements = solve(problem).placements
    for one in successions(problem, Present(placements, NOW)):
        happened = backfill(problem, Present(placements, NOW, withdrawn=frozenset({one.withdraws})))
        assert happened.asked == one.asked


def test_place_beyond_a_limit_is_no_place_for_another() -> None:
    """Twelve people in Aarhus by a person's word: whoever withdraws, nobody is asked for what was beyond."""
    over = Pin(key="C", cohort="aarhus", told=True, beyond_limit=True)
    problem = Problem(groups=groups(A=6, B=3, C=3, D=3), cohorts=(CITY,), pins=(over,))
    found = successions(problem, Present(at("A", "B", "C"), NOW))
    assert [(one.withdraws, one.asked) for one in found] == [("A", at("D")), ("B", ()), ("C", ())]


def test_nothing_is_free_and_nobody_is_asked() -> None:
    """A full cohort asks nobody, and passes nobody over."""
    problem = Problem(groups=groups(A=6, B=3, C=3), cohorts=(CITY,))
    filled = backfill(problem, Present(at("A", "B"), NOW))
    assert (filled.asked, filled.passed, filled.proven) == ((), (), True)


def test_group_of_six_is_passed_over_for_three_free_places_and_keeps_its_rank() -> None:
    """The first on the list is too large; the second is asked, and the first is told what it lacks."""
    problem = Problem(groups=groups(A=6, B=3, SIX=6, C=3), cohorts=(CITY,))
    first = (RankChange(key="SIX", rank=1, reason="aftalt"),)
    filled = backfill(problem, Present(at("A"), NOW, frozenset({"B"}), changes=first))
    assert filled.asked == at("C")
    assert filled.passed == (Passed("SIX", 1, "does_not_fit", "aarhus", "participants", 3),)


def test_group_that_would_fit_is_passed_over_where_others_fill_more() -> None:
    """Four free places: a group of four before one of three, whatever the ranks."""
    problem = Problem(groups=groups(A=5, THREE=3, FOUR=4), cohorts=(CITY,))
    first = (RankChange(key="THREE", rank=1, reason="aftalt"),)
    filled = backfill(problem, Present(at("A"), NOW, changes=first))
    assert filled.asked == at("FOUR")
    assert filled.passed == (Passed("THREE", 1, "others_fill_better", "aarhus"),)


def test_rank_by_hand_decides_between_equals() -> None:
    """Of five groups of three for one place, the one that a person put first is asked."""
    many = groups(A=6, **{f"K{n}": 3 for n in range(5)})
    problem = Problem(groups=many, cohorts=(CITY,))
    for key in ("K0", "K3", "K4"):
        change = RankChange(key=key, rank=1, reason="har ventet siden sidste år")
        assert backfill(problem, Present(at("A"), NOW, changes=(change,))).asked == at(key)


def test_withdrawn_group_is_never_asked_again() -> None:
    """It would be the only one to fit."""
    problem = Problem(groups=groups(A=6, B=3), cohorts=(CITY,))
    assert backfill(problem, Present(at("A"), NOW, frozenset({"B"}))).asked == ()


def test_offer_holds_its_places_until_it_runs_out() -> None:
    """To the minute; afterwards the next is asked, and the one that did not answer is not."""
    problem = Problem(groups=groups(A=6, B=3, C=3), cohorts=(CITY,))
    offer = (Offer(key="B", cohort="aarhus", until=NOW),)
    before = Present(at("A"), NOW - timedelta(minutes=1), offers=offer)
    assert (before.holding(), backfill(problem, before).asked) == (at("A", "B"), ())
    after = Present(at("A"), NOW, offers=offer)
    assert (after.holding(), backfill(problem, after).asked) == (at("A"), at("C"))


def test_groups_that_belong_together_are_asked_together_or_not_at_all() -> None:
    """Three places are free: not for two groups of two that go together."""
    both = Relation(keys=("B", "C"), together=True)
    problem = Problem(groups=groups(A=6, B=2, C=2, D=1), cohorts=(CITY,), relations=(both,))
    assert backfill(problem, Present(at("A"), NOW)).asked == at("D")
    roomier = problem.model_copy(update={"groups": groups(A=5, B=2, C=2, D=1)})
    assert backfill(roomier, Present(at("A"), NOW)).asked == at("B", "C")
