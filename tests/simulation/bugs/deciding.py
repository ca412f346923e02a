"""Bugs in taking decisions: what a person saw, revisions, room, identity."""

from tests.simulation.bugs.planting import bug

_DECIDING = "desk.deciding:"

DECIDING = (
    bug(
        "old-screen-accepted",
        "A decision on an old revision is taken over what a colleague has decided since.",
        (f"{_DECIDING}require_fresh", "standing.revision != seen.revision", "standing.revision < 0"),
    ),
    bug(
        "capacity-unchecked",
        "More are approved than a cohort takes, and nobody answers for it.",
        (f"{_DECIDING}require_room", "if not more_room_needed(before, cohort, holds=True):", "if status:"),
    ),
    bug(
        "repeat-decides-again",
        "The same command again is a second decision.",
        (f"{_DECIDING}decide", "if order.op_id and (done :=", "if None and (done :="),
    ),
    bug(
        "highest-id-counts",
        "Where an application stands is told by the highest id, not by the highest revision.",
        (
            "integrations.journal.decisions:_in_order",
            "decision.revision",
            "decision.op_id",
        ),
    ),
    bug(
        "decided-before-the-key",
        "A decision is taken before the sheet has confirmed whose row it is.",
        (
            "desk.office:reconciled",
            "if problem := obstacle(",
            "if (problem := '') and obstacle(",
        ),
    ),
    bug(
        "revision-skipped",
        "A revision that people type in the sheet skips a number.",
        (
            f"{_DECIDING}next_decision",
            "revision=before.revision + 1",
            "revision=before.revision + 1 + (actor.email == '')",
        ),
    ),
)
