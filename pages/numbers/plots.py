"""Calm plots: one colour, few lines, the number beside the bar. They take their colours from the theme."""

from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd

from pages.numbers.counting import Count, Day
from texts import _, number, short_date

Plot = alt.LayerChart | alt.FacetChart
BAR_PIXELS = 26
MARGIN = 24
"""Pixels that the frame takes of a plot's height."""
MOST_BARS = 15
"""The rest is in the table."""

LABEL_COLOUR = "#7c8784"
"""Readable on the light and on the dark background."""


def bars_plot(counts: Sequence[Count]) -> Plot:
    """Horizontal bars, the most first, each with its number."""
    shown = list(counts[:MOST_BARS])
    frame = pd.DataFrame(
        {
            "name": [count.name for count in shown],
            "count": [count.applications for count in shown],
            "label": [number(count.applications) for count in shown],
        }
    )
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=200, labelOverlap=False, ticks=False, domain=False),
        ),
        x=alt.X("count:Q", title=None, axis=None),
        tooltip=alt.value(None),
    )
    bars = base.mark_bar(size=BAR_PIXELS - 12, cornerRadiusEnd=2)
    labels = base.mark_text(align="left", dx=5, color=LABEL_COLOUR).encode(text="label:N")
    return alt.layer(bars, labels).properties(height=len(shown) * BAR_PIXELS + MARGIN)


def arrivals_plot(days: Sequence[Day], deadline: date) -> Plot:
    """The total, day by day, and the deadline as a dashed line."""
    first = days[0].day - timedelta(days=1)
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp(first), *(pd.Timestamp(day.day) for day in days)],
            "total": [0, *(day.total for day in days)],
            "shown": [short_date(first), *(short_date(day.day) for day in days)],
        }
    )
    axis = alt.Axis(format="%d.%m.", title=None, grid=False, tickCount=8)
    line = (
        alt.Chart(frame)
        .mark_line(interpolate="step-after", strokeWidth=2.2)
        .encode(
            x=alt.X("day:T", axis=axis),
            y=alt.Y(
                "total:Q",
                title=None,
                scale=alt.Scale(domainMin=0, domainMax=max(days[-1].total * 1.1, 5)),
                axis=alt.Axis(tickMinStep=1, tickCount=5),
            ),
            tooltip=[alt.Tooltip("shown:N", title=_("Dag")), alt.Tooltip("total:Q", title=_("I alt"))],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"day": [pd.Timestamp(deadline) + pd.Timedelta(days=1)]}))
        .mark_rule(strokeDash=[5, 4], color=LABEL_COLOUR)
        .encode(x="day:T")
    )
    return alt.layer(line, rule).properties(height=230)
