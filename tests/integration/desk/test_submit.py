"""The built-in form: one application per sending, whatever is clicked twice."""

import threading

import pytest

from integrations.journal import outbox
from integrations.journal.records import OutboxKind
from rules.keys import is_case_number
from rules.state import Refused, Status
from tests.integration.desk.conftest import ANNA, Season

TOKEN = "0123456789abcdef"


def test_sent_form_is_an_application_on_its_way_into_the_sheet(season: Season) -> None:
    """The receipt's number is the application's; the row to append is queued in the same step."""
    answers = season.answers()
    receipt = season.desk.submit(answers, TOKEN)
    case = season.case(receipt.key)
    with season.journal.read(season.programme.id) as look:
        (row,) = outbox.pending(look)
    assert is_case_number(receipt.key)
    assert (row.kind, row.key) == (OutboxKind.APPEND, receipt.key)
    assert (case.application.first_seen, case.problem) == (season.clock(), "not_stamped")
    assert case.application.text("workplace") == answers["workplace"]
    season.settle()
    assert season.case(receipt.key).decidable


def test_appended_row_is_the_same_application_when_it_is_seen(season: Season) -> None:
    """Seen in the sheet after it was appended, it is nobody new and has not changed."""
    receipt = season.desk.submit(season.answers(), TOKEN)
    season.settle()
    before = season.case(receipt.key)
    season.look()
    after = season.case(receipt.key)
    assert len(season.desk.board(ANNA).cases) == 1
    assert (after.basis, after.application.first_seen) == (before.basis, before.application.first_seen)
    season.decide(after, Status.WAITLISTED)


def test_double_click_gives_one_application_and_one_receipt(season: Season) -> None:
    """Eight sendings at once with one token are one application."""
    answers, receipts = season.answers(), []
    threads = [
        threading.Thread(target=lambda: receipts.append(season.desk.submit(answers, TOKEN))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.key for receipt in receipts}) == 1
    assert len(receipts) == 8
    assert len(season.desk.board(ANNA).cases) == 1


def test_same_answers_sent_by_two_people_are_two_applications(season: Season) -> None:
    """Another token is another sending; the rules find that it is a duplicate."""
    answers = season.answers()
    first = season.desk.submit(answers, TOKEN)
    second = season.desk.submit(answers, TOKEN[::-1])
    assert first.key != second.key
    assert [case.outcome for case in season.desk.board(ANNA).cases] == ["person", "person"]


def test_missing_answers_are_named_beside_their_fields(season: Season) -> None:
    """Nothing is taken in until what must be there is."""
    answers = season.answers(workplace="", leader_email="lis@")
    with pytest.raises(Refused) as refused:
        season.desk.submit(answers, TOKEN)
    assert refused.value.code == "answers_incomplete"
    found = refused.value.params["findings"]
    assert {finding.field for finding in found} == {"workplace", "leader_email"}  # type: ignore[attr-defined]
    assert season.desk.board(ANNA).cases == ()


def test_review_tells_what_must_be_right_from_what_is_worth_a_look(season: Season) -> None:
    """A regional employer may send the form; a missing address may not."""
    review = season.desk.review(season.answers(email="", sector="Regional"))
    assert {finding.field for finding in review.blocking} == {"email"}
    assert "sector" in {finding.field for finding in review.advice}


def test_form_is_closed_after_the_deadline_and_before_it_opens(season: Season) -> None:
    """The clock opens and closes the form; a receipt already given stays."""
    receipt = season.desk.submit(season.answers(), TOKEN)
    season.clock.forward(days=16)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="form_closed"):
        season.desk.submit(season.answers(), TOKEN[::-1])
    assert season.desk.submit(season.answers(), TOKEN) == receipt
    season.clock.forward(days=-300)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="form_not_yet"):
        season.desk.submit(season.answers(), TOKEN[::-1])


def test_what_the_form_does_not_ask_is_not_kept(season: Season) -> None:
    """Unknown fields, control characters and the applicant's own time stamp are left out."""
    answers = season.answers(motivation="Vi\x00 vil\x07\ngerne", other="x", timestamp=1.0)
    season.desk.submit(answers, TOKEN)
    (record,) = season.records()
    assert record.cells["motivation"] == "Vi vil\ngerne"
    assert "other" not in record.cells
    assert record.cells["timestamp"] != 1.0


@pytest.mark.parametrize("token", ["", "kort", "x" * 65])
def test_sending_without_a_proper_token_is_refused(season: Season, token: str) -> None:
    """Without a token a double click could not be told from two applications."""
    with pytest.raises(Refused, match="token_missing"):
        season.desk.submit(season.answers(), token)
