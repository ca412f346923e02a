"""The worker in its thread."""

import time
from collections.abc import Callable

import pytest

from desk.views import Writing
from integrations.sheets.errors import BadRequest
from integrations.sheets_server import Disturbance, Trouble
from integrations.sync.observation import Observation
from rules.columns import STATUS
from rules.state import Status
from tests.world import World


def until(condition: Callable[[], bool], seconds: float = 5.0) -> float:
    """Wait for a condition; the seconds it took. Fails when it takes longer."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "it took too long"
        time.sleep(0.02)  # between two looks at the condition
    return time.monotonic() - start


def test_a_decision_is_in_the_sheet_within_five_seconds(world: World) -> None:
    """Nobody has to press anything: the worker notices that something was decided."""
    (key,) = world.arrive("A skole")
    world.worker.start()
    try:
        until(lambda: world.worker.health().syncing)
        world.decide(key, Status.APPROVED, "aarhus")
        until(lambda: world.case(key).writing is Writing.IN_SHEET)
        assert world.people.shown(key)[STATUS] == "Godkendt"
    finally:
        world.worker.stop()
    assert world.worker.health().running is False


def test_a_service_that_fails_is_named_and_recovered_from(world: World) -> None:
    """While it fails the health says why; decisions go on being taken, and are written once it answers."""
    (key,) = world.arrive("A skole")
    world.account.plan = lambda _call: Disturbance(Trouble.STATUS, 403)
    world.worker.start()
    try:
        until(lambda: world.worker.health().error == "permission_withdrawn")
        world.decide(key, Status.APPROVED, "aarhus")
        assert world.case(key).writing is Writing.SAVED
        world.account.plan = None
        until(lambda: world.case(key).writing is Writing.IN_SHEET, 20)
        until(lambda: world.worker.health().error == "")
    finally:
        world.worker.stop()


def test_stop_lets_the_next_replica_in_at_once(world: World) -> None:
    """The lease is given back, so nobody waits for it to run out."""
    world.worker.start()
    until(lambda: world.worker.health().syncing)
    world.worker.stop()
    assert world.new_worker("two").tick() is True


SAID = 'Invalid value at "requests[0]" (TYPE_STRING), "Lone Kragh" 240689-1234'


@pytest.mark.parametrize(
    ("fault", "code", "kept"),
    [
        (ValueError(SAID), "internal", "ValueError"),
        (BadRequest(SAID), "bad_request", "Invalid value at … (TYPE_STRING), … ••••••-••••"),
    ],
)
def test_what_a_fault_quotes_is_not_kept(
    world: World, caplog: pytest.LogCaptureFixture, fault: Exception, code: str, kept: str
) -> None:
    """An error may quote an applicant's words: neither the log nor the journal takes them."""

    def fail(_observation: Observation) -> None:
        raise fault

    world.desk.observe = fail  # type: ignore[method-assign, assignment]
    world.worker.start()
    try:
        until(lambda: world.worker.health().error == code)
    finally:
        world.worker.stop()
    assert world.worker.health().detail == kept
    assert "Lone" not in caplog.text
