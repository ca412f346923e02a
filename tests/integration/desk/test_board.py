"""The board: from the journal alone, the same object until something changes."""

from desk import Desk, Writing
from desk.programmes import ActiveProgramme
from integrations import programmes
from rules.state import Status
from tests.integration.desk.conftest import ANNA, EVA, Season


def test_board_is_the_same_object_until_something_changes(season: Season) -> None:
    """Opening the queue again costs one small look at the journal."""
    case = season.one()
    before = season.desk.board(ANNA)
    assert season.desk.board(ANNA) is before
    season.decide(case, Status.WAITLISTED)
    assert season.desk.board(ANNA) is not before


def test_board_built_step_by_step_is_the_board_built_at_once(season: Season) -> None:
    """After many changes the remembered board equals one built from nothing."""
    keys = season.arrive(*(season.answers(size=3 + n % 3) for n in range(6)))
    moves = [
        (Status.APPROVED, "aarhus"),
        (Status.WAITLISTED, ""),
        (Status.WITHDRAWN, ""),
        (Status.APPROVED, "odense"),
    ]
    for key, (status, cohort) in zip(keys, moves, strict=False):
        season.decide(season.case(key), status, cohort)
    season.type(keys[4], status="ukendt")
    season.desk.undo(ANNA, keys[0], 1)
    season.look(seen=season.observation().seen[1:])
    fresh = Desk(season.journal, ActiveProgramme(season.journal, season.programme.id), season.clock)
    assert season.desk.board(ANNA).model_dump() == fresh.board(ANNA).model_dump()


def test_cases_come_in_the_order_of_the_sheet(season: Season) -> None:
    """Rows first, as they stand; applications that are not in the sheet yet come last."""
    keys = season.arrive(season.answers(), season.answers())
    receipt = season.desk.submit(season.answers(), "0123456789abcdef")
    assert [case.key for case in season.desk.board(ANNA).cases] == [*keys, receipt.key]


def test_loads_count_approved_confirmed_and_offered(season: Season) -> None:
    """The others hold no place."""
    a, b, c, d = season.arrive(*(season.answers(size=4) for _ in range(4)))
    season.decide(season.case(a), Status.APPROVED, "aarhus")
    season.decide(season.case(b), Status.APPROVED, "aarhus")
    season.decide(season.case(b), Status.CONFIRMED, "aarhus")
    season.decide(season.case(c), Status.WAITLISTED)
    season.decide(season.case(c), Status.OFFERED, "aarhus")
    season.decide(season.case(d), Status.WAITLISTED, "aarhus")
    loads = {load.cohort: (load.participants, load.groups) for load in season.desk.board(ANNA).loads}
    assert loads == {"aarhus": (12, 3), "odense": (0, 0)}


def test_place_on_the_waitlist_follows_the_order_of_decisions(season: Season) -> None:
    """When somebody leaves, the others move up without a decision of their own."""
    a, b, c = season.arrive(*(season.answers() for _ in range(3)))
    for key in (c, a, b):
        season.decide(season.case(key), Status.WAITLISTED)
        season.clock.forward(minutes=1)  # type: ignore[attr-defined]
    assert [season.case(key).place for key in (a, b, c)] == [2, 3, 1]
    season.decide(season.case(a), Status.WAITLISTED, remark="Ring igen")
    season.decide(season.case(c), Status.WITHDRAWN)
    assert [season.case(key).place for key in (a, b, c)] == [1, 2, 0]
    assert season.case(b).revision == 1


def test_writing_follows_the_decision_into_the_sheet(season: Season) -> None:
    """Nothing decided, saved, in the sheet."""
    case = season.one()
    seen = [case.writing]
    season.decide(case, Status.WAITLISTED)
    seen.append(season.case(case.key).writing)
    season.settle()
    seen.append(season.case(case.key).writing)
    assert seen == [Writing.NONE, Writing.SAVED, Writing.IN_SHEET]


def test_withdrawn_application_makes_no_duplicate_of_another(season: Season) -> None:
    """Once one of two is withdrawn, the other stands alone."""
    answers = season.answers(workplace="Vestskolen")
    again = {**season.answers(workplace="Vestskolen"), "email": "anden@skole.example"}
    first, second = season.arrive(answers, again)
    assert season.case(second).outcome == "person"
    season.decide(season.case(first), Status.WITHDRAWN)
    assert season.case(second).outcome == "ok"


def test_new_version_of_the_document_is_in_force_at_once(season: Season) -> None:
    """The active document lives in the journal, every version kept."""
    season.one()
    text = programmes.document(season.programme.id).replace("participants_max = 45", "participants_max = 50")
    season.desk.activate_programme(EVA, text)
    assert {load.participants_max for load in season.desk.board(ANNA).loads} == {50}
    assert [version.version for version in season.desk.versions(EVA)] == [1, 2]


def test_history_names_the_answers_that_changed_between_decisions(season: Season) -> None:
    """What the second decision was made on is not what the first was."""
    case = season.one()
    season.decide(case, Status.CLARIFICATION)
    (record,) = season.records()
    seen = season.observation().seen[0].model_copy(update={"cells": {**record.cells, "size": 4.0}})
    season.look(seen=(seen,))
    season.decide(season.case(case.key), Status.WAITLISTED)
    assert [event.changed for event in season.desk.history(ANNA, case.key)] == [(), ("size",)]


def test_exports_hold_the_board_as_plain_values(season: Season) -> None:
    """One row for each application, or for each group in a cohort or on the waitlist."""
    a, b = season.arrive(season.answers(size=4), season.answers())
    season.decide(season.case(a), Status.APPROVED, "aarhus")
    season.decide(season.case(b), Status.WAITLISTED)
    rows = {
        what: [row[0] for row in season.desk.export(ANNA, what).rows]
        for what in ("applications", "cohorts", "waitlist", "items")
    }
    assert rows == {"applications": [a, b], "cohorts": [a], "waitlist": [b], "items": []}
    assert season.desk.export(ANNA, "cohorts").rows[0][2:6] == ("Godkendt", "Aarhus", None, 4)
