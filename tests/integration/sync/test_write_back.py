"""From a response in the form to a decision in the sheet, while people move the rows."""

import pytest

from desk.resolving import choices
from desk.views import Writing
from integrations.sheets.errors import OutcomeUnknown
from integrations.sheets_server import Applied, Call, Disturbance, Trouble
from rules.columns import AT, BY, COHORT, KEY, PLACE, RECEIPT, REMARK, STATUS
from rules.state import Source, Status
from tests.world import KAREN, MIKKEL, World

SHOWN = (STATUS, COHORT, PLACE, REMARK, BY)


def decision_cells(world: World, key: str) -> list[object]:
    """What the row of an application shows."""
    row = world.people.shown(key)
    return [row[name] for name in SHOWN]


def workplace(world: World, key: str) -> object:
    """The workplace in the row that bears a case number."""
    return world.people.shown(key)["Arbejdsplads"]


def test_a_response_gets_its_key_and_its_decision_lands_in_its_row(world: World) -> None:
    """The thin whole: a response is stamped, decided, and its row and the ledger say so."""
    key, other = world.arrive("Nord skole", "Syd skole")
    decision = world.decide(key, Status.APPROVED, "aarhus", remark="=1+1")
    assert world.case(key).writing is Writing.SAVED
    world.tick()
    newest = world.people.ledger()[0]
    assert decision_cells(world, key) == ["Godkendt", "Aarhus", "", "=1+1", "Karen Holm"]
    assert decision_cells(world, other) == ["", "", "", "", ""]
    assert (newest["Id"], newest[KEY], newest["Revision"], newest[STATUS]) == (
        decision.op_id,
        key,
        1,
        "approved",
    )
    assert world.case(key).writing is Writing.IN_SHEET
    assert world.problems() == []


def test_a_sort_between_look_and_write_moves_nothing_to_another_row(world: World) -> None:
    """The write that hits a wrong row is noticed by its own reply; the next call puts both rows right."""
    north, south, west = world.arrive("A skole", "B skole", "C skole")
    world.decide(south, Status.DECLINED, reason="for sent")
    world.tick()
    world.decide(north, Status.APPROVED, "aarhus")
    world.wire.before_write = lambda: world.people.sort("Arbejdsplads", descending=True)
    world.tick()
    assert decision_cells(world, west)[0] == "Godkendt"
    world.tick()
    shown = [(workplace(world, key), decision_cells(world, key)[0]) for key in (north, south, west)]
    assert shown == [("A skole", "Godkendt"), ("B skole", "Afslag"), ("C skole", "")]
    assert world.problems() == []
    assert [world.case(key).writing for key in (north, south)] == [Writing.IN_SHEET, Writing.IN_SHEET]


def test_a_hand_edit_under_a_misplaced_write_is_kept(world: World) -> None:
    """What a coordinator typed just before our write covered it is restored and imported."""
    north, _, west = world.arrive("A skole", "B skole", "C skole")
    world.decide(north, Status.APPROVED, "aarhus")

    def meanwhile() -> None:
        world.people.type(world.people.row_of(west), STATUS, "Afslag")
        world.people.sort("Arbejdsplads", descending=True)

    world.wire.before_write = meanwhile
    world.tick(3)
    assert [decision_cells(world, key)[0] for key in (north, west)] == ["Godkendt", "Afslag"]
    standing = world.case(west).standing
    assert (standing.status, standing.revision, world.problems()) == (Status.DECLINED, 1, [])


def test_a_key_stamped_on_a_wrong_row_is_taken_back(world: World) -> None:
    """A sort between look and stamp gives no row a wrong key for longer than one call."""
    (first,) = world.arrive("M skole")
    for name in ("Z skole", "A skole"):
        world.clock.forward(seconds=1)
        world.people.respond(name, f"{name[0].lower()}@skole.example")
    world.wire.before_write = lambda: world.people.sort("Arbejdsplads")
    world.tick(3)
    rows = world.people.records()
    assert [row["Arbejdsplads"] for row in rows] == ["A skole", "M skole", "Z skole"]
    keys = [str(row[KEY]) for row in rows]
    assert (keys[1], len(set(keys)), "" in keys) == (first, 3, False)
    cases = [world.case(key).application.text("workplace") for key in keys]
    assert (cases, world.problems()) == (["A skole", "M skole", "Z skole"], [])


