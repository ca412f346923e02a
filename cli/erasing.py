"""`samhold erase`: deleting personal data on time, or at a person's request."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.desking import By, acting
from cli.exits import Exit, Stop
from cli.options import AsJson
from cli.output import lines, reporting, show
from desk import open_desk
from desk.erasing import Due
from integrations.settings import Settings
from rules.keys import normalised
from texts import moment, speaking

_NEXT = """\
The running app, or samhold sync --once, blanks what the ledger in the sheet holds of them.
Left to people: their rows of the responses, the sheet's version history, backups, exports, mails."""


def erase(
    due: Annotated[bool, typer.Option("--due", help="Erase all that are due by [retention].")] = False,
    key: Annotated[str, typer.Option(metavar="KEY", help="Erase this one, declined or withdrawn.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for --key. Write no names.")] = "",
    *,
    by: By,
    json: AsJson = False,
) -> None:
    """Delete the personal data of applications for ever. Without --due or --key: list what is due.

    What stays, in the journal and in the sheet's ledger: case number, revisions, states, who decided, when.

    JSON: `{"due": [{"key", "status", "since"}], "erased": [KEY]}`; due is what is still due afterwards.
    """
    with reporting(json), speaking("en"):
        if due and key:
            raise Stop("usage", "Give either --due or --key.", Exit.USAGE)
        desk, actor = open_desk(Settings()), acting(by)
        wanted = desk.due_for_erasure(actor)
        erased: tuple[str, ...] = ()
        if due:
            erased = desk.erase_due(actor, [one.key for one in wanted])
        elif key:
            erased = (normalised(key) or key,)
            desk.erase(actor, erased[0], reason)
        left = [one for one in wanted if one.key not in erased]
        show(_told(left, erased)) if json else lines(_words(left, erased))


def _told(due: Iterable[Due], erased: Iterable[str]) -> dict[str, JsonValue]:
    found: list[JsonValue] = [one.model_dump(mode="json") for one in due]
    return {"due": found, "erased": [*erased]}


def _words(due: Iterable[Due], erased: tuple[str, ...]) -> Iterator[str]:
    for one in due:
        yield f"due      {one.key}  {one.status}  kept until {moment(one.since)}"
    for key in erased:
        yield f"erased   {key}"
    if erased:
        yield _NEXT
