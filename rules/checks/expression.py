"""A rule in CEL, the Common Expression Language, for what no other kind of rule says."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal, Self

import cel
from pydantic import Field, model_validator

from rules.application import Answer, Application, Participant
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.checks.email import listed
from rules.finding import Finding

_Plain = str | int | float | bool | datetime | list[str] | list[dict[str, str]] | None
_TEXTS = frozenset({"text", "long_text", "choice", "email", "phone"})
_LISTS = frozenset({"multiple", "participants"})
_BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
"""The `p` of `participants.exists(p, …)`: the library counts it among the variables."""


class Expression(RowRule):
    """`expression` must be true; where it is false the rule finds something at `field`.

    Variables are the questions by id, `size` (a number) and `participants` (maps with name, role and email).
    Blank texts are "", blank lists are empty, all other blanks are null. `code` names the finding.
    """

    kind: Literal["expression"] = "expression"
    code: str = Field(default="expression", pattern=r"^[a-z][a-z0-9_]*$")
    expression: str
    field: str = ""
    failed: Case = Case(
        message=Text(
            da="Reglen kunne ikke afgøres for »{label}«; se på svaret.",
            en="The rule could not be evaluated for “{label}”; please look at the answer.",
        )
    )

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        _compiled(self.expression)
        return self

    @property
    def name(self) -> str:
        return self.code

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that the expression refers to, sorted; not those that a macro of its own binds."""
        bound = set(_BOUND.findall(self.expression))
        return tuple(sorted(set(_compiled(self.expression).variables()) - bound))

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """A finding where the expression is false, or can't be evaluated on these answers."""
        field = self.field or next(iter(self.variables), "")
        verdict = _verdict(_compiled(self.expression), self._given(application, context))
        if verdict is not True:
            yield self.say(application, context, field, case="" if verdict is False else "failed")

    def _given(self, application: Application, context: Context) -> dict[str, _Plain]:
        known = {"size", "participants", *context.questions, *application.answers}
        names = (name for name in _compiled(self.expression).variables() if name in known)
        return {name: _variable(name, application, context) for name in names}


@lru_cache(maxsize=256)
def _compiled(expression: str) -> cel.Program:
    """ValueError with the place of the fault where the text is no expression."""
    return cel.compile(expression)


def _verdict(program: cel.Program, variables: Mapping[str, _Plain]) -> bool | None:
    try:
        result: object = program.execute(dict(variables))
    except (ValueError, TypeError, RuntimeError, ArithmeticError, LookupError):
        return None
    return result if isinstance(result, bool) else None


def _variable(name: str, application: Application, context: Context) -> _Plain:
    if name == "participants":
        people = listed(application, context.fields.participants)
        return [{"name": p.name, "role": p.role, "email": p.email} for p in people]
    question = context.fields.size if name == "size" else name
    return _plain(application.answers.get(question), _type(question, context))


def _type(question: str, context: Context) -> str:
    asked = context.questions.get(question)
    return asked.type if asked else "text"


def _plain(answer: Answer | None, kind: str) -> _Plain:
    value = answer.value if answer else None
    if value is None:
        return "" if kind in _TEXTS else [] if kind in _LISTS else None
    if isinstance(value, tuple):
        return [one.name if isinstance(one, Participant) else one for one in value]
    if isinstance(value, datetime):
        return value.astimezone(timezone(value.utcoffset() or timedelta()))  # CEL knows no named zones
    return value.isoformat() if isinstance(value, date) else value