def test_a_column_inserted_between_look_and_write_is_noticed_and_put_right(world: World) -> None:
    """A write under wrong headers is undone from the copies, and made under the right ones."""
    north, south = world.arrive("A skole", "B skole")
    world.decide(south, Status.DECLINED, reason="for sent")
    world.tick()
    before = world.people.shown(south)
    world.decide(north, Status.APPROVED, "aarhus", remark="ring")
    world.wire.before_write = lambda: world.people.insert_column(KEY, "Ringet til")
    world.tick(3)
    assert decision_cells(world, north) == ["Godkendt", "Aarhus", "", "ring", "Karen Holm"]
    assert {k: v for k, v in world.people.shown(south).items() if k != "Ringet til"} == before
    assert [row["Ringet til"] for row in world.people.records()] == ["", ""]
    assert world.problems() == []


def test_columns_that_move_again_before_the_repair_take_the_damage_with_them(world: World) -> None:
    """What was written under a wrong header is found under that header, wherever it has gone."""
    north, south = world.arrive("A skole", "B skole")
    before = world.people.shown(south)
    world.people.move_column(RECEIPT, "Kommune")
    world.tick()
    world.decide(north, Status.APPROVED, "aarhus", remark="ring")
    world.wire.before_write = lambda: world.people.insert_column("Kommune", "Ringet til")
    world.tick()
    world.people.insert_column(KEY, "Husk")
    world.tick(2)
    assert decision_cells(world, north) == ["Godkendt", "Aarhus", "", "ring", "Karen Holm"]
    extra = ("Ringet til", "Husk")
    shown = {name: cell for name, cell in world.people.shown(south).items() if name not in extra}
    noted = [row[name] for row in world.people.records() for name in extra]
    assert (shown, noted, world.problems()) == (before, [""] * 4, [])


@pytest.mark.parametrize("moved", [STATUS, RECEIPT, KEY, REMARK])
def test_a_column_moved_between_look_and_write_is_put_right(world: World, moved: str) -> None:
    """Whichever of our columns is moved away, nothing stays where it does not belong."""
    north, south = world.arrive("A skole", "B skole")
    before = world.people.shown(south)
    world.decide(north, Status.APPROVED, "aarhus", remark="ring")
    world.wire.before_write = lambda: world.people.move_column(moved, "Kommune")
    world.tick(3)
    assert decision_cells(world, north) == ["Godkendt", "Aarhus", "", "ring", "Karen Holm"]
    assert (world.people.shown(south), world.problems()) == (before, [])


def test_a_renamed_and_moved_column_is_found_by_its_mark(world: World) -> None:
    """Coordinators may rename and move columns at any time."""
    (key,) = world.arrive("A skole")
    world.people.type(1, STATUS, "Hvor langt?")
    world.people.move_column("Hvor langt?", "Kommune")
    world.people.type(1, "Arbejdsplads", "Skolens navn")
    world.decide(key, Status.APPROVED, "aarhus")
    world.tick()
    row = world.people.shown(key)
    assert (row["Hvor langt?"], row["Skolens navn"], world.problems()) == ("Godkendt", "A skole", [])


def test_a_renamed_tab_is_found_by_its_mark(world: World) -> None:
    """The responses tab may be called anything."""
    (key,) = world.arrive("A skole")
    world.people.rename_tab("Ansøgninger 2024")
    world.decide(key, Status.APPROVED, "aarhus")
    world.tick()
    header, row = world.people.values("Ansøgninger 2024")
    assert row[header.index(STATUS)] == "Godkendt"


def test_a_missing_column_stops_the_write_and_says_so(world: World) -> None:
    """Without its status column a decision reaches the ledger, and a person is told what is missing."""
    (key,) = world.arrive("A skole")
    at = world.people.column(STATUS) - 1
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    world.people.batch({"deleteDimension": {"range": place}})
    world.decide(key, Status.APPROVED, "aarhus")
    world.tick()
    assert world.problems() == [("column_missing", "")]
    assert (world.people.ledger()[0][STATUS], world.case(key).writing) == ("approved", Writing.BLOCKED)


