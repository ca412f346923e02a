"""Consultants at their pages, each with a board that may be old by the time they click."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.views import Board, Case
from integrations.journal.journal import JournalUnavailable
from rules.state import HOLDS_A_PLACE, Decision, Refused, Status
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.replicas import Replica
from tests.world import KAREN, MIKKEL

if TYPE_CHECKING:
    from tests.simulation.history import History

STATUSES = (
    Status.APPROVED,
    Status.APPROVED,
    Status.WAITLISTED,
    Status.DECLINED,
    Status.CLARIFICATION,
    Status.CONFIRMED,
    Status.WITHDRAWN,
    Status.RECEIVED,
)
REMARKS = ("", "ring", "=1+1")


class Consultants(Actor):
    """Karen and Mikkel decide, undo, allot places in bulk; each on one of the replicas."""

    _page: Board | None = None

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Decisions, on a fresh page or an old one."""
        return (
            (7, self._decide),
            (1, self._open_page),
            (2, self._decide_on_old_page),
            (1, self._approve_many),
            (1, self._undo),
        )

    def _open_page(self) -> bool:
        """Somebody opens the queue and leaves it open."""
        self._page = self.told.board()
        return self._page is not None

    def _decide(self) -> bool:
        return self._on(self.told.board())

    def _decide_on_old_page(self) -> bool:
        return self._on(self._page)

    def _on(self, board: Board | None) -> bool:
        cases = board.cases if board else ()
        if not cases:
            return False
        case = self.random.choice(sorted(cases, key=lambda one: one.key))
        self._one(case, self.random.choice(STATUSES))
        return True

    def _one(self, case: Case, status: Status, override: str = "") -> None:
        cohort = self.random.choice(("aarhus", "odense")) if status in HOLDS_A_PLACE else ""
        remark, actor = self.random.choice(REMARKS), self.random.choice((KAREN, MIKKEL))
        command(
            self.told,
            f"decide {case.key} {status}",
            lambda desk: desk.decide(
                actor,
                key=case.key,
                status=status,
                cohort=cohort,
                remark=remark,
                reason="fordi",
                revision=case.revision,
                basis=case.basis,
                override_reason=override,
            ),
        )

    def _approve_many(self) -> bool:
        """A run of approvals from one page, for as long as there is room and beyond."""
        board = self.told.board()
        cases = sorted(board.cases, key=lambda one: one.key) if board else ()
        for case in self.random.sample(cases, min(len(cases), 4)):
            self._one(case, Status.APPROVED, self.random.choice(("", "", "", "aftalt")))
        return bool(cases)

    def _undo(self) -> bool:
        board = self.told.board()
        decided = [case for case in board.cases if case.revision] if board else []
        if not decided:
            return False
        case = self.random.choice(sorted(decided, key=lambda one: one.key))
        command(self.told, f"undo {case.key}", lambda desk: desk.undo(KAREN, case.key, case.revision))
        return True


def command(told: "History", what: str, give: Callable[[Desk], Decision | Sequence[Decision] | None]) -> None:
    """Give a command on one of the replicas; what it acknowledges, the truth holds it to."""

    def on(replica: Replica) -> None:
        try:
            answer = give(replica.desk)
        except Refused as refusal:
            told.note(f"{what}: refused {refusal.code}")
        except JournalUnavailable:
            told.note(f"{what}: the journal is not there")
        else:
            told.note(f"{what}: done")
            told.truth.decided += (answer,) if isinstance(answer, Decision) else answer or ()

    told.replicas.give(on)
