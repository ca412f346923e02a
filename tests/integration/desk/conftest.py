"""A desk on a real journal, with the shipped network programme and applications as sync sees them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from desk import Case, Desk
from desk.opening import put_in_force
from desk.programmes import ActiveProgramme
from integrations import programmes
from integrations.journal import applications, bases, decisions, outbox
from integrations.journal.journal import Journal
from integrations.journal.records import ApplicationRecord, Base, OutboxKind, OutboxState
from integrations.sync.observation import CellEdit, HandEdit, Identity, NewRow, Observation, SeenRow
from integrations.sync.sheet import identity
from rules.base import Cell
from rules.people import Actor, Role
from rules.programme.model import Programme
from rules.projection import projection, serial
from rules.reading import Layout
from rules.state import Decision, Source, Status

Cells = dict[str, Cell]


def person(role: Role, name: str = "") -> Actor:
    """Someone with this role."""
    name = name or str(role)
    return Actor(name=name, email=f"{name}@kommune.example", role=role, source=Source.PAGE)


ANNA = person(Role.CONSULTANT, "Anna")
BO = person(Role.CONSULTANT, "Bo")
EVA = person(Role.ADMINISTRATOR, "Eva")


class Season:
    """A round under way: the desk, and the sheet as sync would see and settle it."""

    def __init__(self, journal: Journal, clock: Callable[[], datetime]) -> None:
        self.journal = journal
        self.clock = clock
        programme_id = put_in_force(journal, programmes.document("network-2024"))
        numbers = count(1)
        source = ActiveProgramme(journal, programme_id)
        self.desk = Desk(journal, source, clock, new_id=lambda: f"op-{next(numbers)}")
        self._rows: dict[str, Cells] = {}
        self._row = count(2)

    @property
    def programme(self) -> Programme:
        """The programme in force."""
        return self.desk.programme

    def layout(self) -> Layout:
        """One column for each question, in the programme's order."""
        columns = {question.id: column for column, question in enumerate(self.programme.questions, start=1)}
        return Layout(header_row=1, columns=columns)

    def answers(self, size: int = 3, **changes: Cell) -> Cells:
        """Answers that the rules find nothing wrong with, from a workplace of its own."""
        number = next(self._row)
        people = [("Lis Leder", "leder"), ("Tom Tillid", "TR"), ("Ane Arbejdsmiljø", "AMR")]
        people += [(f"Mia Medarbejder {n}", "medarbejder") for n in range(size - 3)]
        listed = "\n".join(
            f"{name}, {role}, {name.split()[0].lower()}@skole.example" for name, role in people
        )
        day = datetime(2024, 5, 20, 8, tzinfo=UTC) + timedelta(minutes=number)
        usual: Cells = {
            "timestamp": serial(day, self.programme.zone),
            "email": f"leder{number}@skole.example",
            "municipality": "Aarhus",
            "workplace": _WORKPLACES[number % len(_WORKPLACES)] + f" {number}",
            "branch": "Skole",
            "sector": "Kommunal",
            "group_kind": "TRIO",
            "size": float(size),
            "participants": listed,
            "leader_name": "Lis Leder",
            "leader_email": "lis@skole.example",
            "leader_phone": "86123456",
            "representative_name": "Tom Tillid",
            "representative_role": "TR",
            "representative_email": "tom@skole.example",
            "representative_phone": "86123457",
            "wish_1": "Aarhus",
            "wish_2": "Odense",
            "attended_before": "Nej",
            "decided": "Ja",
            "motivation": "Vi vil gerne være med.",
        }
        return {**usual, **changes}

    def arrive(self, *answers: Cells) -> tuple[str, ...]:
        """New responses come in, get their keys and have them stamped."""
        before = set(self._rows)
        taken = len(self._rows)
        new = tuple(
            NewRow(row=taken + 2 + n, identity=self.identity(cells), cells=cells)
            for n, cells in enumerate(answers)
        )
        self.look(new_rows=new)
        for record in sorted(self.records(), key=lambda record: record.row):
            if record.key not in before and record.origin == "sheet" and record.key not in self._rows:
                self._rows[record.key] = dict(record.cells)
        self.settle()
        return tuple(key for key in self._rows if key not in before)

    def one(self, size: int = 3, **changes: Cell) -> Case:
        """One more application, ready to be decided on."""
        (key,) = self.arrive(self.answers(size, **changes))
        return self.case(key)

    def read_at(self) -> datetime:
        """When the sheet was last looked at."""
        found = self.desk.board(ANNA).health.read_at
        assert found is not None
        return found

    def case(self, key: str) -> Case:
        """A case as it is now."""
        found = self.desk.board(ANNA).case(key)
        assert found is not None
        return found

    def look(self, new_rows: tuple[NewRow, ...] = (), **seen: object) -> None:
        """Sync looks: every known row stands where it stood, and whatever else is given."""
        self.desk.observe(self.observation(new_rows=new_rows, **seen))

    def observation(self, **seen: object) -> Observation:
        """What a look would see."""
        rows = tuple(
            SeenRow(key=key, row=row, identity=self.identity(cells))
            for row, (key, cells) in enumerate(self._rows.items(), start=2)
        )
        usual = {"at": self.clock(), "layout": self.layout().model_dump(), "seen": rows}
        return Observation.model_validate({**usual, **seen})

    def identity(self, cells: Cells) -> Identity:
        """What a row is known by."""
        return identity(cells["timestamp"], cells["email"])

    def records(self) -> tuple[ApplicationRecord, ...]:
        """All applications in the journal."""
        with self.journal.read(self.programme.id) as look:
            return applications.since(look)

    def settle(self) -> None:
        """Everything pending is written into the sheet and confirmed there, as sync does."""
        programme = self.programme
        with self.journal.write(programme.id) as work:
            for row in outbox.pending(work):
                record = applications.get(work, row.key)
                assert record is not None
                cells = projection(programme, decisions.latest(work, row.key), None)
                receipt = f"{row.key}.{row.revision}.1"
                bases.save(
                    work,
                    Base(
                        key=row.key, cells=cells, receipt=receipt, revision=row.revision, settled_at=work.now
                    ),
                )
                if row.kind is not OutboxKind.DECISION:
                    self._rows[row.key] = dict(record.cells)
                    applications.save(work, record.model_copy(update={"stamped": True, "present": True}))
                outbox.mark(work, [row.op_id], OutboxState.SETTLED)

    def type(self, key: str, **words: Cell) -> None:
        """A coordinator types into decision cells, and sync sees it."""
        self.look(edits=(self.hand_edit(key, **words),))

    def hand_edit(self, key: str, **words: Cell) -> HandEdit:
        """What sync says of words typed into decision cells."""
        with self.journal.read(self.programme.id) as look:
            base = bases.get(look, key)
        assert base is not None
        edits = tuple(
            CellEdit(column=column, cell=f"Z{column}", base=base.cells.get(column), theirs=theirs)
            for column, theirs in words.items()
        )
        revision = self.case(key).revision
        return HandEdit(key=key, row=2, revision=revision, receipt=base.receipt, edits=edits)

    def decide(self, case: Case, status: Status, cohort: str = "", **more: object) -> Decision:
        """Anna decides on a case as she sees it."""
        usual = {"revision": case.revision, "basis": case.basis}
        return self.desk.decide(ANNA, key=case.key, status=status, cohort=cohort, **{**usual, **more})  # type: ignore[arg-type]


_WORKPLACES = (
    "Børnehuset Solen",
    "Vestskolen",
    "Plejehjemmet Engen",
    "Biblioteket",
    "Materielgården",
    "Jobcentret",
)


@pytest.fixture
def season(journal: Journal, clock: Callable[[], datetime]) -> Season:
    """A round under way on 3 June 2024, without applications."""
    return Season(journal, clock)
