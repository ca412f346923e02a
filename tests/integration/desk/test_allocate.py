"""Allocation at the desk: a record whose steps are taken once each, and adopted for all or for none."""

from collections.abc import Mapping

import pytest
from sqlalchemy import text

from desk.allocating import shifts
from integrations.apart import Apart
from integrations.journal.allocations import AllocationRecord, Step
from integrations.journal.journal import Journal
from integrations.journal.proof import verify as verify_chain
from rules.allocation.lottery.record import Source
from rules.allocation.lottery.verifying import verify
from rules.allocation.model import Pin
from rules.state import Refused, Standing, Status
from tests.integration.conftest import SteppingClock
from tests.integration.desk.conftest import ANNA, BO, EVA, Season

WORDS = "lærke, havre og regnvejr"


def drawn(season: Season, clock: SteppingClock, *pins: Pin) -> AllocationRecord:
    """An allocation up to the draw: Anna commits, Bo says the words."""
    made = season.desk.commit_allocation(ANNA, pins=pins)
    clock.forward(minutes=1)
    season.desk.seed_allocation(BO, number=made.number, source=Source.WORDS, text=WORDS)
    return season.desk.draw_allocation(ANNA, number=made.number)


def standings(season: Season) -> Mapping[str, Standing]:
    """Where everybody stands."""
    return {case.key: case.standing for case in season.desk.board(ANNA).cases}


def test_dry_run_changes_nothing(season: Season) -> None:
    """Looking at an allocation leaves journal and board as they were."""
    season.arrive(*(season.answers() for _ in range(4)))
    before = season.desk.board(ANNA)
    found = season.desk.allocate(ANNA)
    assert {placed.cohort for placed in found.placements} == {"aarhus"}
    assert season.desk.board(ANNA) is before


def test_each_step_is_kept_with_who_and_when(season: Season, clock: SteppingClock) -> None:
    """Commitment, words, draw and adoption are read back from the journal as they were made."""
    season.arrive(*(season.answers(size=6) for _ in range(16)))
    made = drawn(season, clock)
    clock.forward(minutes=1)
    season.desk.adopt_allocation(EVA, number=1)
    (kept,) = season.desk.allocations(ANNA)
    assert (kept.step, kept.committed_by, kept.seeded_by, kept.drawn_by, kept.adopted_by) == (
        Step.ADOPTED,
        "Anna",
        "Bo",
        "Anna",
        "Eva",
    )
    assert kept.outside is not None
    assert kept.drawn_at is not None
    assert kept.committed_at < kept.outside.at <= kept.drawn_at
    assert kept.adopted_at == clock()
    assert (kept.commitment, kept.draw, kept.outcome) == (made.commitment, made.draw, made.outcome)


def test_published_record_is_found_sound(season: Season, clock: SteppingClock) -> None:
    """What went through the journal still checks: commitment, seed, ticket, limits and places."""
    season.arrive(*(season.answers(size=6) for _ in range(16)))
    drawn(season, clock)
    (kept,) = season.desk.allocations(ANNA)
    published = kept.published()
    assert published is not None
    assert verify(published) == ()


def test_adopting_decides_for_all_whom_it_moves(season: Season, clock: SteppingClock) -> None:
    """Places become approvals, the others wait in the order of the ranks."""
    keys = season.arrive(*(season.answers(size=6) for _ in range(16)))
    outcome = drawn(season, clock).outcome
    made = season.desk.adopt_allocation(ANNA, number=1, said="Fordelt 3. juni")
    assert sorted(decision.key for decision in made) == sorted(keys)
    assert outcome is not None
    placed = {case.key: case.standing.cohort for case in season.desk.board(ANNA).cases if not case.place}
    assert placed == {placement.key: placement.cohort for placement in outcome.placements}
    waiting = {case.key: case.place for case in season.desk.board(ANNA).cases if case.place}
    assert waiting == {waits.key: waits.rank for waits in outcome.waitlist}


def test_adoption_is_the_cause_of_its_decisions_in_the_audit_chain(
    season: Season, clock: SteppingClock
) -> None:
    """Steps and decisions stand in the chain, which says what the tables say."""
    season.arrive(season.answers())
    drawn(season, clock)
    season.desk.adopt_allocation(ANNA, number=1)
    links = season.desk.audit(EVA)
    steps = [link.after["step"] for link in links if link.what == "allocation"]
    assert steps == ["committed", "seeded", "drawn", "adopted"]
    assert [link.cause for link in links if link.what == "decided"] == ["allocation:1"]
    assert season.desk.verify_audit(EVA).broken is None


