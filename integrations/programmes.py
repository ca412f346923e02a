"""The programme documents that ship with Samhold, documents in files, and the demo's copy of one."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from babel.dates import format_date

from rules.base import Text
from rules.programme.loading import load
from rules.programme.model import Cohort, Form, Meeting, Programme, Window
from rules.programme.writing import dump

__all__ = ["DEMO_ID", "demo_programme", "document", "dump", "read_programme", "shipped"]

_FILES = {"network-2024": "network", "individual": "individual", "joint": "joint"}
DEMO_ID = "network-demo"
_DEMO_DAYS_LEFT = timedelta(days=14)
"""The demo's deadline is at least so far ahead, and less than a week more."""


def shipped() -> tuple[str, ...]:
    """Ids of the programmes that ship with Samhold."""
    return tuple(_FILES)


def document(programme_id: str) -> str:
    """The TOML text of a shipped programme, by its id or its file's name. KeyError for others."""
    name = programme_id if programme_id in _FILES.values() else _FILES[programme_id]
    return files("programmes").joinpath(f"{name}.toml").read_text(encoding="utf-8")


def read_programme(id_or_path: str) -> Programme:
    """A shipped programme by id ("network" will do for "network-2024"), or the document in a file.

    Raises `DocumentFaults` for a faulty document and FileNotFoundError where there is none.
    """
    if id_or_path in _FILES or id_or_path in _FILES.values():
        return load(document(id_or_path))
    return load(Path(id_or_path).read_text(encoding="utf-8"))


def demo_programme(now: datetime) -> Programme:
    """The shipped network, moved by whole weeks: its form is open at `now` (aware), its deadline ahead.

    Weekdays, times of day and the distances between all dates are those of 2024.
    """
    shipped = read_programme("network-2024")
    today = now.astimezone(shipped.zone).date()
    by = _weeks(shipped.window.deadline, today + _DEMO_DAYS_LEFT)
    moved = shipped.model_copy(
        update={
            "id": DEMO_ID,
            "window": _moved_window(shipped.window, by),
            "cohorts": tuple(_moved_cohort(cohort, by) for cohort in shipped.cohorts),
        }
    )
    return _said_anew(moved)


def _weeks(start: date, earliest: date) -> timedelta:
    """The whole weeks from `start` to the first same weekday that is not before `earliest`."""
    return timedelta(weeks=-((start - earliest).days // 7))


def _moved_window(window: Window, by: timedelta) -> Window:
    return window.model_copy(
        update={
            "opens": window.opens + by,
            "deadline": window.deadline + by,
            "contacted_by": window.contacted_by + by,
        }
    )


def _moved_cohort(cohort: Cohort, by: timedelta) -> Cohort:
    meetings = tuple(_moved_meeting(meeting, by) for meeting in cohort.meetings)
    return cohort.model_copy(update={"meetings": meetings})


def _moved_meeting(meeting: Meeting, by: timedelta) -> Meeting:
    return meeting.model_copy(update={"starts": meeting.starts + by, "ends": meeting.ends + by})


def _said_anew(demo: Programme) -> Programme:
    """The demo with the times of year in its texts changed to its own."""
    phrases = _phrases(demo)
    title = _replaced(demo.title, phrases)
    form = {name: _replaced(getattr(demo.form, name), phrases) for name in Form.model_fields}
    return demo.model_copy(
        update={"title": Text(da=f"{title.da} (demo)", en=f"{title.en} (demo)"), "form": Form(**form)}
    )


def _phrases(demo: Programme) -> dict[str, str]:
    """What the shipped document's texts say of time, and what the demo says instead."""
    first = min(meeting.starts for cohort in demo.cohorts for meeting in cohort.meetings)
    told = demo.window.contacted_by
    season, season_en = ("efteråret", "autumn") if first.month > 6 else ("foråret", "spring")
    return {
        "efteråret 2024": f"{season} {first.year}",
        "autumn 2024": f"{season_en} {first.year}",
        "første gang i september": f"første gang i {format_date(first, 'MMMM', locale='da')}",
        "for the first time in September": f"for the first time in {format_date(first, 'MMMM', locale='en')}",
        "Sidst i juni": f"Senest den {format_date(told, 'd. MMMM', locale='da')}",
        "At the end of June we": f"By {format_date(told, 'd MMMM', locale='en')} at the latest we",
    }


def _replaced(text: Text, phrases: dict[str, str]) -> Text:
    da, en = text.da, text.en
    for old, new in phrases.items():
        da, en = da.replace(old, new), en.replace(old, new)
    return Text(da=da, en=en)
