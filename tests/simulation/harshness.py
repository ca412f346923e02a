"""How rough a history is: how often what goes wrong, as probabilities."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Harshness:
    """`fault`: a call fails; `between`: somebody acts between a look of ours and our write.

    `crash`: a process dies at some step; `disk`: the database refuses once; `rival`: another replica takes
    over in the middle of a call. `move` and `wild` weigh how often people move whole rows and columns,
    and how often they do what leaves rows in doubt (copy, cut, delete, sort in part, touch keys, restore).
    """

    fault: float = 0.1
    between: float = 0.4
    crash: float = 0.05
    disk: float = 0.03
    rival: float = 0.03
    move: float = 1.0
    wild: float = 0.0


CALM = Harshness(fault=0.0, between=0.15, crash=0.0, disk=0.0, rival=0.0)
HARSH = Harshness()
WILD = Harshness(fault=0.03, between=0.25, crash=0.02, disk=0.01, rival=0.01, wild=1.0)
"""People do everything that a spreadsheet lets them do."""
KINDS = {"calm": CALM, "harsh": HARSH, "wild": WILD}
