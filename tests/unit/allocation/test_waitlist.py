"""Who waits, in which order, and the reason given."""

from rules.allocation import solve
from rules.allocation.lottery import draw_order
from rules.allocation.model import CohortLimits, Group, LeftOut, Problem, Waiting

CITY = CohortLimits(id="aarhus", participants_max=8, groups_max=2)


def groups(**sizes: int) -> tuple[Group, ...]:
    """Groups that wish Aarhus."""
    return tuple(Group(key=key, size=size, wishes=("aarhus",)) for key, size in sizes.items())


def test_ranks_follow_the_draw_and_count_from_one() -> None:
    """The waitlist is the lottery's order of those without a place."""
    many = groups(**{f"K{n}": 4 for n in range(8)})
    answer = solve(Problem(groups=many, cohorts=(CITY,), seed=7))
    placed = {p.key for p in answer.placements}
    order = [key for key in draw_order(7, (g.key for g in many)) if key not in placed]
    assert [(w.rank, w.key) for w in answer.waitlist] == list(enumerate(order, start=1))


def test_group_larger_than_the_free_seats_is_told_how_many_are_free() -> None:
    """A group of four beside five taken seats of eight waits because three are free."""
    answer = solve(Problem(groups=groups(A=5, B=4), cohorts=(CITY,)))
    params = (("size", "4"), ("free", "3"), ("cohort", "aarhus"))
    assert answer.waitlist == (Waiting(key="B", rank=1, reason="would_not_fit_now", params=params),)


def test_no_group_place_left_is_full_though_seats_are_free() -> None:
    """Two groups fill a cohort for two groups, whatever seats are left."""
    answer = solve(Problem(groups=groups(A=3, B=3, C=1), cohorts=(CITY,)))
    assert answer.waitlist == (Waiting(key="C", rank=1, reason="full"),)


def test_group_that_no_cohort_can_ever_take_does_not_wait() -> None:
    """Nine people never fit into eight seats, and a group that wishes nothing offered gets nothing."""
    odd = (*groups(A=9), Group(key="B", size=2), Group(key="C", size=2, wishes=("skive",)))
    answer = solve(Problem(groups=odd, cohorts=(CITY,)))
    assert answer.left_out == (
        LeftOut(key="A", reason="larger_than_every_cohort"),
        LeftOut(key="B", reason="no_cohort_wished"),
        LeftOut(key="C", reason="no_cohort_wished"),
    )
    assert answer.waitlist == ()


def test_every_group_is_in_exactly_one_list() -> None:
    """Nobody is dropped silently."""
    mixed = (*groups(A=5, B=4, C=9), Group(key="D", size=1, anywhere=True), Group(key="E", size=2))
    answer = solve(Problem(groups=mixed, cohorts=(CITY,)))
    lists = (answer.placements, answer.waitlist, answer.left_out)
    assert sorted(one.key for some in lists for one in some) == ["A", "B", "C", "D", "E"]


def test_one_more_application_changes_nobodys_order() -> None:
    """The draw goes by the case number alone."""
    keys = [f"K{n}" for n in range(20)]
    with_one_more = draw_order(3, ["NEW", *keys])
    assert [key for key in with_one_more if key != "NEW"] == list(draw_order(3, keys))