def test_a_status_typed_by_hand_is_the_coordinators_decision(world: World) -> None:
    """A hand edit comes in with its base, is answered in the same tick, and is not taken twice."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.people.type(row, STATUS, "godkendt")
    world.people.type(row, COHORT, "Odense")
    world.tick()
    standing = world.case(key).standing
    assert (standing.status, standing.cohort, standing.revision) == (Status.APPROVED, "odense", 1)
    event = world.desk.history(KAREN, key)[0].decision
    assert (event.source, decision_cells(world, key)) == (
        Source.SHEET,
        ["Godkendt", "Odense", "", "", "Regnearket"],
    )
    world.tick(2)
    assert (world.case(key).standing.revision, world.problems()) == (1, [])


def test_an_unknown_word_stays_as_typed_until_a_person_has_chosen(world: World) -> None:
    """A word that means no status becomes an item, and the cell is left alone."""
    (key,) = world.arrive("A skole")
    world.people.type(world.people.row_of(key), STATUS, "måske")
    world.tick(2)
    assert (decision_cells(world, key)[0], world.problems()) == ("måske", [("unknown_word", key)])
    world.decide(key, Status.WAITLISTED, reason="fuldt")
    world.tick(2)
    assert (decision_cells(world, key)[0], world.case(key).writing) == ("måske", Writing.CONFLICT)
    item = world.desk.board(KAREN).items[0]
    world.desk.resolve(KAREN, item.id, "ours")
    world.tick()
    assert (decision_cells(world, key)[0], world.case(key).writing) == ("Venteliste", Writing.IN_SHEET)


def test_a_cell_that_both_changed_is_a_conflict_with_all_values(world: World) -> None:
    """Neither the consultant's nor the coordinator's word is overwritten silently."""
    (key,) = world.arrive("A skole")
    world.decide(key, Status.APPROVED, "aarhus")
    world.people.type(world.people.row_of(key), STATUS, "Afslag")
    world.tick(2)
    (item,) = world.desk.board(KAREN).items
    sides = (item.kind, item.base, item.ours, item.theirs)
    assert sides == ("conflict", {"status": None}, {"status": "Godkendt"}, {"status": "Afslag"})
    assert decision_cells(world, key)[0] == "Afslag"


def test_a_cell_typed_over_during_the_write_is_a_conflict_from_the_copies(world: World) -> None:
    """What our write covered is on record, and a person is asked."""
    (key,) = world.arrive("A skole")
    world.decide(key, Status.APPROVED, "aarhus")
    world.wire.before_write = lambda: world.people.type(world.people.row_of(key), STATUS, "Afslag")
    world.tick(2)
    (item,) = world.desk.board(KAREN).items
    sides = (item.kind, item.base, item.ours, item.theirs)
    assert sides == ("conflict", {"status": None}, {"status": "Godkendt"}, {"status": "Afslag"})


def test_a_deleted_row_is_named_and_its_decision_reaches_the_ledger(world: World) -> None:
    """An application whose row is gone stays, and a decision on it is not lost."""
    north, _ = world.arrive("A skole", "B skole")
    world.decide(north, Status.APPROVED, "aarhus")
    world.people.delete_row(world.people.row_of(north))
    world.tick()
    assert world.problems() == [("vanished", north)]
    assert (world.people.ledger()[0][KEY], world.people.ledger()[0][STATUS]) == (north, "approved")
    assert world.case(north).writing is Writing.BLOCKED


def test_a_copied_row_is_an_item_until_the_copy_is_gone(world: World) -> None:
    """Two rows with one key are for a person; once one of them is gone, work goes on."""
    north, south = world.arrive("A skole", "B skole")
    world.people.copy_row(world.people.row_of(north), 4)
    world.tick()
    assert world.problems() == [("duplicate_key", north)]
    world.decide(south, Status.DECLINED, reason="fuldt")
    world.people.delete_row(4)
    world.tick()
    assert (world.problems(), decision_cells(world, south)[0]) == ([], "Afslag")


def test_a_cleared_key_is_never_replaced_by_a_new_one(world: World) -> None:
    """A row whose identity is known keeps its number; a person puts it back."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.people.type(row, KEY, None)
    world.tick(2)
    assert (world.problems(), world.people.values()[1][world.people.column(KEY) - 1]) == (
        [("key_missing", key)],
        "",
    )
    world.people.type(row, KEY, key)
    world.tick()
    assert world.problems() == []


