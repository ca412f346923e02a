"""What the pages need beside each case itself, worked out once per board and shared by all sessions."""

from dataclasses import dataclass
from datetime import datetime

from desk import Board, Case
from rules.allocation.model import Group
from rules.checks.masking import mask
from rules.folding import fold
from rules.groups import group_of
from rules.municipalities import find
from rules.programme.model import Programme


@dataclass(frozen=True)
class Row:
    """One case with its derived facts, CPR numbers masked. `municipality` is "" if it is none of the 98."""

    case: Case
    group: Group
    municipality: str
    workplace: str
    haystack: str

    @property
    def key(self) -> str:
        """The case number."""
        return self.case.key

    @property
    def arrived(self) -> datetime | None:
        """When the application was first seen."""
        return self.case.application.first_seen


_last: tuple[Board, tuple[Row, ...]] | None = None


def rows_of(programme: Programme, board: Board) -> tuple[Row, ...]:
    """The rows of a board. The desk gives the same board until something changes, so the last one is kept."""
    global _last  # noqa: PLW0603 - one slot, replaced whole: a lost race costs one more computation
    held = _last
    if held is not None and held[0] is board:
        return held[1]
    rows = tuple(_row(programme, case) for case in board.cases)
    _last = (board, rows)
    return rows


def _row(programme: Programme, case: Case) -> Row:
    application = case.application
    known = find(application.text(programme.fields.municipality))
    group = group_of(application, programme)
    written = " ".join(answer.text for answer in application.answers.values())
    return Row(
        case=case,
        group=group.model_copy(update={"kind": mask(group.kind), "branch": mask(group.branch)}),
        municipality=known.name if known else "",
        workplace=mask(application.text(programme.fields.workplace)),
        haystack=f"{fold(application.key)} {fold(written)}",
    )
