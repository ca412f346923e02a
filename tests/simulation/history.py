"""One seeded history: people, replicas and faults around the real sync; then peace, and a look.

One seed is one history: the clock, randomness and network are passed in, and the trace is the same each time.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from desk.views import Board
from integrations.journal.journal import JournalUnavailable
from integrations.programmes import read_programme
from integrations.sheets_server import CoreAdapter
from rules.programme.model import Programme
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.actors.consultants import Consultants
from tests.simulation.actors.form import Form
from tests.simulation.actors.handlers import Handlers
from tests.simulation.actors.inbox import Inbox
from tests.simulation.actors.keepers import Keepers
from tests.simulation.actors.meddlers import Meddlers
from tests.simulation.actors.movers import Movers
from tests.simulation.actors.operations import Operations
from tests.simulation.actors.ownform import OwnForm
from tests.simulation.actors.typists import Typists
from tests.simulation.hands import Hands
from tests.simulation.harshness import CALM, HARSH, KINDS, WILD, Harshness
from tests.simulation.look import look
from tests.simulation.meanwhile import Meanwhile, Moment
from tests.simulation.replicas import Replicas
from tests.simulation.service import Service
from tests.simulation.truth import Truth
from tests.simulation.watch import Watch
from tests.world import KAREN, World

__all__ = ["CALM", "HARSH", "KINDS", "WILD", "Harshness", "History", "begun"]

DRAIN_TICKS = 12
QUIET_TICKS = 2
REPLICAS = 2
PAUSES = (2, 3, 7, 31)


class History:
    """What happens and what happened, for the checks and for a person who replays the seed."""

    def __init__(
        self,
        seed: int,
        world: World,
        harshness: Harshness,
        engine: Engine,
        chance: random.Random | None = None,
    ) -> None:
        """`chance` decides what happens, in place of the seed."""
        self.seed = seed
        self.world = world
        self.harshness = harshness
        self.engine = engine
        self.url = engine.url.render_as_string()
        self.random = chance or random.Random(f"{seed}")
        self.adapter = CoreAdapter(world.account)
        self.trace: list[str] = []
        self.events = 0
        self.rested = False
        self._numbers: Counter[str] = Counter()
        self.truth = Truth()
        self.truth.people_did(None, look(world))
        self.watch = Watch(self)
        self.hands = Hands(world)
        self.service = Service(self)
        world.journal.close()
        self.replicas = Replicas(self, REPLICAS)
        self.meanwhile = Meanwhile()
        self._form, self._movers, self._keepers = Form(self), Movers(self), Keepers(self)
        self._consultants, self._typists = Consultants(self), Typists(self)
        actors: tuple[Actor, ...] = (
            self._form,
            OwnForm(self),
            self._consultants,
            Inbox(self),
            self._typists,
            self._movers,
            Handlers(self),
            Meddlers(self),
            self._keepers,
            Operations(self),
        )
        self._acts = [(act, weight) for actor in actors for weight, act in actor.acts() if weight]
        self.acts = {f"{type(a).__name__} {act.__name__}": act for a in actors for w, act in a.acts() if w}

    def run(self, events: int) -> None:
        """Some events with the workers between them, then faults stop and everything drains."""
        self.begin()
        while self.events < events:
            self.events += self._act()()
            if self.random.random() < 0.6:
                self.tick()
        self.drain()

    def begin(self) -> None:
        """The first responses; from now on calls may fail."""
        self.service.begin()
        for _ in range(3):
            self._form.respond()

    @property
    def hash(self) -> str:
        """The trace in short: the same seed gives the same."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()[:16]

    # What actors need

    @property
    def moment(self) -> str:
        """The wall clock, for the trace."""
        return f"{self.world.clock():%H:%M:%S}"

    def note(self, what: str) -> None:
        """Put something into the trace."""
        self.trace.append(f"{self.moment} {what}")

    def number(self, what: str) -> int:
        """The next number of its kind, from 0."""
        self._numbers[what] += 1
        return self._numbers[what] - 1

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.service.passes(seconds)
        self.world.clock.forward(seconds=seconds)

    def people(self, what: str, change: Callable[[], object]) -> bool:
        """People do something to the responses tab."""
        before = look(self.world)
        change()
        self.truth.people_did(before, look(self.world))
        self.note(what)
        return True

    def board(self) -> Board | None:
        """The board as somebody sees it on one of the replicas; None where its database refuses."""
        try:
            return self.replicas.anyone().desk.board(KAREN)
        except JournalUnavailable:
            return None

    # The course of it

    def _act(self) -> Act:
        acts, weights = zip(*self._acts, strict=True)
        found: Act = self.random.choices(acts, weights)[0]
        return found

    def tick(self) -> None:
        """Some replica looks and writes, and somebody may act in the middle of it."""
        self.wait(self.random.choice(PAUSES))
        if self.random.random() < self.harshness.between:
            self._plan()
        elif self.random.random() < self.harshness.rival:
            self.meanwhile.plan(Moment.SEND, self.replicas.overtake)
        self.replicas.tick()
        self.meanwhile.forget()

    def _plan(self) -> None:
        """Somebody moves, types or decides between a look of ours and our write, or what we store of it."""
        act = self.random.choice(
            (self._movers.move, self._movers.move, self._typists.type_under, self._consultants.decide)
        )
        if act is self._consultants.decide and self.random.random() < 0.5:
            self.meanwhile.plan(Moment.STORE, act, self.random.randint(0, 3))
        else:
            self.meanwhile.plan(Moment.SEND, act)

    def drain(self) -> None:
        """Late calls arrive, faults end, people rest; after a few ticks none must change anything."""
        self.service.end()
        self._keepers.bring_back()
        self.world.clock.put_right()
        quiet = 0
        for _ in range(DRAIN_TICKS):
            self.wait(61)
            before = self._change()
            self.replicas.round(self.replicas.front)
            quiet = quiet + 1 if self._change() == before else 0
            if quiet == QUIET_TICKS:
                self.rested = True
                break
        self.watch.read_books()
        self.note("at rest" if self.rested else "restless")

    def _change(self) -> int:
        return self.world.journal.changed(self.world.programme.id)


@cache
def _programme() -> Programme:
    """The shipped network with little room, so that the last places are fought for."""
    shipped = read_programme("network-2024")
    room = {"participants_max": 14, "groups_max": 4, "groups_min": 1}
    cohorts = tuple(cohort.model_copy(update=room) for cohort in shipped.cohorts)
    return shipped.model_copy(update={"cohorts": cohorts})


def begun(
    seed: int, folder: Path, engine: Engine, harshness: Harshness, chance: random.Random | None = None
) -> History:
    """A history about to be told, on a journal that has its tables."""
    url = engine.url.render_as_string()
    world = World(folder, programme=_programme(), url=url, engine=engine, seed=seed, rows=40)
    return History(seed, world, harshness, engine, chance)
