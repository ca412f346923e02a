"""What happens to the installation: outages, processes that pause or end, clocks that are put wrong."""

from collections.abc import Iterable

from tests.simulation.actors.actor import Act, Actor

PAUSE = (61, 90, 150)
BURST = 55
"""Ticks in a row, twice a second: more than the quota lets through in a minute."""
JUMPS = (-3600, -30, 30, 3600)


class Operations(Actor):
    """The machines, their network and their clocks."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Only where the history is a harsh one."""
        harshness = self.told.harshness
        return (
            (2 * harshness.fault, self.told.service.outage),
            (4 * harshness.rival, self._pause),
            (4 * harshness.crash, self._end),
            (4 * harshness.disk, self._jump),
            (harshness.disk, self._burst),
        )

    def _pause(self) -> bool:
        """Nobody ticks for longer than a lease lasts; then another replica comes first."""
        self.told.wait(self.random.choice(PAUSE))
        replicas = self.told.replicas
        self.told.note("a pause")
        replicas.round(replicas.rival(replicas.front))
        return True

    def _burst(self) -> bool:
        """A process that looks again and again while nothing answers must keep to its quota."""
        service, replicas = self.told.service, self.told.replicas
        service.outage()
        for _ in range(BURST):
            self.told.wait(0.5)
            replicas.round(replicas.front)
        service.outage()
        return True

    def _end(self) -> bool:
        """A process is ended between two steps, and another one started."""
        replicas = self.told.replicas
        replicas.replace(self.random.choice(replicas.all))
        return True

    def _jump(self) -> bool:
        """The wall clock is put forward or back."""
        seconds = self.random.choice(JUMPS)
        self.world.clock.jump(seconds=seconds)
        self.told.note(f"the clock jumps {seconds}")
        return True
