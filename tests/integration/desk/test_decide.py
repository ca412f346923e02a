"""Deciding: checked against what is true in the transaction, kept with its way into the sheet."""

import pytest

from integrations.journal import decisions, items, outbox
from integrations.journal.records import Item, OutboxKind, OutboxRow
from integrations.sync.observation import Identity, NewRow
from rules.state import Override, Refused, Source, Standing, Status
from tests.integration.conftest import SteppingClock
from tests.integration.desk.conftest import ANNA, BO, EVA, Season


def refusal(season: Season, *args: object, **kwargs: object) -> Refused:
    """The refusal that deciding meets."""
    with pytest.raises(Refused) as refused:
        season.decide(*args, **kwargs)  # type: ignore[arg-type]
    return refused.value


def test_decision_is_in_the_journal_with_all_it_was_made_on(season: Season) -> None:
    """A decision keeps who, when, why, from where, and the answers it was made on."""
    case = season.one()
    made = season.decide(case, Status.APPROVED, "aarhus", remark="Ring først")
    assert made.model_dump(exclude={"op_id", "at", "since"}) == {
        "key": case.key,
        "revision": 1,
        "status": Status.APPROVED,
        "cohort": "aarhus",
        "remark": "Ring først",
        "reason": "",
        "by": "Anna",
        "source": Source.PAGE,
        "basis": case.basis,
        "override": None,
        "undoes": 0,
        "rank": 0,
        "hand": 0,
    }
    assert made.at == made.since == season.clock()
    assert season.case(case.key).standing == Standing.of(made)


def test_decision_and_its_outbox_row_are_kept_together(season: Season) -> None:
    """What is decided is queued for the sheet in the same step."""
    case = season.one()
    made = season.decide(case, Status.CLARIFICATION)
    with season.journal.read(season.programme.id) as look:
        (row,) = outbox.pending(look)
    assert (row.op_id, row.kind, row.key, row.revision) == (made.op_id, OutboxKind.DECISION, case.key, 1)


def test_decision_whose_outbox_row_cannot_be_kept_is_not_kept_either(season: Season) -> None:
    """A crash between the two leaves neither: one transaction."""
    case = season.one()
    with season.journal.write(season.programme.id) as work:
        taken = OutboxRow(
            op_id="taken", kind=OutboxKind.STAMP, key=case.key, queued_at=work.now, changed_at=work.now
        )
        outbox.queue(work, taken)
    with pytest.raises(Exception, match=r"(?i)unique"):
        season.decide(case, Status.CLARIFICATION, op_id="taken")
    with season.journal.read(season.programme.id) as look:
        assert decisions.history(look, case.key) == ()
        assert look.change == season.desk.board(ANNA).version


def test_same_op_id_again_is_the_same_decision(season: Season) -> None:
    """A double click, or a reply that got lost, decides once."""
    case = season.one()
    first = season.decide(case, Status.CLARIFICATION, op_id="click-1")
    again = season.decide(case, Status.CLARIFICATION, op_id="click-1")
    assert again == first
    assert [event.decision for event in season.desk.history(ANNA, case.key)] == [first]


def test_second_consultant_on_an_old_revision_is_told_who_was_first(season: Season) -> None:
    """The refusal names who decided meanwhile, what and when."""
    case = season.one()
    season.decide(case, Status.WAITLISTED)
    with pytest.raises(Refused) as refused:
        season.desk.decide(BO, key=case.key, status=Status.CLARIFICATION, revision=0, basis=case.basis)
    assert refused.value.code == "stale"
    assert refused.value.params == {
        "by": "Anna",
        "status": Status.WAITLISTED,
        "at": season.clock(),
        "revision": 1,
    }


def test_answers_changed_since_they_were_shown_are_told_before_saving(season: Season) -> None:
    """The refusal names the fields; with the new basis the decision is taken."""
    case = season.one()
    changed = {**season.observation().model_dump()["seen"][0]}
    cells = {**dict(season.records()[0].cells), "size": 4.0, "motivation": "Nyt"}
    season.look(seen=({**changed, "cells": cells},))
    refused = refusal(season, case, Status.APPROVED, "aarhus")
    assert refused.code == "answers_changed"
    assert set(refused.params["fields"]) == {"size", "motivation"}  # type: ignore[call-overload]
    assert season.case(case.key).revision == 0
    made = season.decide(case, Status.APPROVED, "aarhus", basis=refused.params["basis"])
    assert made.basis == season.case(case.key).basis


