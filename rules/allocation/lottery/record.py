"""What is published of a lottery: first the commitment, then the draw, then who got which place.

Everything is plain data without names, so that anybody can check it. Numbers that must agree to the last
digit are whole numbers: chances count in billionths.
"""

import hashlib
import json
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from rules.allocation.model import Placement, Problem
from rules.base import Frozen
from rules.state import Refused

BILLION = 10**9
TICKETS = 1000


class Verdict(StrEnum):
    """Of a group: in every answer that is equally good, in none, or as the lot has it."""

    ALWAYS = "always"
    NEVER = "never"
    CHANCE = "chance"


class Method(StrEnum):
    """How chances come about. `leximin`: the smallest is as large as can be, then the next smallest, and so
    on, proved. `dictatorship`: groups choose in an order drawn by lot; the chances are estimates."""

    LEXIMIN = "leximin"
    DICTATORSHIP = "dictatorship"


class Chance(Frozen):
    """A group's chance in billionths, and on how many of the tickets it is."""

    key: str
    verdict: Verdict
    chance: int = Field(ge=0, le=BILLION)
    tickets: int = Field(ge=0, le=TICKETS)


class Chances(Frozen):
    """All groups' chances, sorted by key.

    `leximin`: no lottery does better by more than `gap` billionths, proved; `cuts` rows from an integer
    program took part in the proof. `dictatorship`: estimated from `samples` draws, `error` billionths is the
    standard error of a chance of one half, which is the largest.
    """

    method: Method
    groups: tuple[Chance, ...]
    gap: int = 0
    cuts: int = 0
    samples: int = 0
    error: int = 0


class Reached(Frozen):
    """What a level before the draw reached."""

    name: str
    value: int
    proven: bool


Ticket = tuple[tuple[int, ...], ...]
"""For each cohort, by id, the numbers of the groups in it; groups count from 0 in the order of their keys."""


class Commitment(Frozen):
    """All that the draw depends on, fixed before anybody can know the seed."""

    version: Literal[1] = 1
    made_at: AwareDatetime
    software: str
    engine: str
    programme: str
    problem: Problem
    levels: tuple[Reached, ...]
    chances: Chances
    tickets: tuple[Ticket, ...]

    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal: what is published before the seed is known."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()


class Source(StrEnum):
    """Where the seed's part that nobody controls comes from."""

    WORDS = "words"
    DICE = "dice"
    BEACON = "beacon"


class Outside(Frozen):
    """A second person's words or dice, or the value of a public beacon's pulse, and when it was known."""

    source: Source
    text: str
    at: AwareDatetime


class Draw(Frozen):
    """The seed from commitment and outside part, and the ticket, from 1; 0 where there are no tickets."""

    commitment: str
    outside: Outside
    drawn_at: AwareDatetime
    seed: str
    ticket: int = Field(ge=0, le=TICKETS)


class Record(Frozen):
    """The whole of a lottery as published. More than one draw on one commitment is a fault that shows."""

    commitment: Commitment
    digest: str
    draws: tuple[Draw, ...] = ()
    placements: tuple[Placement, ...] = ()

    def with_draw(self, draw: Draw) -> "Record":
        """The record after its only draw; a second is refused (`lottery_drawn_already`)."""
        if self.draws:
            raise Refused("lottery_drawn_already", ticket=self.draws[0].ticket, at=self.draws[0].drawn_at)
        return self.model_copy(update={"draws": (draw,)})


def canonical(model: Frozen) -> str:
    """The model as JSON with sorted names and no spaces: the same text on every machine."""
    return json.dumps(
        model.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def scrubbed(problem: Problem) -> Problem:
    """The problem sorted, without workplaces, reasons and seed: what can be published."""
    return problem.model_copy(
        update={
            "groups": tuple(
                sorted((g.model_copy(update={"workplace": ""}) for g in problem.groups), key=lambda g: g.key)
            ),
            "cohorts": tuple(sorted(problem.cohorts, key=lambda c: c.id)),
            "pins": tuple(
                sorted((p.model_copy(update={"reason": ""}) for p in problem.pins), key=lambda p: p.key)
            ),
            "relations": tuple(
                sorted(
                    (
                        r.model_copy(update={"reason": "", "keys": tuple(sorted(r.keys))})
                        for r in problem.relations
                    ),
                    key=lambda r: (r.keys, r.together),
                )
            ),
            "criteria": tuple(sorted(problem.criteria, key=lambda c: c.id)),
            "seed": 0,
        }
    )
