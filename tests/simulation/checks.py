"""What must hold once everything rests. Each check yields what is wrong, in words."""

from collections.abc import Iterator

from desk.views import Case
from integrations.journal import applications, decisions, items
from integrations.journal.records import Item
from integrations.sync.observation import Trouble
from rules.base import Cell
from rules.columns import COHORT, DECISION, HEADERS, KEY, STATUS
from rules.merge import same
from rules.projection import projection
from rules.state import Decision, Standing
from rules.waitlist import places
from rules.wording import cohort_of, status_of
from tests.simulation.history import History, Typed
from tests.world import KAREN

Wrong = Iterator[str]


def violations(history: History) -> list[str]:
    """Everything that is wrong at rest; an empty list is what is wanted."""
    found = Rest(history)
    return [
        *([] if history.rested else ["it never comes to rest: every tick changes something"]),
        *found.acknowledged_decisions(),
        *found.revisions(),
        *found.ledger(),
        *found.rows(),
        *found.hand_edits(),
        *found.answers(),
        *found.keys(),
    ]


class Rest:
    """The journal, the sheet and the ledger at rest."""

    def __init__(self, history: History) -> None:
        self._history = history
        world = history.world
        with world.journal.read(world.programme.id) as look:
            self._decisions = decisions.since(look)
            keys = applications.keys(look)
            self._items: tuple[Item, ...] = tuple(
                item for key in sorted(keys) for item in items.of_key(look, key)
            )
            self._open = items.opened(look)
        self._programme = world.programme
        self._rows = [row for row in world.people.records() if row.get(KEY)]
        self._people = world.people.records()
        self._ledger = world.people.ledger()

    def acknowledged_decisions(self) -> Wrong:
        """What was acknowledged is in the journal, word for word."""
        kept = {decision.op_id: decision for decision in self._decisions}
        for decision in self._history.decided:
            if kept.get(decision.op_id) != decision:
                yield f"acknowledged decision {decision.op_id} on {decision.key} is lost or changed"

    def revisions(self) -> Wrong:
        """Revisions of a key count 1, 2, 3 … without gap or fork."""
        for key, made in self._by_key().items():
            if [decision.revision for decision in made] != list(range(1, len(made) + 1)):
                yield f"{key} has revisions {[d.revision for d in made]}"

    def ledger(self) -> Wrong:
        """Every decision stands in the ledger once, under its own applicant, and nothing else does."""
        wanted = {d.op_id: (d.key, d.revision, d.status.value) for d in self._decisions}
        seen: dict[str, tuple[object, object, object]] = {}
        for row in self._ledger:
            if row["Art"] == "decision":
                if str(row["Id"]) in seen:
                    yield f"ledger names {row['Id']} twice"
                seen[str(row["Id"])] = (row[KEY], row["Revision"], row[STATUS])
        for op_id in wanted.keys() | seen.keys():
            if wanted.get(op_id) != seen.get(op_id):
                yield f"ledger has {seen.get(op_id)} for {op_id}, the journal {wanted.get(op_id)}"

    def rows(self) -> Wrong:
        """Each row shows its own application's highest revision, or an open item names it."""
        standings = {d.key: Standing.of(d) for d in self._decisions}
        ranks = places(standings.values())
        named = {item.key for item in self._open if item.key}
        for row in self._rows:
            key = str(row[KEY])
            ours = projection(self._programme, standings.get(key, Standing(key=key)), ranks.get(key))
            shown = {name: row.get(HEADERS[name]) for name in DECISION}
            differs = [name for name in DECISION if not same(shown[name], ours[name])]
            if differs and key not in named:
                yield f"row of {key} shows {[(n, shown[n], ours[n]) for n in differs]} and no item says so"
        strays = [item.theirs for item in self._open if item.kind == Trouble.STRAY_WORDS]
        for row in self._people:
            words = {name: row[HEADERS[name]] for name in DECISION if row.get(HEADERS[name])}
            if not row.get(KEY) and words and words not in strays:
                yield f"a row without key shows a decision, and no item names it: {row}"

    def hand_edits(self) -> Wrong:
        """The last word typed into a cell still stands, was decided, or is kept with an item.

        One that only put back what was settled, before anyone looked, asks for nothing.
        """
        shown = {str(row["Mailadresse"]): row for row in self._rows}
        for typed in self._history.typed:
            if not typed.email and not any(same(row[typed.header], typed.cell) for row in self._people):
                yield f"typed {typed} on a row without an application is gone"
            row = shown.get(typed.email)
            if row is None or typed.restores or same(row.get(typed.header), typed.cell):
                continue
            key = str(row[KEY])
            if not (self._was_decided(key, typed) or self._was_kept(key, typed)):
                yield f"typed {typed} is gone without a trace: {row.get(typed.header)}"

    def answers(self) -> Wrong:
        """Form cells are as the applicants and coordinators left them, each beside its own e-mail."""
        found = {str(r["Mailadresse"]): r["Arbejdsplads"] for r in self._people if r["Mailadresse"]}
        for email, workplace in self._history.written.items():
            if found.get(email) != workplace:
                yield f"{email} wrote {workplace!r}, the sheet says {found.get(email)!r}"

    def keys(self) -> Wrong:
        """Every response has one key, no key stands twice, and the journal knows whose it is."""
        keys = [str(row[KEY]) for row in self._rows]
        if len(set(keys)) != len(keys):
            yield f"keys stand twice: {sorted(keys)}"
        emails = {case.key: case.application.text("email") for case in self._cases()}
        for row in self._people:
            if row["Mailadresse"] and emails.get(str(row[KEY])) != row["Mailadresse"]:
                yield f"row of {row['Mailadresse']} bears {row[KEY]!r} of {emails.get(str(row[KEY]))}"

    def _cases(self) -> tuple[Case, ...]:
        return self._history.world.desk.board(KAREN).cases

    def _by_key(self) -> dict[str, list[Decision]]:
        found: dict[str, list[Decision]] = {}
        for decision in self._decisions:
            found.setdefault(decision.key, []).append(decision)
        return found

    def _was_decided(self, key: str, typed: Typed) -> bool:
        made = self._by_key().get(key, [])
        if typed.header == STATUS:
            status = status_of(self._programme, str(typed.cell or ""))
            return any(d.status is status for d in made)
        if typed.header == COHORT:
            return any(d.cohort == cohort_of(self._programme, str(typed.cell)) for d in made)
        return any(d.remark == typed.cell for d in made)

    def _was_kept(self, key: str, typed: Typed) -> bool:
        column = next(name for name, header in HEADERS.items() if header == typed.header)
        sides: list[Cell] = [
            (side or {}).get(column)
            for item in self._items
            if item.key == key
            for side in (item.theirs, item.base)
        ]
        return any(same(side, typed.cell) for side in sides)
