"""What coordinators type into the decision columns: their decisions, or items for a person."""

import pytest

from integrations.journal import bases, outbox
from integrations.sync.observation import Conflict
from rules.base import Cell
from rules.people import Role
from rules.state import Refused, Source, Status
from tests.integration.desk.conftest import ANNA, Season, person

CLARA = person(Role.CONSULTANT, "Clara")
CORA = person(Role.COORDINATOR, "Cora")


def base_of(season: Season, key: str) -> dict[str, Cell]:
    """The base's status, cohort and remark."""
    with season.journal.read(season.programme.id) as look:
        base = bases.get(look, key)
    assert base is not None
    return {column: base.cells.get(column) for column in ("status", "cohort", "remark")}


def kinds(season: Season) -> list[tuple[str, str]]:
    """Kind and column of all open items."""
    return [(item.kind, item.column) for item in season.desk.board(ANNA).items]


def test_words_typed_become_the_coordinators_decision(season: Season) -> None:
    """Status and cohort typed together are one decision, from the sheet, that goes into the ledger."""
    case = season.one()
    season.type(case.key, status="godkendt ", cohort="Århus", remark="Aftalt på telefon")
    (event,) = season.desk.history(ANNA, case.key)
    made = event.decision
    assert (made.status, made.cohort, made.remark) == (Status.APPROVED, "aarhus", "Aftalt på telefon")
    assert (made.by, made.source, made.basis) == ("Regnearket", Source.SHEET, case.basis)
    with season.journal.read(season.programme.id) as look:
        assert [row.op_id for row in outbox.pending(look)] == [made.op_id]
    typed = {"status": "godkendt ", "cohort": "Århus", "remark": "Aftalt på telefon"}
    assert base_of(season, case.key) == typed


def test_same_edit_seen_twice_is_one_decision(season: Season) -> None:
    """A look that was handed on twice changes nothing the second time."""
    case = season.one()
    look = season.observation(edits=(season.hand_edit(case.key, status="Venteliste"),))
    season.desk.observe(look)
    season.desk.observe(look)
    assert season.case(case.key).revision == 1


def test_edit_judged_on_an_old_revision_waits_for_the_next_look(season: Season) -> None:
    """Where a consultant decided between look and import, nothing is imported and the base stays."""
    case = season.one()
    edit = season.hand_edit(case.key, status="Venteliste")
    season.decide(case, Status.CLARIFICATION)
    before = base_of(season, case.key)
    season.look(edits=(edit,))
    assert season.case(case.key).standing.status is Status.CLARIFICATION
    assert base_of(season, case.key) == before


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"status": "måske"}, [("unknown_word", "status")]),
        ({"status": "Godkendt"}, [("cohort_missing", "status")]),
        (
            {"status": "Tilbudt", "cohort": "Aarhus"},
            [("move_not_allowed", "cohort"), ("move_not_allowed", "status")],
        ),
        (
            {"status": "Godkendt", "cohort": "Randers"},
            [("unknown_word", "cohort"), ("unknown_word", "status")],
        ),
    ],
)
def test_words_that_make_no_decision_become_items(
    season: Season, typed: dict[str, Cell], expected: list[tuple[str, str]]
) -> None:
    """The cell stays as typed, and the item says what was, what we have and what stands there."""
    case = season.one()
    season.type(case.key, **typed)
    assert kinds(season) == expected
    assert season.case(case.key).revision == 0
    assert {column: base_of(season, case.key)[column] for column in typed} == typed


def test_approval_beyond_a_limit_becomes_an_item_with_the_figures(season: Season) -> None:
    """The sheet overrides no limit."""
    season.decide(season.one(size=44), Status.APPROVED, "aarhus")
    case = season.one()
    season.type(case.key, status="Godkendt", cohort="Aarhus")
    assert kinds(season) == [("over_limit", "cohort"), ("over_limit", "status")]
    (item, _) = season.desk.board(ANNA).items
    assert item.params["participants"] == "47"
    assert (item.ours, item.theirs) == ({"cohort": None}, {"cohort": "Aarhus"})


def test_missing_cohort_typed_later_completes_the_decision(season: Season) -> None:
    """First the status, then the cohort: together they are the decision, and the item ends."""
    case = season.one()
    season.type(case.key, status="Godkendt")
    season.type(case.key, cohort="Odense")
    assert kinds(season) == []
    standing = season.case(case.key).standing
    assert (standing.status, standing.cohort) == (Status.APPROVED, "odense")


def test_word_corrected_in_the_sheet_ends_the_item(season: Season) -> None:
    """Who mistyped can put it right where it was typed."""
    case = season.one()
    season.type(case.key, status="Ventliste")
    season.type(case.key, status="Venteliste")
    assert kinds(season) == []
    assert season.case(case.key).standing.status is Status.WAITLISTED


def test_word_put_back_to_what_we_have_ends_the_item_without_a_decision(season: Season) -> None:
    """Nothing was decided, so nothing is."""
    case = season.one()
    season.decide(case, Status.WAITLISTED)
    season.settle()
    season.type(case.key, status="hov")
    season.type(case.key, status="Venteliste")
    assert (kinds(season), season.case(case.key).revision) == ([], 1)


def test_words_in_a_cell_that_only_shows_are_kept_for_a_person(season: Season) -> None:
    """Place, name and time are shown by us; what is typed there decides nothing."""
    case = season.one()
    season.decide(case, Status.WAITLISTED)
    season.settle()
    season.type(case.key, place="1")
    assert kinds(season) == [("shown_only", "place")]
    assert season.case(case.key).revision == 1


