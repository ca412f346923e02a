"""The parts of a document that can be understood on their own, so that one fault does not hide the others."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from rules.base import Frozen
from rules.checks import Rule
from rules.checks.base import Fields
from rules.programme.model import AllocationPolicy, Cohort, Question, Retention, StatusWording, Window

Part = TypeVar("Part")
_QUESTION = TypeAdapter(Question)
_RULE = TypeAdapter[Rule](Rule)
_COHORT = TypeAdapter(Cohort)
_STATUS = TypeAdapter(StatusWording)
_FIELDS = TypeAdapter(Fields)
_ALLOCATION = TypeAdapter(AllocationPolicy)
_WINDOW = TypeAdapter(Window)
_RETENTION = TypeAdapter(Retention)
_WORDS = TypeAdapter(tuple[str, ...])

Numbered = tuple[tuple[int, Part], ...]
"""Parts with their position in the document's list, from 0."""


class Draft(Frozen):
    """What could be read. `question_ids` has the faulty questions too, so that none seems missing as well."""

    questions: Numbered[Question]
    rules: Numbered[Rule]
    cohorts: Numbered[Cohort]
    question_ids: frozenset[str]
    statuses: Mapping[str, StatusWording]
    status_ids: frozenset[str]
    fields: Fields | None
    allocation: AllocationPolicy | None
    window: Window | None
    retention: Retention | None
    timezone: str
    no_preference: tuple[str, ...]
    complete: bool
    """Whether every cohort could be read: only then is it known what a wish can mean."""


def draft(document: Mapping[str, object]) -> Draft:
    """All parts of a document that are right in themselves."""
    questions = _listed(document, "questions")
    cohorts = _parts(_COHORT, document, "cohorts")
    statuses = document.get("statuses")
    statuses = statuses if isinstance(statuses, dict) else {}
    return Draft(
        questions=_parts(_QUESTION, document, "questions"),
        rules=_parts(_RULE, document, "rules"),
        cohorts=cohorts,
        question_ids=frozenset(str(q["id"]) for q in questions if isinstance(q, dict) and "id" in q),
        statuses={name: part for name, raw in statuses.items() if (part := _part(_STATUS, raw)) is not None},
        status_ids=frozenset(statuses),
        fields=_part(_FIELDS, document.get("fields", {})),
        allocation=_part(_ALLOCATION, document.get("allocation", {})),
        window=_part(_WINDOW, document.get("window")),
        retention=_part(_RETENTION, document.get("retention")),
        timezone=str(document.get("timezone", "Europe/Copenhagen")),
        no_preference=_part(_WORDS, document.get("no_preference", ["Ingen præference"])) or (),
        complete=len(cohorts) == len(_listed(document, "cohorts")),
    )


def _listed(document: Mapping[str, object], name: str) -> list[object]:
    value = document.get(name)
    return value if isinstance(value, list) else []


def _parts(adapter: TypeAdapter[Part], document: Mapping[str, object], name: str) -> Numbered[Part]:
    read = ((i, _part(adapter, raw)) for i, raw in enumerate(_listed(document, name)))
    return tuple((i, part) for i, part in read if part is not None)


def _part(adapter: TypeAdapter[Part], raw: object) -> Part | None:
    try:
        return adapter.validate_python(raw)
    except ValidationError:
        return None
