"""Why somebody is in or out, in sentences, and what would have changed it: each proved by solving again."""

from dataclasses import dataclass
from datetime import datetime

from rules.allocation import solve
from rules.allocation.backfill import Present
from rules.allocation.explain.limit_costs import limit_costs
from rules.allocation.explain.saying import Names, say_remedy, say_why_here, say_why_not
from rules.allocation.explain.smallest import Question, moving_nobody
from rules.allocation.explain.why_here import why_here
from rules.allocation.explain.why_not import Decided, why_not
from rules.allocation.lottery.record import Chance, Record
from rules.allocation.model import Allocation, Problem
from rules.allocation.rationale import Rationale, rationale
from rules.allocation.what_if import Difference, what_if
from rules.base import Text

_FOR_GOOD = (Decided.PINNED_OUT, Decided.UNPROVED)
"""What no small change of limits or wishes gets round, or what is not known."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`reasons`: why a group is where it is; `remedies`: what would have given it a place, moving nobody."""

    key: str
    placed: bool
    reasons: tuple[Text, ...]
    remedies: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom it is about, in which allocation. `names` are the cohorts', by id."""

    problem: Problem
    answer: Allocation
    key: str
    chance: Chance | None
    names: Names


def explain(asked: Asked, now: datetime) -> Explanation:
    """Why this group has its place, or none."""
    if any(placed.key == asked.key for placed in asked.answer.placements):
        found = why_here(asked.problem, asked.answer, asked.key)
        return Explanation(asked.key, placed=True, reasons=say_why_here(found, asked.names))
    why = why_not(asked.problem, asked.answer, asked.key, chance=asked.chance)
    remedies: tuple[Text, ...] = ()
    if why.decided not in _FOR_GOOD:
        question = Question.of(asked.problem, Present(asked.answer.placements, now), asked.key)
        remedies = tuple(say_remedy(one, asked.names) for one in moving_nobody(question))
    return Explanation(asked.key, placed=False, reasons=(say_why_not(why),), remedies=remedies)


def tried(problem: Problem, changed: Problem, time_limit: float) -> Difference:
    """What a change brings. Both are solved with lots in the same order, so that the change alone differs."""
    return what_if(solve(problem, time_limit=time_limit), changed, time_limit=time_limit)[1]


def facts(problem: Problem, answer: Allocation, record: Record | None, time_limit: float) -> Rationale:
    """The facts of a rationale, with what each limit costs; `time_limit` in seconds is for each limit."""
    return rationale(
        problem, answer, costs=limit_costs(problem, answer, time_limit=time_limit), record=record
    )
