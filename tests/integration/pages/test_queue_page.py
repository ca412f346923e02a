"""The queue: what is shown, in which order, and the way to an application."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from rules.finding import Outcome
from rules.folding import fold
from rules.state import Status
from tests.office import Office

Visit = Callable[..., AppTest]


def shown(page: AppTest) -> list[str]:
    """The case numbers in the table, from the top."""
    return list(page.dataframe[0].value["Sag"]) if page.dataframe else []


def test_queue_order(office: Office, visit: Visit) -> None:
    """What needs a person's judgement comes first, then what came first."""
    page = visit("queue")
    wanted = sorted(
        office.cases(), key=lambda c: (c.outcome is not Outcome.PERSON, c.application.first_seen, c.key)
    )
    assert not page.exception
    assert shown(page) == [case.key for case in wanted]


def test_queue_leaves_out_decided(office: Office, visit: Visit) -> None:
    """A decided application is not among what needs something, but among all."""
    key = office.cases()[0].key
    office.decide(key, Status.APPROVED, "aarhus")
    page = visit("queue")
    assert key not in shown(page)
    page.segmented_control[0].set_value("all").run()
    assert len(shown(page)) == len(office.cases())


def test_queue_search_folds_danish_letters(office: Office, visit: Visit) -> None:
    """A search without æ, ø and å finds the workplaces that have them."""
    case = next(c for c in office.cases() if "ø" in c.application.text("workplace"))
    page = visit("queue")
    page.text_input(key="search").set_value(fold(case.application.text("workplace"))).run()
    assert case.key in shown(page)
    assert len(shown(page)) < len(office.cases())


def test_queue_says_when_nothing_fits(visit: Visit) -> None:
    """A search without a hit says so in words."""
    page = visit("queue")
    page.text_input(key="search").set_value("findes slet ikke").run()
    assert shown(page) == []
    assert any(text.value.startswith("Ingen ansøgninger passer") for text in page.text)


def test_queue_opens_the_first(visit: Visit) -> None:
    """The start button opens the application on top."""
    page = visit("queue")
    first = shown(page)[0]
    page.button(key="start").click().run()
    assert not page.exception
    assert page.title[0].value == first


def test_queue_in_english(visit: Visit) -> None:
    """The language of the address is that of the cohorts and statuses as well."""
    page = visit("queue", lang="en")
    assert not page.exception
    assert set(page.dataframe[0].value.iloc[:, 3]) == {"Received"}


def test_queue_without_a_role(visit: Visit) -> None:
    """Who is not signed in is led to the sign-in, and sees nobody's application."""
    page = visit("sign_in", som="ingen")
    assert not page.dataframe
    assert [title.value for title in page.title] == ["Log ind"]
