"""The best filling of what is free: who has a place keeps it, and only what is open is solved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.allocation import engine
from rules.allocation.building import build
from rules.allocation.choosing import choose
from rules.allocation.face import Clock, Face, first, reach
from rules.allocation.levels import Objective, after_draw, before_draw, drawing, objectives
from rules.allocation.model import Level, Placement, Problem
from rules.allocation.ordering import RankChange
from rules.allocation.parts import Part, joined, split
from rules.allocation.program import Program, value
from rules.allocation.room import kept, narrowed
from rules.allocation.tie import tie_break
from rules.allocation.waitlist import waiting_order


@dataclass(frozen=True, slots=True)
class Filling:
    """Who gets a place in addition (by key), and what each level reaches with those who had one."""

    asked: tuple[Placement, ...]
    levels: tuple[Level, ...]

    @property
    def proven(self) -> bool:
        """Whether no filling is better, and this one is the only one."""
        return all(level.proven for level in self.levels)


@dataclass(frozen=True, slots=True)
class Opening:
    """A problem with everybody who has a place fixed, ready to be filled, now or after a withdrawal."""

    problem: Problem
    program: Program
    placed: frozenset[str]
    before: tuple[Objective, ...]
    after: tuple[Objective, ...]
    order: tuple[str, ...]

    @classmethod
    def of(cls, problem: Problem, held: Sequence[Placement], changes: Sequence[RankChange] = ()) -> "Opening":
        """Raises `Refused` where these placements can't be (see `rules.allocation.building.build`)."""
        fixed = kept(problem, held)
        program = build(fixed)
        return cls(
            problem=fixed,
            program=program,
            placed=frozenset(p.key for p in held),
            before=tuple(objectives(fixed, program, before_draw(fixed))),
            after=tuple(objectives(fixed, program, after_draw(fixed))),
            order=waiting_order(fixed, held, changes),
        )

    def without(self, key: str) -> "Opening | None":
        """The same after this group withdrew; None where more changes than its place: what it must be
        together with, or a limit that gives way to those in its cohort."""
        cohort = {pin.key: pin.cohort for pin in self.problem.pins}[key]
        beyond = any(pin.beyond_limit and pin.cohort == cohort for pin in self.problem.pins)
        if beyond or any(key in relation.keys for relation in self.problem.relations):
            return None
        own = [i for i, column in enumerate(self.program.columns) if column.key == key]
        return replace(self, program=self.program.with_fixed(own, 0), placed=self.placed - {key})

    def filled(self, watch: Clock) -> Filling:
        """The best filling: the levels, then the ranks of those who wait.

        Where the policy draws, ranks decide where the draw stands; else after all other levels.
        """
        program = narrowed(self.program)
        solved = [(part, _part(self, part, watch)) for part in split(program)]
        answer = joined(first(program).best, ((part, face.best) for part, face in solved))
        new = (Placement(key=k, cohort=c) for k, c in program.placed(answer).items() if k not in self.placed)
        levels = _levels(self, program, answer, [face for _, face in solved])
        return Filling(tuple(new), tuple(levels))


def fill(problem: Problem, held: Sequence[Placement], changes: Sequence[RankChange], watch: Clock) -> Filling:
    """The best allocation in which these keep their places."""
    return Opening.of(problem, held, changes).filled(watch)


def _part(task: Opening, part: Part, watch: Clock) -> Face:
    """All levels on what is open."""
    face = reach(first(part.program), _own(part, task.before), watch)
    face = choose(face, task.order, watch)
    face = replace(face, levels=(*face.levels, _level("", 0, face.proven)))
    face = reach(face, _own(part, task.after), watch)
    return tie_break(task.problem, face, watch)


def _own(part: Part, goals: Iterable[Objective]) -> tuple[Objective, ...]:
    return tuple(Objective(goal.name, part.own(goal.weights)) for goal in goals)


def _levels(task: Opening, program: Program, answer: Sequence[int], faces: Sequence[Face]) -> Iterable[Level]:
    """The levels of the whole: each is proved where it is in every part."""
    inside = len(program.placed(answer))
    values = [
        *((goal.name, abs(value(goal.weights, answer))) for goal in task.before),
        (str(drawing(task.problem) or "rank"), inside),
        *((goal.name, abs(value(goal.weights, answer))) for goal in task.after),
        ("tie_break", inside),
    ]
    for at, (name, reached) in enumerate(values):
        yield _level(name, reached, all(face.levels[at].proven for face in faces))


def _level(name: str, reached: int, proven: bool) -> Level:
    return Level(name=name, value=reached, proven=proven, engine=engine.NAME, version=engine.VERSION)