def test_row_without_a_confirmed_number_is_not_decided(season: Season) -> None:
    """Until the sheet has confirmed the case number, nothing is decided on it."""
    season.look(new_rows=(NewRow(row=2, identity=Identity(stamp="45000", email="a@b.example"), cells={}),))
    (case,) = season.desk.board(ANNA).cases
    assert (case.problem, case.decidable) == ("not_stamped", False)
    refused = refusal(season, case, Status.CLARIFICATION)
    assert (refused.code, refused.params["problem"]) == ("not_reconciled", "not_stamped")


def test_row_with_an_open_identity_item_is_not_decided(season: Season) -> None:
    """Whose row it is must be certain."""
    case = season.one()
    with season.journal.write(season.programme.id) as work:
        items.raise_item(work, Item(kind="duplicate_key", key=case.key, opened_at=work.now))
    refused = refusal(season, case, Status.CLARIFICATION)
    assert (refused.code, refused.params["problem"]) == ("not_reconciled", "duplicate_key")


@pytest.mark.parametrize(
    ("status", "cohort", "reason", "code"),
    [
        (Status.RECEIVED, "", "", "nothing_changes"),
        (Status.OFFERED, "aarhus", "", "move_not_allowed"),
        (Status.CONFIRMED, "aarhus", "", "move_not_allowed"),
        (Status.APPROVED, "", "", "cohort_missing"),
        (Status.APPROVED, "aalborg", "", "cohort_unknown"),
        (Status.DECLINED, "", "", "reason_missing"),
        (Status.DECLINED, "", "  ", "reason_missing"),
    ],
)
def test_received_application_is_refused(
    season: Season, status: Status, cohort: str, reason: str, code: str
) -> None:
    """What the states and the rules forbid is refused by name, and nothing is kept."""
    case = season.one()
    assert refusal(season, case, status, cohort, reason=reason).code == code
    assert season.case(case.key).revision == 0


@pytest.mark.parametrize("closed", [Status.DECLINED, Status.WITHDRAWN])
def test_closed_application_must_be_reopened_with_a_reason(season: Season, closed: Status) -> None:
    """No place is given to who has withdrawn or was declined, before they are reopened."""
    case = season.one()
    season.decide(case, closed, reason="Skrev selv")
    shut = season.case(case.key)
    assert refusal(season, shut, Status.APPROVED, "aarhus").code == "not_reopened"
    assert refusal(season, shut, Status.RECEIVED).code == "reason_missing"
    season.decide(shut, Status.RECEIVED, reason="Vil gerne alligevel")
    season.decide(season.case(case.key), Status.APPROVED, "aarhus")
    assert season.case(case.key).standing.status is Status.APPROVED


def test_cohort_means_nothing_in_a_state_without_one(season: Season) -> None:
    """Clarifying in a cohort is clarifying; the waitlist may be for a cohort."""
    case = season.one()
    assert season.decide(case, Status.CLARIFICATION, "aarhus").cohort == ""
    assert season.decide(season.case(case.key), Status.WAITLISTED, "odense").cohort == "odense"


def test_reason_stays_while_the_state_does(season: Season) -> None:
    """A new remark on a declined application does not lose why it was declined."""
    case = season.one()
    season.decide(case, Status.DECLINED, reason="Regional")
    season.decide(season.case(case.key), Status.DECLINED, remark="Ringet op")
    standing = season.case(case.key).standing
    assert (standing.reason, standing.remark) == ("Regional", "Ringet op")


