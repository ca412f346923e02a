"""An application as read: every answer with its cell, its words and its meaning."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from rules.base import Cell, Frozen


class Participant(Frozen):
    """One person on the list of participants; `line` counts from 1 within the cell (or the column group)."""

    name: str
    role: str = ""
    email: str = ""
    line: int = 1


Value = str | int | float | bool | date | datetime | tuple[str, ...] | tuple[Participant, ...] | None


class Answer(Frozen):
    """One answer: `raw` as the cell holds it, `text` as a person reads it, `value` by the question's type.

    `value` is None where the cell is blank or could not be understood (then a finding says so).
    """

    question: str
    raw: Cell = None
    text: str = ""
    value: Value = None
    cell: str = ""


class Application(Frozen):
    """One group's response. `row` is 1-based in its table; `key` is the case number ("" before it has one).

    `first_seen` is the first time stamp seen for it: the Form renews the stamp when a response is edited.
    """

    key: str = ""
    row: int = 0
    first_seen: datetime | None = None
    answers: Mapping[str, Answer] = {}

    def text(self, question: str) -> str:
        """What the applicant wrote, stripped; "" where there is no such answer."""
        answer = self.answers.get(question)
        return answer.text.strip() if answer else ""

    def value(self, question: str) -> Value:
        """The answer's meaning, or None."""
        answer = self.answers.get(question)
        return answer.value if answer else None

    def meaning(self, question: str) -> str:
        """The answer in the programme's words where it names one of the options, else its text."""
        value = self.value(question)
        return value if isinstance(value, str) else self.text(question)

    def cell(self, question: str) -> str:
        """A1 address of the answer, or ""."""
        answer = self.answers.get(question)
        return answer.cell if answer else ""

    @property
    def fingerprint(self) -> str:
        """Hash of what the applicant wrote, whatever its row, column or order; a decision carries it."""
        written = sorted((q, a.text.strip()) for q, a in self.answers.items() if a.text.strip())
        return hashlib.sha256(json.dumps(written, ensure_ascii=False).encode()).hexdigest()[:16]
