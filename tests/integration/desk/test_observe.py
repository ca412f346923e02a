"""What sync saw is stored: new rows get a number, corrected answers are kept, missing rows are named."""

from datetime import UTC, datetime

from integrations.journal import outbox
from integrations.journal.records import OutboxKind
from integrations.sync.observation import Identity, NewRow, Problem, SeenRow, Trouble
from rules.base import Text
from rules.finding import Finding, Outcome
from rules.keys import is_case_number
from tests.integration.desk.conftest import ANNA, Season


def new_row(season: Season, row: int = 2, **changes: object) -> NewRow:
    """A response that nobody knows yet."""
    cells = season.answers(**changes)  # type: ignore[arg-type]
    return NewRow(row=row, identity=season.identity(cells), cells=cells)


def test_new_row_gets_a_number_that_is_to_be_stamped(season: Season) -> None:
    """The number is reserved before it is written, and nothing can be decided until it is confirmed."""
    new = new_row(season)
    season.look(new_rows=(new,))
    (case,) = season.desk.board(ANNA).cases
    with season.journal.read(season.programme.id) as look:
        (row,) = outbox.pending(look)
    assert is_case_number(case.key)
    assert (row.kind, row.key, row.payload) == (OutboxKind.STAMP, case.key, new.identity.model_dump())
    assert (case.problem, case.application.row) == ("not_stamped", 2)


def test_same_new_row_seen_again_keeps_its_number(season: Season) -> None:
    """Before the stamp is written, the row is seen many times; it is one application."""
    new = new_row(season)
    season.look(new_rows=(new,))
    (first,) = season.desk.board(ANNA).cases
    season.clock.forward(seconds=5)  # type: ignore[attr-defined]
    season.look(new_rows=(new.model_copy(update={"row": 7}),))
    (again,) = season.desk.board(ANNA).cases
    assert (again.key, again.application.row) == (first.key, 7)


def test_two_rows_with_one_identity_are_for_a_person(season: Season) -> None:
    """A copied row never gets a number of its own, nor the number of the other."""
    new = new_row(season)
    season.look(new_rows=(new, new.model_copy(update={"row": 3})))
    board = season.desk.board(ANNA)
    assert [case.key for case in board.cases] == [item.key for item in board.items]
    assert [item.kind for item in board.items] == [Trouble.KEY_MISSING]


def test_first_time_stamp_is_kept_when_the_form_renews_it(season: Season) -> None:
    """The deadline is judged by the first time stamp seen."""
    case = season.one()
    cells = {**dict(season.records()[0].cells), "timestamp": 45500.5, "motivation": "Rettet"}
    seen = SeenRow(key=case.key, row=2, identity=season.identity(cells), cells=cells)
    season.look(seen=(seen,))
    after = season.case(case.key)
    assert after.application.first_seen == case.application.first_seen
    assert after.application.text("motivation") == "Rettet"
    assert after.basis != case.basis


def test_moved_row_is_the_same_application(season: Season) -> None:
    """Sorting changes the address of every cell and nothing else."""
    case = season.one()
    (record,) = season.records()
    seen = SeenRow(key=case.key, row=9, identity=Identity(stamp=record.stamp, email=record.email))
    season.look(seen=(seen,))
    after = season.case(case.key)
    assert (after.application.cell("email"), after.basis) == ("B9", case.basis)


def test_vanished_row_is_kept_and_named(season: Season) -> None:
    """A deleted row is an item for a person; it comes back when the row does."""
    case = season.one()
    season.look(seen=())
    gone = season.case(case.key)
    assert (gone.problem, [item.kind for item in gone.items]) == (Trouble.VANISHED, [Trouble.VANISHED])
    season.look()
    back = season.case(case.key)
    assert (back.problem, back.items) == ("", ())


def test_trouble_is_one_item_however_often_it_is_seen(season: Season) -> None:
    """Each look names what is wrong; the inbox names it once, and drops it when it has ended."""
    case = season.one()
    problem = Problem(kind=Trouble.DUPLICATE_KEY, key=case.key, row=2, column="key", cell="V2")
    season.look(problems=(problem,))
    season.look(problems=(problem.model_copy(update={"row": 5, "cell": "V5"}),))
    troubled = season.case(case.key)
    assert [(item.kind, item.cell) for item in troubled.items] == [(Trouble.DUPLICATE_KEY, "V5")]
    season.look()
    assert season.desk.board(ANNA).items == ()


def test_unchanged_look_changes_nothing(season: Season) -> None:
    """A look that shows nothing new leaves the very same board."""
    season.one()
    season.look()
    before = season.desk.board(ANNA)
    season.clock.forward(seconds=5)  # type: ignore[attr-defined]
    season.look()
    assert season.desk.board(ANNA) is before


def test_findings_on_the_table_are_shown_on_the_board(season: Season) -> None:
    """What reading found wrong with the table itself."""
    words = Text(da="Kolonnen mangler.", en="The column is missing.")
    finding = Finding(code="missing_column", outcome=Outcome.PERSON, cell="A1", message=words)
    season.look(findings=(finding,))
    assert season.desk.board(ANNA).findings == (finding,)


def test_identical_material_never_gives_two_applications_one_number(season: Season) -> None:
    """Four hundred applications, four hundred numbers."""
    keys = season.arrive(*(season.answers() for _ in range(400)))
    assert len(set(keys)) == 400


def test_moment_of_the_first_look_is_not_taken_for_the_time_stamp(season: Season) -> None:
    """The application came when its time stamp says, whenever we first looked."""
    case = season.one(timestamp="03/06/2024 10.00.00")
    assert case.application.first_seen == datetime(2024, 6, 3, 8, tzinfo=UTC)
