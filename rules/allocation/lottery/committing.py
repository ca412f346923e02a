"""Commit: everything the draw will depend on, computed and fixed before the seed can be known."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rules.allocation import engine
from rules.allocation.choosing import choose
from rules.allocation.face import Clock, Face, clock
from rules.allocation.levels import drawing
from rules.allocation.lottery.dictatorship import estimate
from rules.allocation.lottery.drawing import whole_seed
from rules.allocation.lottery.keys import draw_order
from rules.allocation.lottery.leximin import TOLERANCE, Leximin, leximin
from rules.allocation.lottery.record import (
    BILLION,
    Chance,
    Chances,
    Commitment,
    Draw,
    Method,
    Reached,
    Ticket,
    Verdict,
    scrubbed,
)
from rules.allocation.lottery.rounding import tickets
from rules.allocation.model import Aim, Allocation, Level, Problem
from rules.allocation.program import Program
from rules.allocation.solving import down_to_draw, finish
from rules.state import Refused


def commit(
    problem: Problem,
    *,
    programme: str,
    software: str,
    at: datetime,
    time_limit: float | None = None,
    stopwatch: Callable[[], float] = time.perf_counter,
) -> Commitment:
    """Levels down to the draw, chances and tickets, without names.

    `time_limit` in seconds; when it ends before the leximin chances are proved, the order of choosing is
    drawn instead (random serial dictatorship), with chances estimated. Codes of `Refused`:
    `lottery_not_drawn` (the policy draws nothing), `lottery_levels_unproved`, and those of the pins.
    """
    problem = scrubbed(problem)
    if drawing(problem) is not Aim.DRAW:
        raise Refused("lottery_not_drawn")
    face = down_to_draw(problem, clock(time_limit, stopwatch))
    if not face.proven:
        raise Refused("lottery_levels_unproved")
    watch = clock(time_limit, stopwatch)
    found = chances_of(face, watch)
    sheets = () if found is None else _numbered(problem, tickets(found, watch))
    chances = _leximin(found, sheets, problem) if found else estimate(problem, face, stopwatch)
    return Commitment(
        made_at=at,
        software=software,
        engine=f"{engine.NAME} {engine.VERSION}",
        programme=programme,
        problem=problem,
        levels=tuple(Reached(name=one.name, value=one.value, proven=one.proven) for one in face.levels),
        chances=chances,
        tickets=sheets,
    )


def chances_of(face: Face, watch: Clock) -> Leximin | None:
    """The leximin lottery over a proved face; None where it is not proved in time."""
    found = leximin(_tight(face.program), face.program.placed(face.best), watch)
    return found if found and found.gap <= TOLERANCE else None


def settle(commitment: Commitment, draw: Draw, *, time_limit: float | None = None) -> Allocation:
    """The allocation that the draw leads to: those drawn have a place; their wishes and the rest follow."""
    problem = commitment.problem.model_copy(update={"seed": whole_seed(draw.seed)})
    watch = clock(time_limit)
    face = down_to_draw(problem, watch)
    if draw.ticket:
        inside = drawn(commitment, draw.ticket)
        program = face.program.with_settled(inside, face.program.own().keys() - inside)
        best = engine.maximise(program, [0] * program.width, watch.left()).answer
        if best is None:
            raise Refused("lottery_ticket_impossible", ticket=draw.ticket)
        face = replace(face, program=program, best=best)
    else:
        face = choose(face, draw_order(problem.seed, [g.key for g in problem.groups]), watch)
    level = Level(name=Aim.DRAW.value, value=len(face.program.placed(face.best)), proven=face.proven)
    return finish(problem, replace(face, levels=(*face.levels, level)), watch)


def drawn(commitment: Commitment, ticket: int) -> frozenset[str]:
    """The groups on a ticket, counted from 1."""
    return frozenset(on_ticket(commitment.problem, commitment.tickets[ticket - 1]))


def on_ticket(problem: Problem, ticket: Ticket) -> dict[str, str]:
    """The cohort of each group on a ticket."""
    keys = sorted(group.key for group in problem.groups)
    cohorts = sorted(cohort.id for cohort in problem.cohorts)
    return {keys[i]: cohort for cohort, inside in zip(cohorts, ticket, strict=True) for i in inside}


def _tight(program: Program) -> Program:
    """The levels held as equations: as each is proved, no answer exceeds it."""
    rows = (replace(row, upper=row.lower) if row.level else row for row in program.rows)
    return replace(program, rows=tuple(rows))


def _numbered(problem: Problem, sheets: Iterable[Mapping[str, str]]) -> tuple[Ticket, ...]:
    """The tickets as numbers, in an order that follows from what is on them."""
    number = {key: i for i, key in enumerate(sorted(group.key for group in problem.groups))}
    cohorts = sorted(cohort.id for cohort in problem.cohorts)
    return tuple(
        sorted(
            tuple(tuple(sorted(number[k] for k, at in placed.items() if at == cohort)) for cohort in cohorts)
            for placed in sheets
        )
    )


def _leximin(found: Leximin, sheets: Sequence[Ticket], problem: Problem) -> Chances:
    counts = Counter(key for ticket in sheets for key in on_ticket(problem, ticket))
    groups = {
        group.key: Chance(key=group.key, verdict=Verdict.NEVER, chance=0, tickets=0)
        for group in problem.groups
    }
    for k, keys in enumerate(found.narrow.members):
        chance = found.chances[k]
        verdict = Verdict.CHANCE if chance else Verdict.NEVER
        verdict = Verdict.ALWAYS if k in found.always else verdict
        for key in keys:
            groups[key] = Chance(
                key=key, verdict=verdict, chance=round(chance * BILLION), tickets=counts[key]
            )
    return Chances(
        method=Method.LEXIMIN,
        groups=tuple(groups[key] for key in sorted(groups)),
        gap=-int(-found.gap * BILLION // 1),
        cuts=found.cuts,
    )
