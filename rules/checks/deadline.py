"""The deadline: the end of its day in the programme's time zone, by the first time stamp seen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from rules.application import Application
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.finding import Finding


class Deadline(RowRule):
    """The Form renews the time stamp of a corrected response, so what counts is the first one seen."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"received", "deadline"})

    kind: Literal["deadline"] = "deadline"
    message: Text = Text(
        da="Ansøgningen kom {received}, efter fristen {deadline}.",
        en="The application came {received}, after the deadline {deadline}.",
    )
    question: Text | None = Text(
        da="Vi fik jeres ansøgning {received}, og fristen var {deadline}. Vil I skrive, hvorfor den "
        "kom senere?",
        en="We received your application {received}; the deadline was {deadline}. Could you tell us "
        "why it came late?",
    )
    unknown: Case = Case(
        message=Text(
            da="Det kan ikke ses, hvornår ansøgningen kom.", en="When the application came can't be seen."
        ),
        question=Text(da="Hvornår sendte I ansøgningen?", en="When did you send the application?"),
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """A finding where the application came late, or it is not known when it came."""
        field = context.fields.timestamp
        stamp = application.first_seen or application.value(field)
        if not isinstance(stamp, datetime):
            if not application.text(field):
                yield self.say(application, context, field, case="unknown")
        elif context.deadline and stamp.astimezone(UTC) > context.deadline.astimezone(UTC):
            zone = ZoneInfo(context.timezone)
            params = {"received": _shown(stamp, zone), "deadline": _shown(context.deadline, zone)}
            yield self.say(application, context, field, params=params)


def _shown(moment: datetime, zone: ZoneInfo) -> str:
    """Numbers only, as the wording is in two languages: 19.06.2024 00.04."""
    return f"{moment.astimezone(zone):%d.%m.%Y %H.%M}"
