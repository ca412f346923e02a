"""One application: answers, findings, history, and deciding on what one has seen."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from integrations.sheets import requests
from rules.finding import Outcome
from rules.state import Status
from tests.office import Office

Visit = Callable[..., AppTest]


def html_of(page: AppTest) -> str:
    """All markup on the page."""
    return "\n".join(block.value for block in page.html)


def clear_case(office: Office) -> str:
    """The number of an application that nothing speaks against."""
    return next(case.key for case in office.cases() if case.outcome is Outcome.OK)


def choose(page: AppTest, key: str, status: Status, revision: int = 0) -> AppTest:
    """Choose a status in the form."""
    page.session_state[f"status_{key}_{revision}"] = status.value
    return page.run()


def test_answers_as_written(office: Office, visit: Visit) -> None:
    """Every answer stands on the page as text, beside its cell."""
    key = clear_case(office)
    application = office.case(key).application
    page = visit("application", sag=key)
    assert not page.exception
    assert page.title[0].value == key
    markup = html_of(page)
    assert all(answer.cell in markup for answer in application.answers.values() if answer.text)


def test_text_is_never_markup(office: Office, visit: Visit) -> None:
    """What an applicant wrote as HTML is shown, not run."""
    key = clear_case(office)
    application = office.case(key).application
    wrote = "<script>alert(1)</script> ![x](http://evil.example/x.png)"
    column = 21
    office.gateway.apply([requests.write(office.gateway.anchor(), application.row, column, [[wrote]])])
    office.worker.tick()
    markup = html_of(visit("application", sag=key))
    assert "<script>" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in markup


def test_findings_with_question(office: Office, visit: Visit) -> None:
    """A finding shows its question, ready to be copied."""
    case = next(c for c in office.cases() if any(f.question for f in c.judgement.findings))
    page = visit("application", sag=case.key)
    asked = [finding.ask() for finding in case.judgement.findings if finding.question]
    assert sorted(block.value for block in page.code) == sorted(asked)


def test_approve(office: Office, visit: Visit) -> None:
    """A decision is saved in the name of who took it, and the page says how far it is."""
    key = clear_case(office)
    page = choose(visit("application", sag=key), key, Status.APPROVED)
    page.radio(key=f"cohort_{key}_0").set_value("odense").run()
    page.text_input(key=f"remark_{key}_0").set_value("Ringet").run()
    page.button(key=f"save_{key}_0").click().run()
    assert not page.exception
    standing = office.case(key).standing
    assert (standing.status, standing.cohort, standing.remark, standing.by) == (
        Status.APPROVED,
        "odense",
        "Ringet",
        "Anna Dam",
    )
    assert "Gemt. På vej til arket" in html_of(page)
    office.worker.tick()
    assert "Gemt, og i arket." in html_of(page.run())


def test_undo(office: Office, visit: Visit) -> None:
    """Undo restores what was before, as a decision of its own."""
    key = clear_case(office)
    office.decide(key, Status.APPROVED, "aarhus")
    page = visit("application", sag=key)
    page.button(key=f"undo_{key}_1").click().run()
    standing = office.case(key).standing
    assert (standing.status, standing.revision) == (Status.RECEIVED, 2)


def test_decline_needs_a_reason(office: Office, visit: Visit) -> None:
    """A refusal without a reason is not saved, and the page says what is missing."""
    key = clear_case(office)
    page = choose(visit("application", sag=key), key, Status.DECLINED)
    page.button(key=f"save_{key}_0").click().run()
    assert office.case(key).revision == 0
    assert any(text.value.startswith("Skriv en begrundelse") for text in page.text)


def test_colleague_decided_meanwhile(office: Office, visit: Visit) -> None:
    """Who decides on an old page is told, and the colleague's decision stands."""
    key = clear_case(office)
    page = choose(visit("application", sag=key), key, Status.WAITLISTED)
    office.decide(key, Status.APPROVED, "aarhus")
    page.button(key=f"save_{key}_0").click().run()
    assert office.case(key).standing.status is Status.APPROVED
    assert any("Karen Holm har afgjort sagen imens" in text.value for text in page.text)
    assert any(block.value == "**En anden har afgjort sagen imens**" for block in page.markdown)


def test_answers_changed_meanwhile(office: Office, visit: Visit) -> None:
    """An answer that changes while one decides is shown before and after; one saves once one has seen it."""
    key = clear_case(office)
    page = choose(visit("application", sag=key), key, Status.WAITLISTED)
    row = office.case(key).application.row
    office.gateway.apply([requests.write(office.gateway.anchor(), row, 4, [["Et nyt navn"]])])
    office.worker.tick()
    page.button(key=f"save_{key}_0").click().run()
    assert office.case(key).revision == 0
    assert "<ins>Et nyt navn</ins>" in html_of(page)
    page.button(key="have_seen").click().run()
    page.button(key=f"save_{key}_0").click().run()
    assert office.case(key).standing.status is Status.WAITLISTED


def test_viewer_may_not_decide(office: Office, visit: Visit) -> None:
    """Who may only look has no form."""
    key = clear_case(office)
    page = visit("application", som="david", sag=key)
    assert not page.exception
    assert not [button for button in page.button if str(button.key).startswith("save")]


def test_unknown_case_number(visit: Visit) -> None:
    """A number that nobody has says so."""
    page = visit("application", sag="X99-99XX")
    assert not page.exception
    assert any("X99-99XX" in text.value for text in page.text)
