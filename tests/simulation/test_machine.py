"""The same histories as a Hypothesis state machine: one that fails is shrunk to the acts that it takes."""

from collections.abc import Iterator
from contextlib import ExitStack
from random import Random

import pytest
from hypothesis import HealthCheck, settings
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
from tests.simulation.harshness import CALM, HARSH, WILD
from tests.simulation.history import History
from tests.simulation.run import Bench, bench

KINDS = {"calm": CALM, "harsh": HARSH, "wild": WILD}
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

    @initialize(kind=st.sampled_from(sorted(KINDS)), chance=st.randoms(use_true_random=False))
    def begin(self, kind: str, chance: Random) -> None:
        """A sheet with the first responses."""
        self._told = self._stack.enter_context(self.place.begun(0, KINDS[kind], chance))
        self._told.begin()

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        """Somebody does something that a history knows of."""
        acts = self.told.acts
        acts[data.draw(st.sampled_from(sorted(acts)), label="act")]()

    @rule()
    def a_replica_ticks(self) -> None:
        """A worker looks and writes."""
        self.told.tick()

    @property
    def told(self) -> History:
        """The history so far."""
        assert self._told is not None
        return self._told

    @invariant()
    def nothing_was_wrong_at_any_write(self) -> None:
        """Whatever is checked while it happens holds."""
        assert self._told is None or self._told.watch.found == []

    def teardown(self) -> None:
        """Faults end, everything drains, and what must hold at rest holds."""
        with self._stack:
            if self._told is not None:
                self._told.drain()
                assert violations(self._told) == []


@pytest.fixture(scope="module")
def machine() -> Iterator[type[Histories]]:
    """The machine with a place for its journals."""
    with bench() as place:
        yield type("Machine", (Histories,), {"place": place})


def test_nothing_is_lost_or_misplaced_whatever_hypothesis_tries(machine: type[Histories]) -> None:
    """Acts in any order and number, chosen to break the rules, break none."""
    run_state_machine_as_test(machine, settings=BOUNDED)


def test_a_history_that_fails_is_shrunk(machine: type[Histories]) -> None:
    """With a bug planted, the machine fails, and says so with an act or two and a tick."""
    with planted(BUGS["outbox-row-dropped"]), pytest.raises(AssertionError) as failure:
        run_state_machine_as_test(machine, settings=BOUNDED)
    steps = [line for line in "\n".join(failure.value.__notes__).splitlines() if line.startswith("state.")]
    assert len(steps) < 8, steps