def test_a_cleared_key_is_not_replaced_where_the_address_was_corrected_too(world: World) -> None:
    """The time stamp is enough to know the row by while its key stands nowhere else."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.people.type(row, KEY, None)
    world.people.type(row, "Mailadresse", "ny@skole.example")
    world.tick(2)
    assert (world.problems(), len(world.desk.board(KAREN).cases)) == ([("key_missing", key)], 1)


def test_an_applicant_who_corrects_time_and_address_stays_the_same_by_a_persons_word(world: World) -> None:
    """An edited response with another e-mail bars the case until a person says it is the same one."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.people.type(row, "Tidsstempel", 45500.5)
    world.people.type(row, "Mailadresse", "ny@skole.example")
    world.tick()
    (item,) = world.desk.board(KAREN).items
    assert (item.kind, choices(item)) == ("identity", ("same", "dismiss"))
    assert (item.base, item.theirs) == ({"email": "a@skole.example"}, {"email": "ny@skole.example"})
    world.desk.resolve(KAREN, item.id, "same")
    world.tick()
    assert (world.problems(), world.case(key).application.text("email")) == ([], "ny@skole.example")
    world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick()
    assert decision_cells(world, key)[0] == "Afslag"


def test_an_edited_key_is_named(world: World) -> None:
    """A key that nobody gave is for a person; the row's own application is missing meanwhile."""
    (key,) = world.arrive("A skole")
    world.people.type(world.people.row_of(key), KEY, "K1A-1111")
    world.tick()
    assert sorted(world.problems()) == [("unknown_key", ""), ("vanished", key)]


def test_a_part_sorted_by_mistake_imports_nothing(world: World) -> None:
    """When only the decision columns are sorted, no row gets another's decision."""
    keys = world.arrive("A skole", "B skole", "C skole", "D skole")
    for key, status in zip(keys, (Status.APPROVED, Status.WAITLISTED, Status.DECLINED), strict=False):
        world.decide(key, status, "aarhus" if status is Status.APPROVED else "", reason="aftalt")
    world.tick()
    first, last = world.people.column(STATUS), world.people.column(RECEIPT)
    world.people.sort_columns(STATUS, first, last)
    world.tick(2)
    revisions = [world.case(key).standing.revision for key in keys]
    assert (revisions, {kind for kind, _ in world.problems()}) == ([1, 1, 1, 0], {"foreign_receipt"})


def _sorted_by_mistake(world: World) -> list[str]:
    """Four rows, three of them decided on, whose status column was then sorted without the others."""
    keys = world.arrive("A skole", "B skole", "C skole", "D skole")
    for key, status in zip(keys, (Status.APPROVED, Status.WAITLISTED, Status.DECLINED), strict=False):
        world.decide(key, status, "aarhus" if status is Status.APPROVED else "", reason="aftalt")
    world.tick()
    at = world.people.column(STATUS)
    world.people.sort_columns(STATUS, at, at)
    world.tick()
    return keys


def test_one_column_sorted_by_mistake_imports_nothing(world: World) -> None:
    """When only the status column is sorted, it is one trouble and no decision."""
    keys = _sorted_by_mistake(world)
    world.tick()
    assert [world.case(key).standing.revision for key in keys] == [1, 1, 1, 0]
    assert {kind for kind, _ in world.problems()} == {"part_sorted"}


def test_a_word_typed_after_a_column_was_sorted_imports_nothing_of_the_rest(world: World) -> None:
    """Whoever sees one wrong cell and corrects it does not make decisions of the others."""
    keys = _sorted_by_mistake(world)
    wrong = next(key for key in keys if decision_cells(world, key)[0] == "Afslag")
    world.people.type(world.people.row_of(wrong), STATUS, "Afklares")
    world.tick(2)
    assert [world.case(key).standing.revision for key in keys] == [1, 1, 1, 0]
    assert {kind for kind, _ in world.problems()} == {"part_sorted"}


