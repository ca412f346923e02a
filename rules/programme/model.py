"""The models of a programme document (TOML). `rules.programme.loading` reads one and reports its faults."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, NaiveDatetime

from rules.allocation.model import DEFAULT_POLICY, Aim
from rules.base import Frozen, Text
from rules.checks import Rule
from rules.checks.base import Asked, CohortName, Context, Fields
from rules.state import Status


class Part(Frozen):
    """A part of a programme document; the field docstrings are what an editor shows (see `schema`)."""

    model_config = ConfigDict(use_attribute_docstrings=True)


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


class Option(Part):
    """One choice of a question."""

    value: str = Field(min_length=1)
    """What stands in the sheet when this is chosen."""
    label: Text | None = None
    """What the form shows instead of `value`."""
    aliases: tuple[str, ...] = ()
    """Other ways in which people write the same choice."""


class Question(Part):
    """One question of the form, and the column of the sheet that holds its answers."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """What rules and fields call the question. Never change it once there are applications."""
    header: str = Field(min_length=1)
    """The column's header in the sheet, exactly as the form writes it."""
    aliases: tuple[str, ...] = ()
    """Other headers that mean the same question."""
    type: QuestionType = QuestionType.TEXT
    label: Text | None = None
    """What the built-in form asks; without it, the header."""
    help: Text | None = None
    """A line under the question in the built-in form."""
    section: Text | None = None
    """Heading above this question in the built-in form; it holds until the next one."""
    options: tuple[Option, ...] = ()
    """The choices of a `choice` or `multiple` question."""
    required: bool = False
    """Whether the built-in form insists on an answer. (A `required` rule judges what is in the sheet.)"""
    columns: tuple[str, ...] = ()
    """Where participants stand in columns of their own instead of as lines in one cell: the headers with
    `{n}` for the number, e.g. `["Deltager {n}: navn", "Deltager {n}: rolle", "Deltager {n}: e-mail"]`."""


class Window(Part):
    """When the form is open and by when people are told. Local times of the programme's time zone."""

    opens: NaiveDatetime
    """When the form opens."""
    deadline: date
    """The last day on which an application is in time, to the end of the day."""
    contacted_by: date
    """The day by which every applicant has been contacted."""
    assessments: tuple[date, ...] = ()
    """The days on which applications are assessed, where a programme does so more than once."""


class Meeting(Part):
    """One meeting of a cohort. Venues can differ from meeting to meeting."""

    starts: NaiveDatetime
    """Local time."""
    ends: NaiveDatetime
    """Local time."""
    venue: str
    """The name of the place."""
    address: str
    """Street, number, postcode and town."""


class ReservedPlaces(Part):
    """Places of a cohort that only some applications may take: those that match every list given."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """What messages call them."""
    places: int = Field(gt=0)
    """So many participants' places."""
    municipalities: tuple[str, ...] = ()
    """Names of municipalities."""
    branches: tuple[str, ...] = ()
    """Answers to the question of branch."""
    kinds: tuple[str, ...] = ()
    """Answers to the question of the group's kind."""
    criteria: tuple[str, ...] = ()
    """Ids of criteria of the allocation, of which one must be met."""
    until: date | None = None
    """The last day on which they are kept; without it they are kept for good."""


class Cohort(Part):
    """One cohort ("hold") with its limits: people, and groups."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    """What decisions call the cohort. Never change it once there are applications."""
    name: Text
    """What people call it; the Danish name stands in the sheet."""
    aliases: tuple[str, ...] = ()
    """Other ways in which a wish or a coordinator writes it."""
    participants_max: int = Field(gt=0)
    """Room for so many people."""
    groups_min: int = Field(default=0, ge=0)
    """So many groups are wanted at least; a wish, not a limit."""
    groups_max: int = Field(gt=0)
    """Room for so many groups."""
    per_municipality_max: int | None = Field(default=None, gt=0)
    """At most so many groups from one municipality."""
    per_branch_max: int | None = Field(default=None, gt=0)
    """At most so many groups of one branch."""
    branches_min: int = Field(default=0, ge=0)
    """So many different branches are wanted at least; a wish, not a limit."""
    reserved: tuple[ReservedPlaces, ...] = ()
    """Places kept for some."""
    meetings: tuple[Meeting, ...] = ()


class PriorityCriterion(Part):
    """A reason to come first, read from one answer."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """What reserved places and records call the criterion."""
    name: Text
    """What people call it."""
    points: int = Field(gt=0)
    """What it is worth; a group's points are added up."""
    field: str
    """The question (by id) whose answer decides."""
    values: tuple[str, ...] = Field(min_length=1)
    """The answers that meet it, in any spelling; municipalities by name."""


