"""What must hold once a history of the planner rests. Each check yields what is wrong, in words."""

from collections import Counter
from collections.abc import Iterator

from desk.hand_edits import TYPED
from integrations.journal.records import OutboxState
from integrations.sync.ledger import Kind
from rules.base import Cell
from rules.columns import DECISION
from rules.merge import same
from rules.projection import projection
from rules.state import Source
from rules.waitlist import places
from rules.wording import cohort_of, status_of
from tests.simulation.planner.grid import Row
from tests.simulation.planner.history import History
from tests.simulation.planner.people import Typed

Wrong = Iterator[str]


def violations(history: History) -> list[str]:
    """Everything that is wrong at rest; an empty list is what is wanted."""
    found = Rest(history)
    return [
        *([] if history.rested else ["it never comes to rest"]),
        *history.book.wrong,
        *found.outbox(),
        *found.ledger(),
        *found.keys(),
        *found.rows(),
        *found.answers(),
        *found.hand_edits(),
        *found.invented(),
        *found.questions(),
        *found.identities(),
    ]


class Rest:
    """The grid and the notebook at rest. `whole` are rows that nobody has torn apart."""

    def __init__(self, history: History) -> None:
        self._book = history.book
        self._people = history.people
        self._grid = history.grid
        self._sheet = history.grid.sheet()
        self._records = history.grid.records()
        self._named = {item.key for item in self._book.open if item.key}

    def outbox(self) -> Wrong:
        """Nothing is left to be sent, nothing under way."""
        for row in self._book.outbox.values():
            if row.state in (OutboxState.QUEUED, OutboxState.SENT, OutboxState.UNKNOWN):
                yield f"{row.op_id} is left {row.state}"

    def ledger(self) -> Wrong:
        """Every decision stands in the ledger once, under its own applicant, and nothing else does."""
        rows = [row for row in self._sheet.ledger_rows if row.kind is Kind.DECISION]
        wanted = Counter((d.op_id, d.key, d.revision) for d in self._book.decided.values())
        found = Counter((row.op_id, row.key, row.revision) for row in rows)
        if wanted != found:
            yield f"the ledger lacks {wanted - found} and has {found - wanted} too much"

    def keys(self) -> Wrong:
        """A key stands on its own row; one that stands elsewhere, or twice, has an item."""
        count = Counter(record["@key"] for record in self._records)
        for record in self._records:
            key, email = str(record["@key"] or ""), str(record["email"] or "")
            known = self._book.applications.get(key)
            if key and (known is None or known.email != email or count[key] > 1) and not self._is_torn(email):
                yield f"{key} stands on the row of {email!r}"
            if email and not key and not self._is_torn(email):
                yield f"{email} has no key"

    def rows(self) -> Wrong:
        """Each row shows its own application's highest revision, or an open item names it."""
        ranks = places(self._book.standings.values())
        for record in self._records:
            key = str(record["@key"] or "")
            if key not in self._book.applications or key in self._named:
                continue
            ours = projection(self._book.programme, self._book.standing(key), ranks.get(key))
            shown = {name: record[f"@{name}"] for name in DECISION}
            differs = [
                (name, shown[name], ours[name]) for name in DECISION if not same(shown[name], ours[name])
            ]
            if differs:
                yield f"row of {key} shows {differs} and no item says so"

    def answers(self) -> Wrong:
        """Form cells are as people left them, each beside its own e-mail."""
        shown = {str(r["email"]): r["workplace"] for r in self._records if r["email"]}
        for email, workplace in self._people.answers.items():
            if not self._is_torn(email) and not same(shown.get(email), workplace):
                yield f"{email} wrote {workplace!r}, the sheet says {shown.get(email)!r}"
        for header, word, row in self._grid.strays():
            if not self._is_parted(header, word, row):
                yield f"a strange column {header} has {word!r} in {row}"

    def hand_edits(self) -> Wrong:
        """The last word typed into a cell still stands, was decided, or is kept with an item."""
        shown = {str(record["email"]): record for record in self._records}
        for typed in self._people.typed.values():
            record = shown.get(typed.email)
            if record is None or typed.restores or self._is_torn(typed.email):
                continue
            if not (
                same(record[f"@{typed.column}"], typed.cell)
                or self._was_decided(typed)
                or self._was_kept(typed)
            ):
                yield f"{typed} is gone without a trace: {record[f'@{typed.column}']}"

    def invented(self) -> Wrong:
        """No decision comes from the sheet that nobody typed on its row."""
        programme = self._book.programme
        for decision in self._book.decided.values():
            email = self._book.came_from[decision.key]
            if decision.source is not Source.SHEET or self._people.swapped:
                continue
            words = [(column, word) for who, column, word in self._people.ever if who == email]
            if not any(
                (column == "status" and status_of(programme, word) is decision.status)
                or (column == "cohort" and cohort_of(programme, word) in (decision.cohort, None))
                or (column == "remark" and word == decision.remark)
                for column, word in words
            ):
                yield f"nobody typed {decision}"

    def questions(self) -> Wrong:
        """While a person is asked about a word, it stands in its cell; or a later one does."""
        latest = {(t.email, t.column): t.cell for t in self._people.typed.values()}
        shown = {str(record["@key"]): record for record in self._records}
        for item in self._book.open:
            record, theirs = shown.get(item.key), item.theirs or {}
            if item.ours is not None or item.kind not in TYPED or record is None:
                continue
            email, cell = str(record["email"]), record[f"@{item.column}"]
            asked = (theirs.get(item.column), latest.get((email, item.column)))
            if not self._is_torn(email) and not any(same(cell, word) for word in asked):
                yield f"{item} is open, and the cell says {cell!r}"

    def identities(self) -> Wrong:
        """No application is taken for that of another applicant."""
        for key, email in self._book.came_from.items():
            if self._book.applications[key].email not in (email, ""):
                yield f"{key} of {email} has become {self._book.applications[key].email}'s"

    def _is_parted(self, header: str, word: Cell, row: Row) -> bool:
        """Whether the receipt, by which alone a misplaced write is told, was sorted away from its word."""
        parted = self._people.parted
        return any((header, word) == (h, w) and receipt not in row for h, w, receipt in parted)

    def _is_torn(self, email: str) -> bool:
        return email in self._people.torn or (not email and bool(self._people.torn))

    def _was_decided(self, typed: Typed) -> bool:
        key, programme = self._people.key_of(typed.email), self._book.programme
        made = [d for d in self._book.decided.values() if d.key == key]
        word = str(typed.cell or "")
        if typed.column == "status":
            return any(d.status is status_of(programme, word) for d in made)
        if typed.column == "cohort":
            return any(d.cohort == cohort_of(programme, word) for d in made)
        return typed.column == "remark" and any(d.remark == word for d in made)

    def _was_kept(self, typed: Typed) -> bool:
        key = self._people.key_of(typed.email)
        items = [item for item in (*self._book.open, *self._book.closed) if item.key == key]
        sides = [side for item in items for side in (item.theirs, item.base) if side]
        return any(typed.column in side and same(side[typed.column], typed.cell) for side in sides)
