"""`samhold connect`: add our columns and the ledger to a spreadsheet with responses, after a yes."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.exits import Exit, Stop
from cli.installation import Installation, open_installation
from cli.options import AsJson
from cli.output import columns, done, lines, reporting, show
from integrations import connect as connecting
from integrations.connect import Proposal
from integrations.spreadsheet import remember
from integrations.sync.find import as_table
from rules.a1 import column_letters, column_number
from rules.base import Cell, Frozen
from rules.columns import HEADERS, LEDGER_TAB
from rules.connect import How, Match, propose_mapping
from rules.programme.model import Programme
from rules.reading import Layout
from rules.reading.cells import text_of


class Found(Frozen):
    """Which column answers a question, and by what it was found: exact, alias, fuzzy, chosen or none."""

    question: str
    column: str
    header: str
    how: str


def connect(
    spreadsheet: Annotated[
        str | None, typer.Argument(metavar="SPREADSHEET", help="Id or address; else that of the settings.")
    ] = None,
    *,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="QUESTION=COLUMN", help="A question's column, e.g. municipality=C."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    json: AsJson = False,
) -> None:
    """Find the responses tab, show which column answers which question, and add our columns after a yes.

    Adds the case number, the decision columns with their dropdowns, and the ledger tab; existing columns and
    rows are never changed, and connecting twice changes nothing.

    JSON (changes nothing without --yes): `{"spreadsheet", "tab", "connected", "columns": [{"question",
    "column", "header", "how"}], "missing": [headers to add], "ledger"}`. Exit code 1 while something is left
    to do.
    """
    with reporting(json):
        installation = open_installation(spreadsheet)
        programme, gateway = installation.desk.programme, installation.gateway
        proposal, found = _proposal(installation, mapped or [])
        if not json:
            lines(_words(proposal, found))
        if not proposal.connected and (yes or (not json and typer.confirm("Add these?"))):
            connecting.connect(gateway, programme, proposal.layout)
            proposal = connecting.propose(gateway, programme)
        if proposal.connected and (yes or not json):
            remember(installation.desk.journal, programme, gateway.spreadsheet_id)
        if json:
            show(_told(proposal, found))
        elif proposal.connected:
            print(f"Connected: {proposal.spreadsheet}, {proposal.tab}.")
        done(not proposal.connected)


def _proposal(installation: Installation, mapped: list[str]) -> tuple[Proposal, tuple[Found, ...]]:
    """What would be done, near headers and a person's own choices included."""
    programme, gateway = installation.desk.programme, installation.gateway
    proposal = connecting.propose(gateway, programme)
    known = proposal.layout
    (tab,) = gateway.look([proposal.tab]).tabs
    headers = as_table(tab).rows[known.header_row - 1]
    matches = {match.question_id: match for match in propose_mapping(programme, headers)}
    near = {name: match.column for name, match in matches.items() if match.column}
    chosen = {**near, **known.columns, **_chosen(programme, mapped)}
    new = [name for name, column in chosen.items() if known.columns.get(name) != column]
    layout = Layout(header_row=known.header_row, columns=chosen)
    unmarked = tuple(dict.fromkeys((*proposal.unmarked, *new)))
    found = tuple(
        _found(question.id, chosen.get(question.id, 0), matches[question.id], headers)
        for question in programme.questions
    )
    return proposal.model_copy(update={"layout": layout, "unmarked": unmarked}), found


def _chosen(programme: Programme, mapped: list[str]) -> dict[str, int]:
    """The columns that a person named. Stops at one that can't be understood."""
    chosen: dict[str, int] = {}
    for text in mapped:
        question, _, letters = (part.strip() for part in text.partition("="))
        if programme.question(question) is None or not letters.isalpha():
            known = ", ".join(q.id for q in programme.questions)
            raise Stop("mapping", f"--map {text}: write QUESTION=COLUMN; questions are {known}.", Exit.USAGE)
        chosen[question] = column_number(letters.upper())
    return chosen


def _found(question: str, column: int, match: Match, headers: Sequence[Cell]) -> Found:
    if not column:
        return Found(question=question, column="", header="", how=How.NONE)
    header = text_of(headers[column - 1]) if column <= len(headers) else ""
    how = match.how if match.column == column else "chosen"
    return Found(question=question, column=column_letters(column), header=header, how=how)


def _told(proposal: Proposal, found: Sequence[Found]) -> dict[str, JsonValue]:
    return {
        "spreadsheet": proposal.spreadsheet,
        "tab": proposal.tab,
        "connected": proposal.connected,
        "columns": [one.model_dump() for one in found],
        "missing": [HEADERS[name] for name in proposal.missing],
        "ledger": not proposal.new_ledger,
    }


def _words(proposal: Proposal, found: Sequence[Found]) -> Iterator[str]:
    yield f"{proposal.spreadsheet}, {proposal.tab}"
    yield from columns([(one.column or "-", one.question, one.how, one.header) for one in found])
    if proposal.missing:
        yield "To add on the right: " + ", ".join(HEADERS[name] for name in proposal.missing)
    if proposal.new_ledger:
        yield f"To add: the tab {LEDGER_TAB}"
