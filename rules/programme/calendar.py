"""What a document says of time: a known time zone, and days in an order that can be kept."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from rules.base import Text
from rules.programme.draft import Draft
from rules.programme.fault import Defect, Loc
from rules.programme.model import Cohort, Retention, Window
from rules.programme.wording import suggestion

_COPENHAGEN = Text(da="Skriv Europe/Copenhagen.", en="Write Europe/Copenhagen.")


def defects(draft: Draft) -> Iterator[Defect]:
    """Everything about time that cannot be."""
    yield from _timezone(draft.timezone)
    if draft.window is not None:
        yield from _window(draft.window)
    for index, cohort in draft.cohorts:
        yield from _meetings(("cohorts", index), cohort, draft.window)
    if draft.retention is not None:
        yield from _retention(draft.retention)


def _timezone(name: str) -> Iterator[Defect]:
    try:
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        yield Defect(
            loc=("timezone",),
            problem=Text(da=f"Tidszonen »{name}« kendes ikke.", en=f"The time zone “{name}” is not known."),
            cure=suggestion(name, available_timezones(), _COPENHAGEN),
        )


def _window(window: Window) -> Iterator[Defect]:
    if window.deadline < window.opens.date():
        yield _order(
            ("window", "deadline"), "Fristen ligger før åbningen.", "The deadline is before the opening."
        )
    if window.contacted_by < window.deadline:
        yield _order(
            ("window", "contacted_by"),
            "Dagen for svar ligger før fristen.",
            "The day of contact is before the deadline.",
        )
    for index, (before, after) in enumerate(zip(window.assessments, window.assessments[1:], strict=False), 1):
        if after <= before:
            yield _order(
                ("window", "assessments", index),
                "Dagen ligger ikke efter den forrige.",
                "The day is not after the one before.",
            )


def _meetings(loc: Loc, cohort: Cohort, window: Window | None) -> Iterator[Defect]:
    for index, meeting in enumerate(cohort.meetings):
        place = (*loc, "meetings", index)
        if meeting.ends <= meeting.starts:
            yield _order(
                (*place, "ends"),
                "Mødet slutter ikke efter, at det begynder.",
                "The meeting does not end after it begins.",
            )
        if index and meeting.starts < cohort.meetings[index - 1].ends:
            yield _order(
                (*place, "starts"),
                "Mødet begynder, før det forrige er slut.",
                "The meeting begins before the previous one ends.",
            )
        if window is not None and meeting.starts.date() <= window.deadline:
            yield _order(
                (*place, "starts"), "Mødet ligger før fristen.", "The meeting is before the deadline."
            )


def _retention(retention: Retention) -> Iterator[Defect]:
    if retention.others_days > retention.participants_days:
        yield Defect(
            loc=("retention", "others_days"),
            problem=Text(
                da="Oplysninger om dem, der ikke kom med, gemmes længere end deltagernes.",
                en="Data of those who did not take part are kept longer than the participants'.",
            ),
            cure=Text(
                da=f"Skriv højst {retention.participants_days}.",
                en=f"Write {retention.participants_days} or less.",
            ),
        )


def _order(loc: Loc, danish: str, english: str) -> Defect:
    return Defect(
        loc=loc,
        problem=Text(da=danish, en=english),
        cure=Text(da="Ret en af datoerne.", en="Correct one of the dates."),
    )