class GroupRelation(Part):
    """Applications that must share a cohort, or must not."""

    keys: tuple[str, ...] = Field(min_length=2)
    """Their case numbers."""
    together: bool
    """true: in the same cohort, or none of them has a place. false: never in the same cohort."""
    reason: str = Field(min_length=1)
    """Why; it is shown where it decides something."""


class GroupPin(Part):
    """An application that a consultant sets to a cohort, or keeps out."""

    key: str = Field(min_length=1)
    """Its case number."""
    cohort: str = ""
    """The cohort's id; without it the application gets no place."""
    reason: str = Field(min_length=1)
    """Why; it is shown with the application."""


class AllocationPolicy(Part):
    """How places are given: the ordered aims, first the most important, and what they need to know."""

    levels: tuple[Aim, ...] = DEFAULT_POLICY
    """limits, pins, minima, priority, places, draw (or earliest), wishes, spread, tie_break; each can be left
    out, but limits, pins and the tie-break always hold."""
    criteria: tuple[PriorityCriterion, ...] = ()
    """The reasons that give priority."""
    relations: tuple[GroupRelation, ...] = ()
    """Applications that must be together, or apart."""
    pins: tuple[GroupPin, ...] = ()
    """Applications set to a cohort, or kept out, by a consultant."""


class StatusWording(Part):
    """What a status is called in the sheet's dropdown and on the pages."""

    text: Text
    aliases: tuple[str, ...] = ()
    """Other words that are understood when a coordinator types them."""


class Form(Part):
    """The texts of the built-in form."""

    intro: Text
    """Above the questions: what the programme offers, to whom, and what it asks of them."""
    privacy: Text
    """Before sending: who keeps the answers, why, for how long, and the applicant's rights."""
    receipt: Text
    """After sending, beside the case number: what happens next."""
    correction: Text
    """How to correct or withdraw an application."""
    closed: Text
    """Instead of the questions when the deadline has passed."""
    not_yet_open: Text
    """Instead of the questions before the form opens."""


class Retention(Part):
    """How long personal data are kept, in days after the programme's last meeting."""

    participants_days: int = Field(gt=0)
    """For those who took part."""
    others_days: int = Field(gt=0)
    """For those who were declined or withdrew; sooner than a participant's."""


class Programme(Part):
    """One round of one kind of course: everything that differs between programmes, as data."""

    version: Literal[1] = 1
    """The version of this format."""
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """What commands and the journal call the programme. Never change it once there are applications."""
    kind: Literal["individual", "network", "joint"]
    title: Text
    description: Text
    """One or two sentences for people who look for a programme."""
    contact: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    """The shared mailbox for questions."""
    timezone: str = "Europe/Copenhagen"
    """The time zone of all times in the document, by its IANA name."""
    write_back: Literal["columns", "ledger"] = "columns"
    """Whether decisions are shown in columns of the responses tab, or in the ledger tab alone."""
    window: Window
    form: Form
    fields: Fields = Fields()
    """Which question plays which part, where the ids differ from the usual ones."""
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()
    """What each application is checked for; every rule is tried on its own."""
    cohorts: tuple[Cohort, ...] = Field(min_length=1)
    no_preference: tuple[str, ...] = ("Ingen præference",)
    """The words with which a wish says that any cohort will do."""
    allocation: AllocationPolicy = AllocationPolicy()
    statuses: dict[Status, StatusWording]
    """The words for all eight statuses."""
    retention: Retention

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def opens_at(self) -> datetime:
        """When the form opens, aware."""
        return self.local(self.window.opens)

    @property
    def closes_at(self) -> datetime:
        """The end of the deadline's day, aware: the last microsecond that is still in time."""
        return self.local(datetime.combine(self.window.deadline, time.max))

    def local(self, moment: datetime) -> datetime:
        """A local time of the document (a meeting's, say) as an aware datetime."""
        return moment.replace(tzinfo=self.zone)

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
            questions={
                q.id: Asked(header=q.header, type=q.type, required=q.required) for q in self.questions
            },
            cohorts=tuple(CohortName(id=c.id, names=cohort_names(c)) for c in self.cohorts),
            no_preference=self.no_preference,
            deadline=self.closes_at,
            timezone=self.timezone,
        )


def cohort_names(cohort: Cohort) -> tuple[str, ...]:
    """Every way in which a cohort may be written, its id included, each once."""
    return tuple(dict.fromkeys((cohort.name.da, cohort.name.en, *cohort.aliases, cohort.id)))
