"""A file of responses, read as the app would."""

from pathlib import Path
from typing import NamedTuple

from cli.exits import Exit, Stop
from integrations.tables import read_table
from rules.application import Application
from rules.finding import Finding
from rules.keys import assign_keys
from rules.programme.model import Programme
from rules.reading import Layout, Table, read


class Answers(NamedTuple):
    """The applications of a file in the order of its rows, each with its key; findings on the file itself."""

    table: Table
    layout: Layout
    applications: tuple[Application, ...]
    findings: tuple[Finding, ...]

    @property
    def understood(self) -> bool:
        """Whether the file has the programme's headers."""
        return bool(self.layout.columns)


def read_answers(programme: Programme, file: Path) -> Answers:
    """Read a file. Without a known header there are no applications, and a finding says so."""
    asked = [name for question in programme.questions for name in (question.header, *question.aliases)]
    table = read_table(file, headers=asked)
    reading = read(programme, table)
    return Answers(table, reading.layout, assign_keys(reading.applications), reading.findings)


def require_understood(answers: Answers, file: Path) -> None:
    """Stop where the file has none of the programme's headers."""
    if not answers.understood:
        raise Stop(
            "no_responses",
            f"{file}: no row looks like the headers of the form. Is it the right file and programme?",
            Exit.INPUT,
        )
