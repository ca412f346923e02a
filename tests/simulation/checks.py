"""What must hold once everything rests. Each check yields what is wrong, in words."""

from collections.abc import Iterator
from itertools import pairwise
from string import ascii_uppercase

from desk.resolving import DISMISS
from integrations.journal import applications, decisions, items
from integrations.journal.proof import verify
from integrations.journal.records import Item
from integrations.sync.ledger import Kind, LedgerRow, parse
from integrations.sync.observation import Trouble
from rules.base import Cell
from rules.columns import COHORT, DECISION, HEADERS, KEY, REMARK, STATUS
from rules.merge import same
from rules.projection import projection
from rules.state import Decision, Source, Standing, Status
from rules.waitlist import places
from rules.wording import cohort_of, status_of
from tests.simulation.history import History
from tests.simulation.look import EMAIL, WORKPLACE, Line, ledger, look, plain
from tests.simulation.truth import Typed, stands

Wrong = Iterator[str]


def violations(history: History) -> list[str]:
    """Everything that is wrong at rest; an empty list is what is wanted."""
    found = Rest(history)
    return [
        *([] if history.rested else ["it never comes to rest: every tick changes something"]),
        *history.watch.found,
        *found.acknowledged_decisions(),
        *found.revisions(),
        *found.ledger(),
        *found.rows(),
        *found.strays(),
        *found.hand_edits(),
        *found.invented(),
        *found.answers(),
        *found.audit(),
        *found.foreign(),
        *found.keys(),
    ]