def test_a_sorted_column_is_put_back_by_one_choice(world: World) -> None:
    """All its rows show their own decisions again, and a remark typed meanwhile is taken."""
    keys = _sorted_by_mistake(world)
    world.people.type(world.people.row_of(keys[0]), REMARK, "ring")
    world.tick()
    world.desk.resolve(KAREN, world.desk.board(KAREN).items[0].id, "ours")
    world.tick(2)
    assert [decision_cells(world, key)[0] for key in keys] == ["Godkendt", "Venteliste", "Afslag", ""]
    standings = [world.case(key).standing for key in keys]
    assert ([s.revision for s in standings], standings[0].remark) == ([2, 1, 1, 0], "ring")
    assert world.problems() == []


def test_a_row_whose_receipt_was_cleared_is_put_back_by_a_choice(world: World) -> None:
    """Emptied decision cells, the hidden receipt among them, are no dead end for the case."""
    (key,) = world.arrive("A skole")
    world.decide(key, Status.APPROVED, "aarhus")
    world.tick()
    row = world.people.row_of(key)
    for header in (*SHOWN, AT, RECEIPT):
        world.people.type(row, header, None)
    world.tick()
    assert world.problems() == [("foreign_receipt", key)]
    world.desk.resolve(KAREN, world.desk.board(KAREN).items[0].id, "ours")
    world.tick(2)
    assert decision_cells(world, key) == ["Godkendt", "Aarhus", "", "", "Karen Holm"]
    world.decide(key, Status.CONFIRMED, "aarhus")
    world.tick()
    assert (decision_cells(world, key)[0], world.problems()) == ("Bekræftet", [])


def test_a_receipt_that_changed_again_before_the_choice_is_asked_about_anew(world: World) -> None:
    """A choice counts for what the person saw; what has come since is another question."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.people.type(row, RECEIPT, "K2B-H6FN.1.1.1")
    world.tick()
    item = world.desk.board(KAREN).items[0]
    world.people.type(row, RECEIPT, "K2B-H6FN.2.2.2")
    world.desk.resolve(KAREN, item.id, "ours")
    world.tick(2)
    asked = [(one.kind, (one.theirs or {})["receipt"]) for one in world.desk.board(KAREN).items]
    assert asked == [("foreign_receipt", "K2B-H6FN.2.2.2")]


def test_a_trouble_of_no_application_stays_dismissed_until_it_comes_anew(world: World) -> None:
    """What a person has seen is not shown again at every look; once it has ended, it would be news."""
    world.arrive("A skole")
    world.people.insert_row(2)
    for _ in range(2):
        world.people.type(2, REMARK, "husk kaffe")
        world.tick()
        assert world.problems() == [("stray_words", "")]
        world.desk.resolve(KAREN, world.desk.board(KAREN).items[0].id, "dismiss")
        world.tick(2)
        assert world.problems() == []
        world.people.type(2, REMARK, None)
        world.tick()


def test_our_word_typed_by_a_person_too_and_cleared_before_the_next_look_is_an_edit(world: World) -> None:
    """What we wrote and somebody took away is not written again, though the copies show no change of ours."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.decide(key, Status.APPROVED, "aarhus", remark="ring")
    world.wire.before_write = lambda: world.people.type(row, REMARK, "ring")
    lose = iter([Disturbance(Trouble.RESET, 503, Applied.NOW)])
    world.account.plan = lambda call: next(lose, None) if call.path.endswith(":batchUpdate") else None
    with pytest.raises(OutcomeUnknown):
        world.tick()
    world.people.type(row, REMARK, None)
    world.tick(2)
    standing = world.case(key).standing
    assert (standing.revision, standing.remark, decision_cells(world, key)[3]) == (2, "", "")
    assert world.problems() == []


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.TIMEOUT, Trouble.STATUS])
@pytest.mark.parametrize("applied", [Applied.NOW, Applied.NEVER, Applied.LATER])
def test_a_lost_reply_writes_nothing_twice(world: World, trouble: Trouble, applied: Applied) -> None:
    """Applied, not applied or applied much later: the decision stands once in the ledger and in its row."""
    (key,) = world.arrive("A skole")
    decision = world.decide(key, Status.APPROVED, "aarhus")
    lose = iter([Disturbance(trouble, 503, applied)])

    def plan(call: Call) -> Disturbance | None:
        return next(lose, None) if call.path.endswith(":batchUpdate") else None

    world.account.plan = plan
    with pytest.raises(OutcomeUnknown):
        world.tick()
    world.tick()
    assert world.case(key).writing is Writing.IN_SHEET
    world.account.deliver_late()
    world.tick()
    entries = [row for row in world.people.ledger() if row["Id"] == decision.op_id]
    assert (len(entries), decision_cells(world, key)[0]) == (1, "Godkendt")
    assert world.problems() == []


