"""Check a published lottery against itself, and, in full, by computing everything again."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from rules.allocation import engine
from rules.allocation.building import build
from rules.allocation.face import Face, clock
from rules.allocation.lottery.committing import chances_of, drawn, on_ticket, settle
from rules.allocation.lottery.drawing import number, seed_of
from rules.allocation.lottery.record import (
    BILLION,
    TICKETS,
    Commitment,
    Draw,
    Method,
    Record,
    Verdict,
    scrubbed,
)
from rules.allocation.program import Program
from rules.allocation.solving import down_to_draw
from rules.base import Frozen

_NEAR = BILLION // TICKETS + BILLION // 10**6
"""A group's tickets may be off its chance by one, and by the rounding of the proof."""


class Fault(Frozen):
    """What is wrong with a record: a code of the catalogue, and the groups or tickets that it concerns."""

    code: str
    about: tuple[str, ...] = ()


def verify(record: Record, *, full: bool = False, time_limit: float | None = None) -> tuple[Fault, ...]:
    """All faults of a record; none means that it is as it should be.

    Checked from the record alone: commitment, seed, ticket, times, the order and number of tickets, each
    group's tickets against its chance, each ticket against the limits, and who got a place against the ticket
    drawn. `full` computes levels, chances and the allocation again, and tries every ticket; `time_limit` is
    for levels and chances, in seconds.
    """
    faults = [*_committed(record), *_tickets(record.commitment), *_drawn(record)]
    if full and not faults:
        faults += [*_recomputed(record.commitment, time_limit), *_settled(record)]
    return tuple(faults)


def _committed(record: Record) -> Iterator[Fault]:
    if record.digest != record.commitment.digest():
        yield Fault(code="commitment_changed", about=(record.digest,))
    if scrubbed(record.commitment.problem) != record.commitment.problem:
        yield Fault(code="input_not_canonical")


def _tickets(commitment: Commitment) -> Iterator[Fault]:
    chances = commitment.chances
    keys = sorted(group.key for group in commitment.problem.groups)
    if [one.key for one in chances.groups] != keys:
        yield Fault(code="chances_incomplete")
        return
    if chances.method is Method.DICTATORSHIP:
        if commitment.tickets:
            yield Fault(code="tickets_number", about=(str(len(commitment.tickets)),))
        return
    if len(commitment.tickets) != TICKETS or list(commitment.tickets) != sorted(commitment.tickets):
        yield Fault(code="tickets_number", about=(str(len(commitment.tickets)),))
    counts = Counter(keys[i] for ticket in commitment.tickets for inside in ticket for i in inside)
    if wrong := tuple(one.key for one in chances.groups if counts[one.key] != one.tickets):
        yield Fault(code="tickets_miscounted", about=wrong)
    if unfair := tuple(
        one.key for one in chances.groups if abs(one.tickets * (BILLION // TICKETS) - one.chance) > _NEAR
    ):
        yield Fault(code="tickets_off_chance", about=unfair)
    sure = {Verdict.ALWAYS: TICKETS, Verdict.NEVER: 0}
    if wrong := tuple(one.key for one in chances.groups if one.tickets != sure.get(one.verdict, one.tickets)):
        yield Fault(code="verdict_wrong", about=wrong)
    yield from _impossible(commitment)


def _impossible(commitment: Commitment) -> Iterator[Fault]:
    """Tickets that break a limit or a pin."""
    program = build(commitment.problem)
    wrong = tuple(
        str(number)
        for number, ticket in enumerate(commitment.tickets, start=1)
        if not _kept(program, on_ticket(commitment.problem, ticket))
    )
    if wrong:
        yield Fault(code="ticket_breaks_limits", about=wrong)


def _kept(program: Program, placed: dict[str, str]) -> bool:
    own = {(column.key, column.cohort): i for i, column in enumerate(program.columns)}
    if not placed.items() <= own.keys():
        return False
    answer = [0] * program.width
    for place in placed.items():
        answer[own[place]] = 1
    bounds = zip(answer, program.bounds[: len(program.columns)], strict=False)
    return all(low <= x <= high for x, (low, high) in bounds) and all(
        row.holds(answer) for row in program.rows if row.limit
    )


def _drawn(record: Record) -> Iterator[Fault]:
    if len(record.draws) > 1:
        yield Fault(code="drawn_again", about=tuple(str(draw.ticket) for draw in record.draws))
    for draw in record.draws:
        yield from _draw(record.commitment, draw)
    if record.placements and not record.draws:
        yield Fault(code="placed_without_draw")
    elif record.placements:
        yield from _placed(record)


def _draw(commitment: Commitment, draw: Draw) -> Iterator[Fault]:
    if draw.commitment != commitment.digest():
        yield Fault(code="draw_of_another_commitment", about=(draw.commitment,))
    if not commitment.made_at < draw.outside.at <= draw.drawn_at:
        yield Fault(code="draw_too_early")
    if draw.seed != seed_of(draw.commitment, draw.outside):
        yield Fault(code="seed_wrong", about=(draw.seed,))
    count = len(commitment.tickets)
    if draw.ticket != (number(draw.seed, count) + 1 if count else 0):
        yield Fault(code="ticket_wrong", about=(str(draw.ticket),))


def _placed(record: Record) -> Iterator[Fault]:
    commitment, draw = record.commitment, record.draws[0]
    placed = {one.key: one.cohort for one in record.placements}
    known = 1 <= draw.ticket <= len(commitment.tickets)
    if known and (odd := placed.keys() ^ drawn(commitment, draw.ticket)):
        yield Fault(code="placed_not_drawn", about=tuple(sorted(odd)))
    if not _kept(build(commitment.problem), placed):
        yield Fault(code="placed_beyond_limits")


def _recomputed(commitment: Commitment, time_limit: float | None) -> Iterator[Fault]:
    watch = clock(time_limit)
    face = down_to_draw(commitment.problem, watch)
    if not face.proven:
        yield Fault(code="chances_unproved")
        return
    if [(one.name, one.value) for one in face.levels] != [(one.name, one.value) for one in commitment.levels]:
        yield Fault(code="levels_wrong")
    if commitment.chances.method is Method.DICTATORSHIP:
        return
    found = chances_of(face, watch)
    if found is None:
        yield Fault(code="chances_unproved")
        return
    again = {key: found.chances[k] for k, keys in enumerate(found.narrow.members) for key in keys}
    if wrong := tuple(
        one.key
        for one in commitment.chances.groups
        if abs(again.get(one.key, Fraction(0)) * BILLION - one.chance) > BILLION // 10**5
    ):
        yield Fault(code="chances_wrong", about=wrong)
    yield from _beside_levels(commitment, face)


def _beside_levels(commitment: Commitment, face: Face) -> Iterator[Fault]:
    """Tickets that are worse by a level than what was reached."""
    wrong = []
    for position, ticket in enumerate(commitment.tickets, start=1):
        placed = on_ticket(commitment.problem, ticket)
        program = face.program.with_bounds(
            {i: (int(placed.get(c.key) == c.cohort),) * 2 for i, c in enumerate(face.program.columns)}
        )
        if engine.maximise(program, [0] * program.width).answer is None:
            wrong.append(str(position))
    if wrong:
        yield Fault(code="ticket_below_levels", about=tuple(wrong))


def _settled(record: Record) -> Iterator[Fault]:
    if not record.draws or not record.placements:
        return
    again = {(one.key, one.cohort) for one in settle(record.commitment, record.draws[0]).placements}
    if odd := again ^ {(one.key, one.cohort) for one in record.placements}:
        yield Fault(code="placed_otherwise", about=tuple(sorted({key for key, _ in odd})))
