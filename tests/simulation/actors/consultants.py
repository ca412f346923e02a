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
Answer = Decision | Refused | None


class Consultants(Actor):
    """Karen and Mikkel decide, undo, allot places in bulk; each on one of the replicas."""

    _page: Board | None = None

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Decisions, on a fresh page or an old one."""
        return (
            (6, self.decide),
            (1, self._decide_twice),
            (1, self._open_page),
            (2, self._decide_on_old_page),
            (1, self._approve_many),
            (1, self._undo),
        )

    def _open_page(self) -> bool:
        """Somebody opens the queue and leaves it open."""
        self._page = self.told.board()
        return self._page is not None

    def decide(self) -> bool:
        """On a fresh page."""
        return self._on(self.told.board())

    def _decide_twice(self) -> bool:
        """Somebody decides, and at once otherwise: no look comes between."""
        chosen = self._chosen(self.told.board())
        if chosen is None:
            return False
        self._one(chosen, self.random.choice(STATUSES))
        board = self.told.board()
        for case in board.cases if board else ():
            if case.key == chosen.key:
                self._one(case, self.random.choice(STATUSES))
        return True

    def _decide_on_old_page(self) -> bool:
        return self._on(self._page)

    def _on(self, board: Board | None) -> bool:
        case = self._chosen(board)
        if case is not None:
            self._one(case, self.random.choice(STATUSES))
        return case is not None

    def _chosen(self, board: Board | None) -> Case | None:
        cases = sorted(board.cases, key=lambda one: one.key) if board else []
        return self.random.choice(cases) if cases else None

    def _one(self, case: Case, status: Status, override: str = "") -> None:
        cohort = self.random.choice(("aarhus", "odense")) if status in HOLDS_A_PLACE else ""
        remark, actor = self.random.choice(REMARKS), self.random.choice((KAREN, MIKKEL))
        clicks = self.random.choice((1, 1, 1, 1, 2))
        click = f"click{self.told.number('click')}" if clicks > 1 else None

        def give(desk: Desk) -> Decision:
            return desk.decide(
                actor,
                key=case.key,
                status=status,
                cohort=cohort,
                remark=remark,
                reason="fordi",
                revision=case.revision,
                basis=case.basis,
                override_reason=override,
                op_id=click,
            )

        answers = [command(self.told, f"decide {case.key} {status}", give) for _ in range(clicks)]
        self._judge(case, answers)

    def _judge(self, case: Case, answers: Sequence[Answer]) -> None:
        """What was acknowledged was decided on what was on the screen; the same click again is the same."""
        made = next((answer for answer in answers if isinstance(answer, Decision)), None)
        if made is None:
            return
        for wrong in self.told.watch.books.unfounded(made, case.revision, case.basis):
            self.told.watch.wrong(wrong)
        said = [answer for answer in answers[answers.index(made) :] if answer is not None]
        if any(answer != made for answer in said):
            self.told.watch.wrong(f"the same click on {case.key} gave {said}")

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
        answer = command(
            self.told, f"undo {case.key}", lambda desk: desk.undo(KAREN, case.key, case.revision)
        )
        self._judge(case, (answer,))
        return True


def command(told: "History", what: str, give: Callable[[Desk], Answer]) -> Answer:
    """Give a command on one of the replicas; what it acknowledges, the truth holds it to.

    Returns what it came to; None where nobody knows, since process or database failed.
    """
    said: Answer = None

    def on(replica: Replica) -> None:
        nonlocal said
        try:
            answer = give(replica.desk)
        except Refused as refusal:
            told.note(f"{what}: refused {refusal.code}")
            said = refusal
        except JournalUnavailable:
            told.note(f"{what}: the journal is not there")
        else:
            told.note(f"{what}: done")
            if isinstance(answer, Decision):
                told.truth.decided.append(answer)
            said = answer

    told.replicas.give(on)
    return said