def test_going_beyond_a_limit_takes_a_reason_and_a_name(season: Season) -> None:
    """A group too many is refused with the figures; overridden, the decision says by whom and why."""
    fill(season, 44)
    late = season.one(size=3)
    refused = refusal(season, late, Status.APPROVED, "aarhus")
    assert refused.code == "over_limit"
    assert refused.params == {
        "cohort": "aarhus",
        "participants": 47,
        "participants_max": 45,
        "groups": 9,
        "groups_max": 14,
    }
    made = season.decide(late, Status.APPROVED, "aarhus", override_reason="To er fælles med en anden gruppe")
    assert made.override == Override(by="Anna", reason="To er fælles med en anden gruppe")
    confirmed = season.decide(season.case(late.key), Status.CONFIRMED, "aarhus")
    assert confirmed.override == made.override


def test_override_that_is_not_needed_is_not_kept(season: Season) -> None:
    """A reason given in advance makes no override where there is room."""
    made = season.decide(season.one(), Status.APPROVED, "aarhus", override_reason="For en sikkerheds skyld")
    assert made.override is None


def test_limit_of_groups_counts_too(season: Season) -> None:
    """Fourteen small groups fill a cohort as well as forty-five people."""
    keys = season.arrive(*(season.answers() for _ in range(14)))
    for key in keys:
        season.decide(season.case(key), Status.APPROVED, "odense")
    refused = refusal(season, season.one(), Status.APPROVED, "odense")
    assert (refused.params["groups"], refused.params["participants"]) == (15, 45)


def test_withdrawing_is_a_decision(season: Season) -> None:
    """A consultant notes that the applicants have withdrawn."""
    case = season.one()
    made = season.desk.withdraw(ANNA, key=case.key, revision=0, basis=case.basis, remark="Mail 3. juni")
    assert (made.status, made.remark) == (Status.WITHDRAWN, "Mail 3. juni")


def test_unknown_number_is_refused(season: Season) -> None:
    """A number that nobody has is no application."""
    season.one()
    with pytest.raises(Refused) as refused:
        season.desk.decide(ANNA, key="X9X-999X", status=Status.CLARIFICATION, revision=0, basis="")
    assert refused.value.code == "unknown_key"


def fill(season: Season, participants: int) -> None:
    """Approve groups of six (and a rest) in Aarhus until so many people are in."""
    sizes = [6] * (participants // 6) + ([participants % 6] if participants % 6 else [])
    for key in season.arrive(*(season.answers(size) for size in sizes)):
        season.decide(season.case(key), Status.APPROVED, "aarhus")


def test_place_on_the_waitlist_set_by_hand(season: Season, clock: SteppingClock) -> None:
    """Somebody moves up with a reason, the others keep their order, and undoing brings it back."""
    keys = season.arrive(*(season.answers() for _ in range(3)))
    for key in keys:
        season.decide(season.case(key), Status.WAITLISTED)
        clock.forward(minutes=1)
    last = season.case(keys[2])
    seen = {"revision": last.revision, "basis": last.basis}
    season.desk.rerank(ANNA, key=last.key, place=1, reason="Lovet i telefonen", **seen)  # type: ignore[arg-type]
    assert [season.case(key).place for key in keys] == [2, 3, 1]
    assert (season.case(last.key).standing.hand, season.case(last.key).standing.reason) == (
        1,
        "Lovet i telefonen",
    )
    season.desk.undo(ANNA, last.key, season.case(last.key).revision)
    assert [season.case(key).place for key in keys] == [1, 2, 3]
    assert season.desk.verify_audit(EVA).broken is None


def test_place_by_hand_needs_a_reason_and_somebody_who_waits(season: Season) -> None:
    """Without a reason, or for one who does not wait, nothing is changed."""
    case = season.one()
    seen = {"revision": 0, "basis": case.basis}
    with pytest.raises(Refused) as refused:
        season.desk.rerank(ANNA, key=case.key, place=1, reason="Lovet", **seen)  # type: ignore[arg-type]
    assert refused.value.code == "not_waiting"
    season.decide(case, Status.WAITLISTED)
    with pytest.raises(Refused) as refused:
        season.desk.rerank(ANNA, key=case.key, place=1, reason=" ", revision=1, basis=case.basis)
    assert refused.value.code == "rank_reason_missing"
