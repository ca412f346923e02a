"""Applications for the tests: a sound one to the shipped network programme, with changes."""

from collections.abc import Mapping

from integrations.programmes import read_programme
from rules.application import Application
from rules.base import Cell
from rules.checks.base import RowRule
from rules.finding import Finding
from rules.reading import Layout, application_from

NETWORK = read_programme("network")
HEADER_COLUMNS = {question.id: column for column, question in enumerate(NETWORK.questions, start=1)}
LAYOUT = Layout(header_row=1, columns=HEADER_COLUMNS)
CONTEXT = NETWORK.context

SOUND: dict[str, Cell] = {
    "timestamp": "21/05/2024 08.12.31",
    "email": "lone@skole.example",
    "municipality": "Randers",
    "workplace": "Nørrebakkeskolen",
    "branch": "Skole og SFO",
    "sector": "Kommunal",
    "group_kind": "TRIO",
    "size": "3",
    "participants": "Lone Kragh, leder, lone@skole.example\nJens Bach, TR, jens@skole.example\n"
    "Ida Holm, AMR, ida@skole.example",
    "leader_name": "Lone Kragh",
    "leader_email": "lone@skole.example",
    "leader_phone": "86 12 34 56",
    "representative_name": "Jens Bach",
    "representative_role": "TR",
    "representative_email": "jens@skole.example",
    "representative_phone": "20123456",
    "wish_1": "Aarhus",
    "wish_2": "Odense",
    "attended_before": "Nej",
    "decided": "Ja",
    "motivation": "Vi vil blive bedre til at tale om det.",
}


def applied(changes: Mapping[str, Cell], key: str = "K1", row: int = 2) -> Application:
    """The sound application with some answers changed; None leaves one blank."""
    cells = {**SOUND, **changes}
    return application_from(NETWORK, cells, row=row, layout=LAYOUT, key=key)


def found(rule: RowRule, **changes: Cell) -> list[Finding]:
    """What a rule finds in the sound application with these changes."""
    return list(rule.check(applied(changes), CONTEXT))


def codes(rule: RowRule, **changes: Cell) -> list[str]:
    """The codes of what a rule finds."""
    return [finding.code for finding in found(rule, **changes)]
