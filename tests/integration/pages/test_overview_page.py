"""The overview: numbers, plots, and a table for each plot."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from rules.finding import Outcome
from tests.office import Office

Visit = Callable[..., AppTest]


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


def test_overview_in_english(visit: Visit) -> None:
    """The page stands in English as well."""
    assert not visit("overview", lang="en").exception
