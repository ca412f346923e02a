"""The embedded server acts as the write-back relies on."""

from integrations.sheets.conformance import live
from tests.world import TAB, World


def test_live_finds_nothing_unexpected_and_leaves_nothing_behind(world: World) -> None:
    """Every probe sees what it expects; minutes pass where the quota needs them; the tabs are as before."""
    probes = live(world.gateway, pause=lambda seconds: world.clock.forward(seconds=seconds))
    differing = [(probe.name, probe.expected, probe.seen) for probe in probes if not probe.ok]
    assert (differing, len(probes)) == ([], 27)
    assert [tab.title for tab in world.gateway.outline().tabs] == [TAB, "_ledger"]
