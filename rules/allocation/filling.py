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
class _Task:
    problem: Problem
    before: tuple[Objective, ...]
    after: tuple[Objective, ...]
    order: tuple[str, ...]


def fill(problem: Problem, held: Sequence[Placement], changes: Sequence[RankChange], watch: Clock) -> Filling:
    """The best allocation in which these keep their places: the levels, then the ranks of those who wait.

    Where the policy draws, ranks decide where the draw stands; else after all other levels.
    """
    fixed = kept(problem, held)
    program = narrowed(build(fixed))
    placed = {p.key for p in held}
    task = _Task(
        fixed,
        tuple(objectives(fixed, program, before_draw(fixed))),
        tuple(objectives(fixed, program, after_draw(fixed))),
        waiting_order(fixed, held, changes),
    )
    solved = [(part, _part(task, part, watch)) for part in split(program)]
    answer = joined(first(program).best, ((part, face.best) for part, face in solved))
    new = (Placement(key=k, cohort=c) for k, c in program.placed(answer).items() if k not in placed)
    return Filling(tuple(new), tuple(_levels(task, program, answer, [face for _, face in solved])))


def _part(task: _Task, part: Part, watch: Clock) -> Face:
    """All levels on what is open."""
    face = reach(first(part.program), _own(part, task.before), watch)
    face = choose(face, task.order, watch)
    face = replace(face, levels=(*face.levels, _level("", 0, face.proven)))
    face = reach(face, _own(part, task.after), watch)
    return tie_break(task.problem, face, watch)


def _own(part: Part, goals: Iterable[Objective]) -> tuple[Objective, ...]:
    return tuple(Objective(goal.name, part.own(goal.weights)) for goal in goals)


def _levels(task: _Task, program: Program, answer: Sequence[int], faces: Sequence[Face]) -> Iterable[Level]:
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
