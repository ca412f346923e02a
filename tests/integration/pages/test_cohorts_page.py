"""The cohorts, the allocation in its steps, and the waitlist."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from integrations.journal.allocations import Step
from rules.finding import Outcome
from rules.state import HOLDS_A_PLACE, Status
from tests.office import KAREN, Office

Visit = Callable[..., AppTest]


def clear_cases(office: Office, count: int) -> list[str]:
    """Numbers of applications that nothing speaks against."""
    return [case.key for case in office.cases() if case.outcome is Outcome.OK][:count]


def tables(page: AppTest) -> list[list[str]]:
    """The case numbers of every table on the page."""
    return [list(table.value["Sag"]) for table in page.dataframe]


def test_members_and_limits(office: Office, visit: Visit) -> None:
    """A cohort shows who is in, and how much of both limits is used."""
    first, second = clear_cases(office, 2)
    office.decide(first, Status.APPROVED, "aarhus")
    office.decide(second, Status.APPROVED, "odense")
    page = visit("cohorts")
    assert not page.exception
    assert tables(page) == [[first], [second]]
    size = office.case(first).size
    assert f"{size} / 45" in "".join(block.value for block in page.html)


def test_move_to_another_cohort(office: Office, visit: Visit) -> None:
    """A group is moved with two choices, and stays approved."""
    (key,) = clear_cases(office, 1)
    office.decide(key, Status.APPROVED, "aarhus")
    page = visit("cohorts")
    page.radio(key="to_aarhus").set_value("approved:odense").run()
    page.button(key="move_do_aarhus").click().run()
    assert not page.exception
    standing = office.case(key).standing
    assert (standing.status, standing.cohort) == (Status.APPROVED, "odense")


def test_remove_from_a_cohort(office: Office, visit: Visit) -> None:
    """A group that leaves for the waitlist gives its place back."""
    (key,) = clear_cases(office, 1)
    office.decide(key, Status.APPROVED, "aarhus")
    page = visit("cohorts")
    page.radio(key="to_aarhus").set_value("waitlisted:").run()
    page.button(key="move_do_aarhus").click().run()
    assert office.case(key).standing.status is Status.WAITLISTED


def test_take_in(office: Office, visit: Visit) -> None:
    """A new group without doubts can be taken in from the cohort's own card."""
    page = visit("cohorts")
    key = page.selectbox(key="take_aarhus").value
    page.button(key="take_do_aarhus").click().run()
    standing = office.case(str(key)).standing
    assert (standing.status, standing.cohort) == (Status.APPROVED, "aarhus")


def computed(page: AppTest) -> AppTest:
    """The page once what it computes meanwhile has come to an end."""
    while "job" in page.session_state:
        page.session_state["job"].thread.join()
        page.run()
    assert not page.exception
    return page


def drawn(page: AppTest) -> AppTest:
    """The page after commitment, words and draw."""
    computed(page.button(key="commit").click().run())
    page.text_input(key="seed_words").set_value("lærke, havre og regnvejr")
    page.button(key="FormSubmitter:seed_form-Gem ordene").click().run()
    return computed(page.button(key="draw").click().run())


def titles(page: AppTest) -> list[str]:
    """The expanders of the page, without their counts."""
    return [expander.label.rsplit(" (", 1)[0] for expander in page.expander]


def test_commitment_shows_chances_before_anything_is_drawn(office: Office, visit: Visit) -> None:
    """After the first step everybody's chance is there, and nobody has been decided on."""
    page = computed(visit("cohorts").button(key="commit").click().run())
    assert titles(page) == ["Chancer", "Alle fordelinger"]
    assert {case.revision for case in office.cases()} == {0}
    (record,) = office.at.allocations(KAREN)
    assert (record.step, record.committed_by) == (Step.COMMITTED, "Anna Dam")


def test_words_of_the_one_who_committed_are_refused(office: Office, visit: Visit) -> None:
    """In local mode somebody else says them: those who may, without the one who committed."""
    page = computed(visit("cohorts").button(key="commit").click().run())
    assert page.selectbox(key="seed_speaker").options == ["Bo Lind", "Eva Holst"]


def test_allocation_from_commitment_to_adoption(office: Office, visit: Visit) -> None:
    """Four steps; nobody is decided on before the last, and then everybody stands as it said."""
    page = drawn(visit("cohorts"))
    assert {case.revision for case in office.cases()} == {0}
    levels = next(table.value for table in page.dataframe if "Bevis" in table.value)
    assert [name.split(". ", 1)[1] for name in levels["Trin i reglerne"]] == [
        "Mangler til mindste hold",
        "Point for fortrin",
        "Deltagere med plads",
        "Grupper med plads efter lodtrækning",
        "Deltagere på deres første ønske",
        "Deltagere på deres 2. ønske",
        "Brancher på holdene",
        "Grupper med plads",
    ]
    assert set(levels["Bevis"]) == {"bevist bedst"}
    page.button(key="adopt").click().run()
    assert not page.exception
    placed = [case for case in office.cases() if case.standing.status in HOLDS_A_PLACE]
    waiting = [case for case in office.cases() if case.standing.status is Status.WAITLISTED]
    judged_ok = [case for case in office.cases() if case.outcome is Outcome.OK]
    assert sorted(case.key for case in placed + waiting) == sorted(case.key for case in judged_ok)
    assert titles(page)[-3:] == [
        "Ændret siden",
        "Hvorfor, hvorfor ikke, og hvad nu hvis",
        "Alle fordelinger",
    ]


