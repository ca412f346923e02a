"""The gateway over HTTP, with a service that fails."""

import pytest

from integrations.sheets.bucket import Bucket
from integrations.sheets.client import open_client
from integrations.sheets.errors import (
    Gone,
    OutcomeUnknown,
    PermissionWithdrawn,
    QuotaExceeded,
    SheetsError,
    TokenExpired,
    Unreachable,
)
from integrations.sheets.gateway import Gateway
from integrations.sheets.requests import add_name
from integrations.sheets_server import Call, Disturbance, Quota, Trouble
from tests.world import World


@pytest.mark.parametrize(
    ("code", "named"),
    [
        (401, TokenExpired),
        (403, PermissionWithdrawn),
        (404, Gone),
        (429, QuotaExceeded),
        (500, Unreachable),
        (503, Unreachable),
    ],
)
def test_read_names_what_the_service_answers(world: World, code: int, named: type[SheetsError]) -> None:
    """Each status has its error, whose code leads to the wording."""
    world.account.plan = lambda _call: Disturbance(Trouble.STATUS, code)
    with pytest.raises(named):
        world.gateway.read()


def test_read_tries_a_passing_fault_again(world: World) -> None:
    """A read costs nothing to repeat: one reset is not worth a message."""
    client = open_client(None, None, adapter=world.wire)
    gateway = Gateway(client, world.spreadsheet, Bucket(world.clock.seconds), tries=2)
    faults = iter([Disturbance(Trouble.RESET)])
    world.account.plan = lambda _call: next(faults, None)
    assert gateway.outline().title == "Netværk"
    assert gateway.bucket.calls == {"read": 2, "write": 0, "drive": 0}


def test_apply_is_sent_once_whatever_happens(world: World) -> None:
    """A write whose reply is lost is not repeated: that is for the judge."""
    seen: list[Call] = []

    def plan(call: Call) -> Disturbance:
        seen.append(call)
        return Disturbance(Trouble.RESET)

    world.account.plan = plan
    with pytest.raises(OutcomeUnknown):
        world.gateway.apply([add_name("samhold_1", 0)])
    assert len(seen) == 1


def test_our_own_count_stays_below_the_services(world: World) -> None:
    """Two minutes of eager reading never meet the service's own limit."""
    world.account.quota = Quota(world.clock.seconds)
    waits = []
    for _ in range(240):
        world.clock.forward(seconds=0.5)
        try:
            world.gateway.outline()
        except QuotaExceeded as error:
            waits.append(error.wait)
    assert (len(waits) > 0, min(waits) > 0) == (True, True)
