"""All planted bugs, by name."""

from collections.abc import Mapping

from tests.simulation.bugs.deciding import DECIDING
from tests.simulation.bugs.judging import JUDGING
from tests.simulation.bugs.planting import Bug
from tests.simulation.bugs.sending import SENDING

BUGS: Mapping[str, Bug] = {bug.name: bug for bug in (*SENDING, *JUDGING, *DECIDING)}
