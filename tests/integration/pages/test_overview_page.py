"""The overview: numbers, plots, and a table for each plot."""

from collections.abc import Callable
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from integrations.programmes import demo_programme, dump
from rules.finding import Outcome
from rules.people import Actor, Role
from rules.state import Source
from tests.office import Office, now

Visit = Callable[..., AppTest]
EVA = Actor(name="Eva Holst", email="eva@spark.example", role=Role.ADMINISTRATOR, source=Source.PAGE)


def test_numbers(office: Office, visit: Visit) -> None:
    """The numbers on top are those of the board."""
    page = visit("overview")
    assert not page.exception
    values = {metric.label: metric.value for metric in page.metric}
    asks = sum(case.outcome is Outcome.PERSON for case in office.cases())
    assert values["Ansøgninger"] == str(len(office.cases()))
    assert values["Kræver et menneske"] == str(asks)


def test_each_plot_has_its_table(office: Office, visit: Visit) -> None:
    """As many tables as plots, and each table counts every application once."""
    page = visit("overview")
    plots = page.get("vega_lite_chart")
    assert len(page.dataframe) == len(plots)
    arrivals, *others = (table.value for table in page.dataframe)
    assert int(arrivals["I alt"].iloc[-1]) == len(office.cases())
    assert [int(table["Ansøgninger"].sum()) for table in others] == [len(office.cases())] * len(others)


def test_what_is_due_for_deletion_is_deleted_on_an_administrators_word(office: Office, visit: Visit) -> None:
    """Shown to nobody else, and only once it is due; nothing goes before the box is ticked, then all."""
    assert [button.key for button in visit("overview", som="eva").button if button.key == "erase"] == []
    long_ago = demo_programme(now() - timedelta(days=1200))
    office.at.activate_programme(EVA, dump(long_ago))
    assert [button.key for button in visit("overview").button if button.key == "erase"] == []
    page = visit("overview", som="eva")
    assert page.button(key="erase").disabled
    page.checkbox(key="erase_sure").check().run()
    page.button(key="erase").click().run()
    assert not page.exception
    assert office.cases() == ()


def test_overview_in_english(visit: Visit) -> None:
    """The page stands in English as well."""
    assert not visit("overview", lang="en").exception