class Rest:
    """The journal, the sheet and the ledger at rest."""

    def __init__(self, history: History) -> None:
        self._history = history
        world = history.world
        with world.journal.read(world.programme.id) as at_rest:
            self._decisions = decisions.since(at_rest)
            self._known = {record.key: record for record in applications.since(at_rest)}
            self._items: tuple[Item, ...] = tuple(
                item for key in ("", *sorted(self._known)) for item in items.of_key(at_rest, key)
            )
        self._open = [item for item in self._items if item.resolved_at is None]
        # Somebody who dismisses an item has been told; it must not come back while its cause lasts.
        self._told = told = [
            item for item in self._items if item.resolved_at is None or item.choice == DISMISS
        ]
        self._named = {item.key for item in told} | {str(item.params.get("typed")) for item in told}
        self._whose = {key: history.watch.books.whose(key) for key in self._known}
        self._programme = world.programme
        self._truth = history.truth
        self._seen = look(world)
        self._lines = self._seen.lines if self._seen else ()
        self._people = [line.cells for line in self._lines]
        self._rows = [row for row in self._people if row.get(KEY)]
        self._ledger = self._entries(history)

    @staticmethod
    def _entries(history: History) -> list[LedgerRow]:
        tab = ledger(history.world.account.store.book(history.world.spreadsheet))
        rows = (parse([plain(cell.value) for cell in row]) for row in (tab.rows[1:] if tab else ()))
        return [row for row in rows if row is not None]

    def acknowledged_decisions(self) -> Wrong:
        """What was acknowledged is in the journal, word for word."""
        kept = {decision.op_id: decision for decision in self._decisions}
        for decision in self._truth.decided:
            if kept.get(decision.op_id) != decision:
                yield f"acknowledged decision {decision.op_id} on {decision.key} is lost or changed"

    def revisions(self) -> Wrong:
        """Revisions of a key count 1, 2, 3 … without gap or fork."""
        for key, made in self._by_key().items():
            if [decision.revision for decision in made] != list(range(1, len(made) + 1)):
                yield f"{key} has revisions {[d.revision for d in made]}"

    def ledger(self) -> Wrong:
        """Every decision stands in the ledger once, under its own applicant, and nothing else does."""
        wanted = {d.op_id: (d.key, d.revision) for d in self._decisions}
        seen: dict[str, tuple[str, int]] = {}
        for row in self._ledger:
            if row.kind is Kind.DECISION:
                if row.op_id in seen:
                    yield f"ledger names {row.op_id} twice"
                seen[row.op_id] = (row.key, row.revision)
        for op_id in wanted.keys() | seen.keys():
            if wanted.get(op_id) != seen.get(op_id):
                yield f"ledger has {seen.get(op_id)} for {op_id}, the journal {wanted.get(op_id)}"

    def rows(self) -> Wrong:
        """Each row shows its own application's highest revision, or an open item names it."""
        standings = {d.key: Standing.of(d) for d in self._decisions}
        ranks = places(standings.values())
        for row in self._rows:
            key = str(row[KEY])
            ours = projection(self._programme, standings.get(key, Standing(key=key)), ranks.get(key))
            shown = {name: row.get(HEADERS[name]) for name in DECISION}
            differs = [name for name in DECISION if not same(shown[name], ours[name])]
            if differs and not self._is_named(key):
                yield f"row of {key} shows {[(n, shown[n], ours[n]) for n in differs]} and no item says so"

    def strays(self) -> Wrong:
        """Words in the decision cells of a row without a key belong to somebody, or an item names them."""
        named = [item.theirs for item in self._told if item.kind == Trouble.STRAY_WORDS]
        for line in self._lines:
            words = {name: line.cells.get(HEADERS[name]) for name in DECISION}
            typed = {name: word for name, word in words.items() if isinstance(word, str)}
            if line.cells.get(KEY) or not typed or typed in named:
                continue
            if not self._is_somebodys(line):
                yield f"row {line.number} has no key but shows {typed}, and no item says so"

    def _is_somebodys(self, line: Line) -> bool:
        """Whether an item tells of this row without a key, or of the application that it is."""
        unknown = (item for item in self._told if item.kind == Trouble.IDENTITY and not item.key)
        if any(item.cell.lstrip(ascii_uppercase) == str(line.number) for item in unknown):
            return True
        return any(self._is_named(key) for who in self._truth.claims(line) for key in self._keys_of(who))

    def hand_edits(self) -> Wrong:
        """The last word typed into a cell still stands, was decided, or is kept with an item.

        One that only put back what was settled, before anyone looked, asks for nothing.
        """
        for typed in self._truth.typed:
            if typed.restores or stands(self._lines, typed):
                continue
            keys = {str(line.cells[KEY]) for line in self._lines if line.who == typed.who}
            keys.update(self._keys_of(typed.who))
            if not any(self._was_decided(key, typed) or self._was_kept(key, typed) for key in keys):
                yield f"typed {typed} is gone without a trace"

    def invented(self) -> Wrong:
        """What a decision from the sheet changes, somebody typed into that applicant's own row.

        Not asked in wild histories: who copies, cuts, sorts in part or restores puts words into any row.
        """
        if self._history.harshness.wild:
            return
        for key, made in self._by_key().items():
            typed = [Typed(*one) for one in self._truth.ever if one[0] in self._whose[key]]
            for before, now in pairwise((None, *made)):
                if now is not None and now.source is Source.SHEET:
                    said = [one for one in typed if self._says(now, one)]
                    lacks = _changed(before, now) - {one.header for one in said}
                    if lacks:
                        yield f"nobody typed {lacks} of {now.op_id} on {key}"

    def answers(self) -> Wrong:
        """Form cells are as the applicants and coordinators left them, each beside its own e-mail."""
        found = {line.who: (line.cells[EMAIL], line.cells[WORKPLACE]) for line in self._lines}
        for who, mine in self._truth.written.items():
            if found.get(who) != mine:
                yield f"{who} wrote {mine!r}, the sheet says {found.get(who)!r}"

    def audit(self) -> Wrong:
        """The audit chain is whole, and the tables say what it says."""
        world = self._history.world
        with world.journal.read(world.programme.id) as journal:
            broken = verify(journal).broken
        if broken:
            yield f"the audit chain is broken: {broken}"

    def foreign(self) -> Wrong:
        """What stands in cells that are not ours is what people left there."""
        lost = self._truth.lost(self._seen) if self._seen else []
        if lost:
            yield f"cells that are not ours have lost or got {lost}"

    def keys(self) -> Wrong:
        """Every response has one key, its own, which stands once; or an item names what is wrong.

        Where a person said that a changed row is the same application, it is.
        """
        rows: dict[str, list[Line]] = {}
        for line in self._lines:
            rows.setdefault(str(line.cells[KEY] or ""), []).append(line)
        for line in rows.pop("", ()):
            if self._truth.claims(line) and not self._is_somebodys(line):
                yield f"row {line.number} of {line.who} has no key, and no item says so"
        for key, lines in rows.items():
            if len(lines) > 1 and not self._is_named(key):
                yield f"{key} stands in rows {[line.number for line in lines]}, and no item says so"
            for line in lines:
                mine = self._whose.get(key, frozenset()) & self._truth.claims(line)
                if not (mine or self._is_named(key) or key in self._truth.said_same):
                    yield f"row of {line.who} bears {key}, which is of {set(self._whose.get(key, ()))}"
        for record in self._known.values():
            if record.stamped and record.key not in rows and not self._is_named(record.key):
                yield f"{record.key} stands nowhere, and no item says so"

    def _is_named(self, key: str) -> bool:
        """Whether an item tells a person about this application or word, or somebody has seen it."""
        return key in self._named

    def _keys_of(self, who: str) -> set[str]:
        """The keys of an applicant: more than one where nothing was left to know the row by."""
        return {key for key, mine in self._whose.items() if who in mine}

    def _by_key(self) -> dict[str, list[Decision]]:
        found: dict[str, list[Decision]] = {}
        for decision in self._decisions:
            found.setdefault(decision.key, []).append(decision)
        return found

    def _was_decided(self, key: str, typed: Typed) -> bool:
        return any(self._says(decision, typed) for decision in self._by_key().get(key, []))

    def _says(self, decision: Decision, typed: Typed) -> bool:
        """Whether a decision says what a word does."""
        if typed.header == STATUS:
            return decision.status is status_of(self._programme, str(typed.cell or ""))
        if typed.header == COHORT:
            return decision.cohort == cohort_of(self._programme, str(typed.cell))
        return decision.remark == typed.cell

    def _was_kept(self, key: str, typed: Typed) -> bool:
        column = next(name for name, header in HEADERS.items() if header == typed.header)
        sides: list[Cell] = [
            (side or {}).get(column)
            for item in self._items
            if item.key == key
            for side in (item.theirs, item.base)
        ]
        return any(same(side, typed.cell) for side in sides)


def _changed(before: Decision | None, now: Decision) -> set[str]:
    """The columns in which a decision says something new; a cohort also goes when the status does."""
    status, remark = (before.status, before.remark) if before else (Status.RECEIVED, "")
    cohort = before.cohort if before else ""
    changed = {STATUS: now.status is not status, REMARK: now.remark != remark}
    changed[COHORT] = now.cohort not in {cohort, ""}
    return {header for header, differs in changed.items() if differs}