def test_allocation_that_was_overtaken(office: Office, visit: Visit) -> None:
    """An allocation that somebody has overtaken is refused as a whole."""
    page = drawn(visit("cohorts"))
    (key,) = clear_cases(office, 1)
    office.decide(key, Status.DECLINED)
    page.button(key="adopt").click().run()
    assert [case.key for case in office.cases() if case.revision] == [key]
    assert any(text.value.startswith("Der er sket noget") for text in page.text)


def test_stopped_computation_leaves_nothing(office: Office, visit: Visit) -> None:
    """Who stops it finds the page as it was, and no commitment in the list."""
    page = visit("cohorts").button(key="commit").click().run()
    page.button(key="stop_job").click().run()
    computed(page)
    assert office.at.allocations(KAREN) == ()
    assert page.button(key="commit").disabled is False


def test_viewer_sees_no_buttons(visit: Visit) -> None:
    """Who may only look can neither move nor propose."""
    page = visit("cohorts", som="david")
    assert not page.exception
    assert [button.key for button in page.button] == []


def test_waitlist_in_order(office: Office, visit: Visit) -> None:
    """The waitlist shows its order, by when people came on it."""
    first, second, third = clear_cases(office, 3)
    for key in (second, third, first):
        office.decide(key, Status.WAITLISTED)
    page = visit("waitlist")
    assert not page.exception
    assert tables(page) == [[second, third, first]]
    assert list(page.dataframe[0].value["Plads"]) == [1, 2, 3]


def test_waitlist_empty(visit: Visit) -> None:
    """An empty waitlist says so."""
    page = visit("waitlist")
    assert any(text.value.startswith("Ingen venter") for text in page.text)


def test_why_not_and_what_would_have_changed_it(office: Office, visit: Visit) -> None:
    """A group that waits is told what decided it, after the chance that it had."""
    page = drawn(visit("cohorts"))
    (record,) = office.at.allocations(KAREN)
    assert record.outcome is not None
    waits = record.outcome.waitlist[0].key
    page.selectbox(key="why_key").set_value(waits).run()
    computed(page.button(key="why").click().run())
    found = page.session_state["explained"]
    assert (found.key, found.placed) == (waits, False)
    assert {found.reasons[0].da} <= {text.value for text in page.text}


def test_what_if_more_room(visit: Visit) -> None:
    """With more room in a cohort, more participants have a place; nothing is decided by asking."""
    page = drawn(visit("cohorts"))
    page.number_input(key="if_amount").set_value(20).run()
    computed(page.button(key="if_try").click().run())
    _number, difference = page.session_state["tried"]
    gains = {gain.name: gain.better for gain in difference.gains}
    assert gains["places"] > 0


def test_waitlist_tells_who_fits_and_who_follows(office: Office, visit: Visit) -> None:
    """Each cohort has its own order; whoever fits is named, and who is asked if somebody withdraws."""
    placed, waits = clear_cases(office, 2)
    office.decide(placed, Status.APPROVED, "aarhus")
    office.decide(waits, Status.WAITLISTED)
    page = visit("waitlist")
    assert any(text.value == f"{waits} kan spørges nu." for text in page.text)
    computed(page.button(key="succession").click().run())
    rows = next(table.value for table in page.dataframe if "Trækker sig" in table.value)
    assert list(rows["Trækker sig"]) == [placed]
    assert [asked.split(" ")[0] for asked in rows["Så spørges"]] == [waits]


def test_place_on_the_waitlist_set_by_hand(office: Office, visit: Visit) -> None:
    """The place changes, and the list says that a person set it, and why."""
    first, second = clear_cases(office, 2)
    for key in (first, second):
        office.decide(key, Status.WAITLISTED)
    page = visit("waitlist")
    page.selectbox(key="rerank_key").set_value(second)
    page.text_input(key="rerank_reason").set_value("Lovet i telefonen").run()
    page.button(key="rerank").click().run()
    assert not page.exception
    assert tables(page)[0] == [second, first]
    assert page.dataframe[0].value["Hvorfor"][0] == "Sat i hånden: Lovet i telefonen"


def test_rationale_for_print(visit: Visit) -> None:
    """The page to print is made when asked for, in numbers, and can then be downloaded."""
    page = drawn(visit("cohorts"))
    page = computed(page.button(key="rationale_make").click().run())
    _number, facts = page.session_state["rationale"]
    assert (facts.proven, facts.participants_placed) == (True, 90)
    assert "rationale_make" not in {button.key for button in page.button}