def test_who_waits_keeps_the_reason_of_the_allocation(season: Season, clock: SteppingClock) -> None:
    """Unless who adopts gives a reason, each waiting group keeps the one it was found to have."""
    season.arrive(*(season.answers(size=6, wish_1="Aarhus", wish_2=None) for _ in range(9)))
    drawn(season, clock)
    season.desk.adopt_allocation(ANNA, number=1)
    reasons = [case.standing.reason for case in season.desk.board(ANNA).cases if case.place]
    assert reasons == ["Gruppen er på 6, men der er højst 3 ledige pladser (Aarhus)."] * 2


def test_those_who_hold_a_place_are_not_moved(season: Season, clock: SteppingClock) -> None:
    """Told yes is told yes: they are pinned, and get no new decision."""
    case = season.one()
    season.decide(case, Status.APPROVED, "odense")
    season.one()
    drawn(season, clock)
    season.desk.adopt_allocation(ANNA, number=1)
    after = season.case(case.key)
    assert (after.standing.cohort, after.revision) == ("odense", 1)


def test_pin_set_by_a_person_is_followed(season: Season, clock: SteppingClock) -> None:
    """A person may set where a group must be; the reason is kept, and is not published."""
    case = season.one()
    pin = Pin(key=case.key, cohort="odense", reason="Lovet")
    made = drawn(season, clock, pin)
    assert made.outcome is not None
    assert [(placed.key, placed.cohort) for placed in made.outcome.placements] == [(case.key, "odense")]
    assert season.desk.allocations(ANNA)[0].pins == (pin,)
    assert made.asked is not None
    assert [one.reason for one in made.asked.pins] == [""]


def refusal(call: object, *args: object, **kwargs: object) -> str:
    """The code of a command that is refused."""
    assert callable(call)
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_pin_without_a_reason_is_refused(season: Season) -> None:
    """Nobody is set anywhere without saying why."""
    case = season.one()
    pins = [Pin(key=case.key, cohort="odense")]
    assert refusal(season.desk.commit_allocation, ANNA, pins=pins) == "allocation_pin_without_reason"


def test_nobody_draws_until_they_like_it(season: Season, clock: SteppingClock) -> None:
    """One set of words, one draw, one adoption for a commitment; another commitment is seen in the list."""
    season.arrive(*(season.answers() for _ in range(3)))
    drawn(season, clock)
    seed = {"number": 1, "source": Source.DICE, "text": "6 6 6 6 6 6 6 6"}
    assert refusal(season.desk.seed_allocation, EVA, **seed) == "allocation_seeded_already"
    assert refusal(season.desk.draw_allocation, ANNA, number=1) == "allocation_drawn_already"
    season.desk.adopt_allocation(ANNA, number=1)
    assert refusal(season.desk.adopt_allocation, ANNA, number=1) == "allocation_adopted_already"
    season.desk.commit_allocation(BO)
    listed = [(one.number, one.step, one.committed_by) for one in season.desk.allocations(ANNA)]
    assert listed == [(1, Step.ADOPTED, "Anna"), (2, Step.COMMITTED, "Bo")]


def test_words_come_from_somebody_else_and_first(season: Season, clock: SteppingClock) -> None:
    """Who committed can't say the words, nothing is drawn without them; a public value anyone may fetch."""
    season.one()
    season.desk.commit_allocation(ANNA)
    clock.forward(minutes=1)
    words = {"number": 1, "source": Source.WORDS, "text": WORDS}
    assert refusal(season.desk.seed_allocation, ANNA, **words) == "allocation_seed_own"
    assert refusal(season.desk.seed_allocation, BO, **{**words, "text": "hej"}) == "lottery_seed_too_short"
    assert refusal(season.desk.draw_allocation, ANNA, number=1) == "allocation_step_missing"
    assert refusal(season.desk.adopt_allocation, ANNA, number=1) == "allocation_step_missing"
    assert refusal(season.desk.draw_allocation, ANNA, number=7) == "allocation_unknown"
    beacon = {"number": 1, "source": Source.BEACON, "text": "pulse 1234567"}
    assert season.desk.seed_allocation(ANNA, **beacon).step is Step.SEEDED  # type: ignore[arg-type]


def test_unproved_result_needs_a_word(season: Season, clock: SteppingClock) -> None:
    """Where the time ran out after the draw, somebody must say by name and reason that it is good enough."""
    season.arrive(*(season.answers(size=6) for _ in range(16)))
    season.desk.commit_allocation(ANNA)
    clock.forward(minutes=1)
    season.desk.seed_allocation(BO, number=1, source=Source.WORDS, text=WORDS)
    made = season.desk.draw_allocation(ANNA, number=1, time_limit=0)
    assert made.outcome is not None
    assert not made.outcome.proven
    assert refusal(season.desk.adopt_allocation, ANNA, number=1) == "allocation_unproved"
    season.desk.adopt_allocation(ANNA, number=1, said="Vi skal videre i dag")
    assert season.desk.allocations(ANNA)[0].said == "Vi skal videre i dag"


