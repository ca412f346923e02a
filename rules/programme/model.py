"""The models of a programme document (TOML). `rules.programme.loading` reads one and reports its faults."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from rules.base import Frozen, Text
from rules.checks import Rule
from rules.checks.base import CohortName, Context, Fields
from rules.state import Status


class QuestionType(StrEnum):
    """How an answer is written and read."""

    TIMESTAMP = "timestamp"
    EMAIL = "email"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    PHONE = "phone"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    PARTICIPANTS = "participants"


class Option(Frozen):
    """One choice of a question; `value` is what stands in the sheet."""

    value: str
    label: Text | None = None
    aliases: tuple[str, ...] = ()


class Question(Frozen):
    """One question of the form. `header` is the column's header in the sheet; `label` what the built-in form asks.

    Participants may stand as lines in one cell, or spread over columns whose headers match `columns`
    (each with the placeholder `{n}`), e.g. `["Deltager {n}: navn", "Deltager {n}: rolle", "Deltager {n}: e-mail"]`.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    header: str
    aliases: tuple[str, ...] = ()
    type: QuestionType = QuestionType.TEXT
    label: Text | None = None
    help: Text | None = None
    section: Text | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    columns: tuple[str, ...] = ()


class Window(Frozen):
    """When the form is open and by when people are told. Local times of the programme's time zone."""

    opens: datetime
    deadline: date
    contacted_by: date


class Meeting(Frozen):
    """One meeting of a cohort. Venues can differ from meeting to meeting."""

    starts: datetime
    ends: datetime
    venue: str
    address: str


class Cohort(Frozen):
    """One cohort ("hold") with its limits: people, and groups. `groups_min` is soft."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    name: Text
    aliases: tuple[str, ...] = ()
    participants_max: int = Field(gt=0)
    groups_min: int = Field(default=0, ge=0)
    groups_max: int = Field(gt=0)
    meetings: tuple[Meeting, ...] = ()


class AllocationPolicy(Frozen):
    """The ordered levels of the allocation, first the most important."""

    levels: tuple[Literal["places", "wishes"], ...] = ("places", "wishes")


class StatusWording(Frozen):
    """What a status is called in the sheet's dropdown and on the pages; aliases are understood when typed."""

    text: Text
    aliases: tuple[str, ...] = ()


class Form(Frozen):
    """The texts of the built-in form."""

    intro: Text
    privacy: Text
    receipt: Text
    correction: Text
    closed: Text
    not_yet_open: Text


class Retention(Frozen):
    """How many days after the programme's last meeting personal data are kept."""

    participants_days: int = Field(gt=0)
    others_days: int = Field(gt=0)


class Programme(Frozen):
    """One round of one kind of course."""

    version: Literal[1] = 1
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: Literal["individual", "network", "joint"]
    title: Text
    description: Text
    contact: str
    timezone: str = "Europe/Copenhagen"
    write_back: Literal["columns", "ledger"] = "columns"
    window: Window
    form: Form
    fields: Fields = Fields()
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()
    cohorts: tuple[Cohort, ...]
    no_preference: tuple[str, ...] = ("Ingen præference",)
    allocation: AllocationPolicy = AllocationPolicy()
    statuses: dict[Status, StatusWording]
    retention: Retention

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def opens_at(self) -> datetime:
        """When the form opens, aware."""
        return self.window.opens.replace(tzinfo=self.zone)

    @property
    def closes_at(self) -> datetime:
        """The end of the deadline's day, aware: the last microsecond that is still in time."""
        return datetime.combine(self.window.deadline, time.max, tzinfo=self.zone)

    def question(self, question_id: str) -> Question | None:
        """The question with this id."""
        return next((q for q in self.questions if q.id == question_id), None)

    def cohort(self, cohort_id: str) -> Cohort | None:
        """The cohort with this id."""
        return next((c for c in self.cohorts if c.id == cohort_id), None)

    @property
    def context(self) -> Context:
        """What the rules may know of this programme."""
        return Context(
            fields=self.fields,
            cohorts=tuple(
                CohortName(id=c.id, names=(c.name.da, c.name.en, *c.aliases)) for c in self.cohorts
            ),
            no_preference=self.no_preference,
            deadline=self.closes_at,
            timezone=self.timezone,
        )
