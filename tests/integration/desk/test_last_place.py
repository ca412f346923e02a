"""The last place goes to one group, however many consultants and processes give it away at once."""

import subprocess
import sys
import threading
from pathlib import Path

from rules.state import HOLDS_A_PLACE, Refused, Status
from tests.integration.desk.conftest import ANNA, Season

ROOT = Path(__file__).parents[3]
RIVAL = """
import sys
from datetime import UTC, datetime
from desk import Desk
from desk.programmes import ActiveProgramme
from integrations.journal.journal import Journal
from rules.people import Actor, Role
from rules.state import Refused, Source, Status

url, programme, key, basis = sys.argv[1:]
clock = lambda: datetime.now(UTC)
journal = Journal(url, clock)
desk = Desk(journal, ActiveProgramme(journal, programme), clock)
actor = Actor(name=f"Rival {key}", email="", role=Role.CONSULTANT, source=Source.CLI)
print("ready", flush=True)
sys.stdin.readline()
try:
    desk.decide(actor, key=key, status=Status.APPROVED, cohort="aarhus", revision=0, basis=basis)
    print("approved")
except Refused as refused:
    print(refused.code)
"""


def test_two_processes_approving_the_last_place(season: Season, journal_url: str) -> None:
    """One is let in, the other is told that it is beyond the limit."""
    season.decide(season.one(size=42), Status.APPROVED, "aarhus")
    cases = [season.one(), season.one()]
    rivals = [
        subprocess.Popen(
            [sys.executable, "-c", RIVAL, journal_url, season.programme.id, case.key, case.basis],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for case in cases
    ]
    for rival in rivals:
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("\n")
        rival.stdin.flush()
    answers = sorted(rival.communicate(timeout=60)[0].strip() for rival in rivals)
    assert answers == ["approved", "over_limit"]
    load = season.desk.board(ANNA).load("aarhus")
    assert load is not None
    assert (load.participants, load.groups) == (45, 2)


def test_eight_threads_approving_the_last_two_places(season: Season) -> None:
    """Two are let in; revisions have neither gap nor fork."""
    season.decide(season.one(size=39), Status.APPROVED, "aarhus")
    keys = season.arrive(*(season.answers() for _ in range(8)))
    outcomes: list[str] = []

    def approve(key: str) -> None:
        try:
            season.decide(season.case(key), Status.APPROVED, "aarhus")
            outcomes.append("approved")
        except Refused as refused:
            outcomes.append(refused.code)

    run_all([threading.Thread(target=approve, args=(key,)) for key in keys])
    assert sorted(outcomes) == ["approved"] * 2 + ["over_limit"] * 6
    held = [case for case in season.desk.board(ANNA).cases if case.standing.status in HOLDS_A_PLACE]
    assert sum(case.size for case in held) == 45


def test_eight_threads_deciding_on_one_application(season: Season) -> None:
    """The first decides; all others are told that they looked at an old revision."""
    case = season.one()
    outcomes: list[str] = []

    def decide() -> None:
        try:
            season.decide(case, Status.CLARIFICATION)
            outcomes.append("decided")
        except Refused as refused:
            outcomes.append(refused.code)

    run_all([threading.Thread(target=decide) for _ in range(8)])
    assert sorted(outcomes) == ["decided"] + ["stale"] * 7
    history = season.desk.history(ANNA, case.key)
    assert [event.decision.revision for event in history] == [1]


def run_all(threads: list[threading.Thread]) -> None:
    """Start all, wait for all."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