def test_two_hundred_decisions_cost_one_read_and_one_write(world: World) -> None:
    """Everything that is pending goes out in one batch."""
    keys = world.arrive(*(f"Skole{n} nord" for n in range(200)))
    for key in keys:
        world.decide(key, Status.DECLINED, reason="fuldt")
    before = dict(world.bucket.calls)
    world.tick()
    made = {kind: world.bucket.calls[kind] - before[kind] for kind in before}
    assert made == {"read": 1, "write": 1, "drive": 2}
    assert {row[STATUS] for row in world.people.records()} == {"Afslag"}


def test_ledger_only_leaves_the_decision_columns_alone(world: World) -> None:
    """With the projection switched off the ledger has the decision and the row does not."""
    world.programme = world.programme.model_copy(update={"write_back": "ledger"})
    (key,) = world.arrive("A skole")
    world.decide(key, Status.APPROVED, "aarhus")
    world.tick(2)
    assert (decision_cells(world, key), world.people.ledger()[0][STATUS]) == ([""] * 5, "approved")
    assert world.case(key).writing is Writing.IN_SHEET


def test_two_replicas_take_turns_by_the_lease(world: World) -> None:
    """While one syncs the other leaves the sheet alone; when its time is up the other takes over."""
    (key,) = world.arrive("A skole")
    other = world.new_worker("two")
    world.decide(key, Status.APPROVED, "aarhus")
    assert (other.tick(), decision_cells(world, key)[0]) == (False, "")
    world.clock.forward(seconds=61)
    assert (other.tick(), decision_cells(world, key)[0]) == (True, "Godkendt")


def test_an_application_from_the_built_in_form_becomes_a_row(world: World) -> None:
    """A submission is appended whole, with its key, once."""
    answers = {"email": "a@skole.example", "municipality": "Aarhus", "workplace": "=A1"}
    receipt = world.desk.submit(_complete(answers), "token-123456")
    world.tick(2)
    row = world.people.shown(receipt.key)
    assert (row["Arbejdsplads"], row["Mailadresse"], len(world.people.records())) == (
        "=A1",
        "a@skole.example",
        1,
    )
    world.decide(receipt.key, Status.APPROVED, "aarhus")
    world.tick()
    assert (decision_cells(world, receipt.key)[0], world.problems()) == ("Godkendt", [])


def test_a_submission_appended_under_moved_columns_is_written_again_where_it_belongs(world: World) -> None:
    """A column inserted during the append leaves no half row behind."""
    receipt = world.desk.submit(_complete({"email": "a@skole.example"}), "token-123456")
    world.wire.before_write = lambda: world.people.insert_column("Kommune", "Ringet til")
    world.tick(3)
    rows = [row for row in world.people.records() if any(cell != "" for cell in row.values())]
    filled = [row for row in rows if row["Mailadresse"]]
    assert ([row[KEY] for row in filled], [row["Ringet til"] for row in rows]) == (
        [receipt.key],
        [""] * len(rows),
    )
    assert world.problems() == []


def test_words_typed_before_the_row_has_a_key_go_to_the_inbox(world: World) -> None:
    """They are nobody's decision until a person has looked."""
    world.people.respond("A skole", "a@skole.example")
    world.people.type(2, STATUS, "Godkendt")
    world.tick(2)
    key = str(world.people.records()[0][KEY])
    assert (world.case(key).standing.revision, world.problems()) == (0, [("conflict", key)])
    assert decision_cells(world, key)[0] == "Godkendt"


def test_a_waitlist_place_that_changes_is_shown_anew(world: World) -> None:
    """Places are derived: the row shows the new place, and nobody's revision changes."""
    first, second = world.arrive("A skole", "B skole")
    for key in (first, second):
        world.clock.forward(seconds=5)
        world.decide(key, Status.WAITLISTED, reason="fuldt")
    world.tick()
    world.decide(first, Status.WITHDRAWN, reason="meldt fra", actor=MIKKEL)
    world.tick(2)
    shown = [world.people.shown(key)[PLACE] for key in (first, second)]
    assert (shown, world.case(second).standing.revision) == (["", 1], 1)