def test_typed_refusal_needs_no_reason_but_keeps_the_remark_as_one(season: Season) -> None:
    """The sheet has no cell for a reason."""
    case = season.one()
    season.type(case.key, status="Afslag", remark="Privat arbejdsgiver")
    standing = season.case(case.key).standing
    assert (standing.status, standing.reason) == (Status.DECLINED, "Privat arbejdsgiver")


def conflict(season: Season, theirs: str = "Godkendt") -> str:
    """A cell that Anna and somebody in the sheet both changed; the case's number."""
    case = season.one()
    season.decide(case, Status.CLARIFICATION)
    season.settle()
    season.decide(season.case(case.key), Status.WAITLISTED)
    season.look(
        conflicts=(
            Conflict(
                key=case.key,
                row=2,
                revision=2,
                column="status",
                cell="W2",
                base="Afklares",
                ours="Venteliste",
                theirs=theirs,
            ),
        )
    )
    return case.key


def test_cell_changed_on_both_sides_is_a_conflict_with_all_values(season: Season) -> None:
    """Nothing is imported and nothing overwritten; the base is what stands in the sheet."""
    key = conflict(season)
    (item,) = season.case(key).items
    assert (item.base, item.ours, item.theirs) == (
        {"status": "Afklares"},
        {"status": "Venteliste"},
        {"status": "Godkendt"},
    )
    assert season.case(key).writing == "conflict"
    assert base_of(season, key)["status"] == "Godkendt"


def test_choosing_ours_leaves_the_decision_and_ends_the_item(season: Season) -> None:
    """The cell is then written again."""
    key = conflict(season)
    (item,) = season.case(key).items
    season.desk.resolve(CLARA, item.id, "ours")
    assert (season.case(key).items, season.case(key).standing.status) == ((), Status.WAITLISTED)


def test_choosing_theirs_makes_it_the_choosers_decision(season: Season) -> None:
    """What was typed counts, in the name of who chose."""
    key = conflict(season, theirs="Afslag")
    (item,) = season.case(key).items
    season.desk.resolve(CLARA, item.id, "theirs", reason="Som koordinatoren skrev")
    after = season.case(key)
    assert (after.items, after.standing.status, after.standing.by) == ((), Status.DECLINED, "Clara")
    assert after.standing.reason == "Som koordinatoren skrev"


def test_choosing_theirs_is_held_to_the_rules(season: Season) -> None:
    """An approval without a cohort is no decision whoever chooses it; the item stays."""
    key = conflict(season, theirs="Godkendt")
    (item,) = season.case(key).items
    with pytest.raises(Refused, match="cohort_missing"):
        season.desk.resolve(CLARA, item.id, "theirs")
    assert season.case(key).items == (item,)


def test_choosing_theirs_beyond_a_limit_takes_a_reason(season: Season) -> None:
    """The item can be settled with an override in the chooser's name."""
    season.decide(season.one(size=44), Status.APPROVED, "aarhus")
    case = season.one()
    season.type(case.key, status="Godkendt", cohort="Aarhus")
    item = season.case(case.key).items[0]
    with pytest.raises(Refused, match="over_limit"):
        season.desk.resolve(CLARA, item.id, "theirs")
    season.desk.resolve(CLARA, item.id, "theirs", override_reason="Én er syg")
    after = season.case(case.key)
    assert (after.items, after.standing.by) == ((), "Clara")
    assert after.standing.override is not None


def test_a_coordinator_settles_items_within_the_limits(season: Season) -> None:
    """What a coordinator chooses becomes a decision in that name; a limit cannot be broken that way."""
    key = conflict(season, theirs="Afslag")
    (item,) = season.case(key).items
    season.desk.resolve(CORA, item.id, "theirs")
    assert (season.case(key).items, season.case(key).standing.by) == ((), "Cora")
    season.decide(season.one(size=44), Status.APPROVED, "aarhus")
    full = season.one()
    season.type(full.key, status="Godkendt", cohort="Aarhus")
    waiting = season.case(full.key).items
    with pytest.raises(Refused, match="not_allowed"):
        season.desk.resolve(CORA, waiting[0].id, "theirs", override_reason="Én er syg")
    assert season.case(full.key).items == waiting


def test_an_item_says_when_the_sheet_was_looked_at_before(season: Season) -> None:
    """What was typed came after the look before; seen again later, it is still the same item."""
    case = season.one()
    before = season.read_at()
    season.type(case.key, status="Måske")
    (item,) = season.case(case.key).items
    assert item.params["since"] == before.isoformat()
    season.look(seen=())
    season.look()
    assert season.case(case.key).items == (item,)


def test_item_is_settled_once(season: Season) -> None:
    """A second person is told who was first."""
    key = conflict(season)
    (item,) = season.case(key).items
    season.desk.resolve(CLARA, item.id, "ours")
    with pytest.raises(Refused) as refused:
        season.desk.resolve(ANNA, item.id, "theirs")
    assert (refused.value.code, refused.value.params["by"]) == ("item_settled", "Clara")


def test_choice_that_an_item_does_not_have_is_refused(season: Season) -> None:
    """Trouble with a row is no choice between words."""
    case = season.one()
    season.look(seen=())
    (item,) = season.case(case.key).items
    with pytest.raises(Refused, match="unknown_choice"):
        season.desk.resolve(CLARA, item.id, "theirs")
    season.desk.resolve(CLARA, item.id, "dismiss")
    season.look(seen=())
    assert season.case(case.key).items == ()
    season.look()
    season.look(seen=())
    assert [one.kind for one in season.case(case.key).items] == ["vanished"]
