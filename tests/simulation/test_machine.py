"""The same histories as a Hypothesis state machine: one that fails is shrunk to the acts that it takes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.simulation.bugs.catalogue import BUGS
from tests.simulation.bugs.planting import planted
from tests.simulation.checks import violations
from tests.simulation.harshness import KINDS
from tests.simulation.history import History
from tests.simulation.run import Bench, bench

BOUNDED = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
"""One example is a whole history of some tenths of a second: too slow for Hypothesis' own ideas of health."""


class Histories(RuleBasedStateMachine):
    """What people and replicas do, one after the other; every choice within an act is Hypothesis' own."""

    place: Bench

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._told: History | None = None
        self._broken_off = False

    @initialize(kind=st.sampled_from(sorted(KINDS)), chance=st.randoms(use_true_random=False))
    def begin(self, kind: str, chance: Random) -> None:
        """A sheet with the first responses, and mostly with their keys."""
        self._told = self._stack.enter_context(self.place.begun(0, KINDS[kind], chance))
        self._whole(self._told.begin)
        for _ in range(2):
            self._whole(self._told.tick)

    @rule(data=st.data())
    def a_consultant_acts(self, data: st.DataObject) -> None:
        """Somebody decides, undoes, opens a page."""
        self._one_of(data, "Consultants")

    @rule(data=st.data())
    def somebody_at_the_sheet_acts(self, data: st.DataObject) -> None:
        """Somebody types, sorts, moves, copies, deletes, restores."""
        self._one_of(data, "Typists", "Movers", "Handlers", "Meddlers", "Keepers")

    @rule(data=st.data())
    def somebody_else_acts(self, data: st.DataObject) -> None:
        """A response comes in, an item is settled, the service goes out, the clock jumps."""
        self._one_of(data, "Form", "Inbox", "Operations")

    def _one_of(self, data: st.DataObject, *actors: str) -> None:
        acts = {name: act for name, act in self.told.acts.items() if name.split()[0] in actors}
        self._whole(acts[data.draw(st.sampled_from(sorted(acts)), label="act")])

    @rule()
    def a_replica_ticks(self) -> None:
        """A worker looks and writes."""
        self._whole(self.told.tick)

    def _whole(self, act: Callable[[], object]) -> None:
        """Hypothesis may break off in the middle of an act, as nothing else could."""
        self._broken_off = True
        act()
        self._broken_off = False

    @property
    def told(self) -> History:
        """The history so far."""
        assert self._told is not None
        return self._told

    @invariant()
    def nothing_was_wrong_at_any_write(self) -> None:
        """Whatever is checked while it happens holds."""
        assert self._told is None or self._told.watch.found == [], "\n".join(self._told.trace)

    def teardown(self) -> None:
        """Faults end, everything drains, and what must hold at rest holds."""
        with self._stack:
            if self._told is not None and not (self._broken_off or self._told.watch.found):
                self._told.drain()
                found = violations(self._told)
                assert found == [], "\n".join((*self._told.trace, *found))


@pytest.fixture(scope="module")
def machine() -> Iterator[type[Histories]]:
    """The machine with a place for its journals."""
    with bench() as place:
        yield type("Machine", (Histories,), {"place": place})


def test_nothing_is_lost_or_misplaced_whatever_hypothesis_tries(machine: type[Histories]) -> None:
    """Acts in any order and number, chosen to break the rules, break none."""
    run_state_machine_as_test(machine, settings=BOUNDED)


def test_a_planted_bug_is_noticed_by_the_machine(machine: type[Histories]) -> None:
    """What a run of seeds finds, the machine finds too; shrinking it is left to whoever looks into it."""
    at_once = settings(BOUNDED, phases=(Phase.generate,))
    with planted(BUGS["outbox-row-dropped"]), pytest.raises(AssertionError, match="ledger has None for"):
        run_state_machine_as_test(machine, settings=at_once)