def test_a_corrected_answer_keeps_key_and_decision(world: World) -> None:
    """A form response edited in place gets a new time stamp and stays the same application."""
    (key,) = world.arrive("A skole")
    row = world.people.row_of(key)
    world.people.type(row, "Tidsstempel", 45440.5)
    world.people.type(row, "Arbejdsplads", "A-skolen")
    world.decide(key, Status.APPROVED, "aarhus")
    world.tick(2)
    case = world.case(key)
    assert (case.application.text("workplace"), decision_cells(world, key)[0]) == ("A-skolen", "Godkendt")
    assert world.problems() == []


def test_old_tokens_are_removed_once_nothing_late_can_come(world: World) -> None:
    """Named ranges do not pile up in people's spreadsheet."""
    (key,) = world.arrive("A skole")
    for minute in range(8):
        world.clock.forward(minutes=1)
        world.decide(key, Status.WAITLISTED if minute % 2 else Status.CLARIFICATION, reason=f"{minute}")
        world.tick()
    names = world.gateway.read().named
    assert len(names) <= 5


def _complete(answers: dict[str, str]) -> dict[str, str | int | float | bool | None]:
    """A form filled in as it must be."""
    return {
        "email": "a@skole.example",
        "municipality": "Aarhus",
        "workplace": "A skole",
        "branch": "Skole og SFO",
        "sector": "Kommunal",
        "group_kind": "TRIO",
        "size": "3",
        "participants": "Ane Bo, leder, ane@skole.example\nBo Ek, TR, b@skole.example\nCia Fo, AMR",
        "leader_name": "Ane Bo",
        "leader_email": "ane@skole.example",
        "leader_phone": "12345678",
        "representative_name": "Bo Ek",
        "representative_role": "TR",
        "representative_email": "bo@skole.example",
        "representative_phone": "12345679",
        "wish_1": "Aarhus",
        "wish_2": "Odense",
        "decided": "Ja",
        "motivation": "Vi vil gerne.",
        **answers,
    }


def test_a_word_on_a_row_without_an_application_is_named_and_left_alone(world: World) -> None:
    """It is nobody's decision. Sums under a table are none either, and named by no item."""
    world.arrive("A skole")
    world.people.insert_row(2)
    world.people.type(2, REMARK, "ring til Nord")
    world.people.type(6, STATUS, 12.0)
    world.tick()
    item = world.desk.board(KAREN).items[0]
    assert (world.problems(), item.theirs) == ([("stray_words", "")], {"remark": "ring til Nord"})
    world.people.type(2, REMARK, None)
    world.tick()
    assert world.problems() == []


def test_a_word_typed_beside_a_key_that_hit_a_blank_row_is_kept(world: World) -> None:
    """Our stamp is taken back; what a person typed meanwhile beside it is not."""
    world.people.respond("A skole", "a@skole.example")
    world.wire.before_write = lambda: world.people.insert_row(2)
    world.tick()
    assert [bool(row[KEY]) for row in world.people.records()] == [True, False]
    world.people.type(2, REMARK, "ring")
    world.tick(2)
    row = world.people.records()[0]
    assert (row[KEY], row[REMARK], world.problems()) == ("", "ring", [("stray_words", "")])


def test_taking_our_misplaced_word_away_by_hand_says_nothing_of_the_row(world: World) -> None:
    """A person cleared what we had written into a wrong row; what is decided on that row still counts."""
    north, south = world.arrive("A skole", "B skole")
    world.decide(north, Status.DECLINED, reason="for sent")
    world.wire.before_write = lambda: world.people.sort("Arbejdsplads", descending=True)
    world.tick()
    assert decision_cells(world, south)[0] == "Afslag"
    world.people.type(world.people.row_of(south), STATUS, None)
    world.decide(south, Status.APPROVED, "aarhus")
    world.tick(2)
    assert [decision_cells(world, key)[0] for key in (north, south)] == ["Afslag", "Godkendt"]
    assert (world.case(south).standing.revision, world.problems()) == (1, [])
