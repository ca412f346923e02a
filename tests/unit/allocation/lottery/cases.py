"""Problems for the lottery's tests."""

from datetime import UTC, datetime, timedelta
from functools import cache

from rules.allocation.face import clock
from rules.allocation.lottery.committing import chances_of, commit
from rules.allocation.lottery.drawing import draw
from rules.allocation.lottery.leximin import Leximin
from rules.allocation.lottery.record import Commitment, Outside, Record, Source, scrubbed
from rules.allocation.model import DEFAULT_POLICY, Aim, CohortLimits, Group, Pin, Problem
from rules.allocation.solving import down_to_draw

MADE = datetime(2026, 5, 1, 12, tzinfo=UTC)
POLICIES = (
    DEFAULT_POLICY,
    (Aim.PLACES, Aim.DRAW),
    (Aim.DRAW, Aim.PLACES),
    (Aim.PRIORITY, Aim.DRAW),
    (Aim.SPREAD, Aim.MINIMA, Aim.DRAW, Aim.WISHES),
)


def small(seed: int = 0) -> Problem:
    """Eight groups of two to four people for eleven places in two cohorts."""
    sizes = (2, 3, 4, 2, 3, 4, 2, 3)
    groups = tuple(
        Group(
            key=f"N27-{number:03}",
            size=size,
            wishes=("a", "b") if number % 3 else ("b",),
            workplace=f"Skole {number}",
        )
        for number, size in enumerate(sizes)
    )
    cohorts = tuple(
        CohortLimits(id=c, participants_max=most, groups_max=4) for c, most in (("a", 6), ("b", 5))
    )
    pins = (Pin(key="N27-001", cohort="a", reason="aftalt med Anne"),)
    return Problem(
        groups=groups, cohorts=cohorts, pins=pins, levels=(Aim.PLACES, Aim.DRAW, Aim.WISHES), seed=seed
    )


@cache
def committed(problem: Problem | None = None) -> Commitment:
    """A commitment made at `MADE`; without a problem, to the small one."""
    return commit(problem or small(), programme="network 2027", software="samhold test", at=MADE)


def outside(text: str = "blå stol, grøn kop", source: Source = Source.WORDS) -> Outside:
    """What a second person says an hour after the commitment."""
    return Outside(source=source, text=text, at=MADE + timedelta(hours=1))


def opened(commitment: Commitment) -> Record:
    """The record that is published first."""
    return Record(commitment=commitment, digest=commitment.digest())


def drawn(commitment: Commitment, text: str = "blå stol, grøn kop") -> Record:
    """The record after its draw."""
    return opened(commitment).with_draw(draw(commitment, outside(text), MADE + timedelta(hours=2)))


def lottery_of(problem: Problem) -> Leximin | None:
    """The leximin lottery of a problem."""
    problem = scrubbed(problem)
    return chances_of(down_to_draw(problem, clock()), clock())