def test_allocation_that_is_out_of_date_is_not_adopted_in_part(season: Season, clock: SteppingClock) -> None:
    """One decision since the commitment, and nothing of it is adopted."""
    first, second = season.arrive(season.answers(), season.answers())
    drawn(season, clock)
    season.decide(season.case(first), Status.CLARIFICATION)
    with pytest.raises(Refused) as refused:
        season.desk.adopt_allocation(ANNA, number=1)
    assert (refused.value.code, refused.value.params["keys"]) == ("allocation_stale", [first])
    assert season.case(second).revision == 0


def test_new_applications_and_a_sorted_sheet_overtake_nothing(season: Season, clock: SteppingClock) -> None:
    """Only what an allocation moves must stand as it did; rows may come and go meanwhile."""
    (first,) = season.arrive(season.answers())
    drawn(season, clock)
    season.one()
    assert [decision.key for decision in season.desk.adopt_allocation(ANNA, number=1)] == [first]


def test_changes_after_adoption_are_shown_as_differences(season: Season, clock: SteppingClock) -> None:
    """A group moved by hand afterwards stands in the list of differences, with what was meant."""
    first, second = season.arrive(season.answers(), season.answers())
    drawn(season, clock)
    season.desk.adopt_allocation(ANNA, number=1)
    (kept,) = season.desk.allocations(ANNA)
    assert shifts(kept, standings(season)) == ()
    season.decide(season.case(second), Status.APPROVED, "odense")
    found = [(one.key, one.meant, one.cohort) for one in shifts(kept, standings(season))]
    assert found == [(second, "aarhus", "odense")]
    assert first != second


def test_computed_in_a_process_of_its_own_it_is_the_same(season: Season, clock: SteppingClock) -> None:
    """Where it is computed makes no difference; what is refused there is refused here."""
    season.arrive(*(season.answers(size=6) for _ in range(16)))
    first = season.desk.commit_allocation(ANNA)
    second = season.desk.commit_allocation(ANNA, run=Apart().run)
    assert (first.digest, first.commitment) == (second.digest, second.commitment)
    contradicting = [Pin(key="K4T-92M7", cohort="odense", reason="Lovet")]
    code = refusal(season.desk.commit_allocation, ANNA, pins=contradicting, run=Apart().run)
    assert code == "allocation_pin_unknown_group"


def test_erasing_an_application_takes_it_out_of_the_records(season: Season, clock: SteppingClock) -> None:
    """What applicants wrote goes; case numbers, cohorts and the digest stay, and the chain stays whole."""
    case = season.one()
    drawn(season, clock, Pin(key=case.key, cohort="odense", reason="Lis ringede"))
    season.decide(season.case(case.key), Status.DECLINED, reason="aftalt")
    season.desk.erase(EVA, case.key, "bad om det")
    (kept,) = season.desk.allocations(ANNA)
    assert (kept.commitment, kept.problem, kept.pins, dict(kept.basis)) == (None, None, (), {})
    assert len(kept.digest) == 64
    assert season.desk.verify_audit(EVA).broken is None
    assert refusal(season.desk.adopt_allocation, ANNA, number=1) == "allocation_stale"


def test_applications_that_need_a_person_are_left_out_with_the_reason(season: Season) -> None:
    """Only who is judged ok, or cleared by a decision, takes part."""
    case = season.one(sector="Selvejende med driftsoverenskomst")
    found = season.desk.allocate(ANNA)
    assert [(out.key, out.reason) for out in found.left_out] == [(case.key, "needs_a_person")]


def test_outcome_changed_past_the_desk_is_found(season: Season, clock: SteppingClock) -> None:
    """Whoever exchanges a drawn outcome in the database is found by the audit chain."""
    season.arrive(*(season.answers() for _ in range(3)))
    drawn(season, clock)
    assert season.desk.verify_audit(EVA).broken is None
    with season.journal.engine.begin() as connection:
        connection.execute(text("UPDATE allocations SET outcome = NULL"))
    again = Journal(season.journal.engine.url.render_as_string(hide_password=False), clock)
    with again.read(season.programme.id) as look:
        broken = verify_chain(look).broken
    again.close()
    assert broken is not None
    assert broken.code == "allocation_changed"
