"""`samhold programme`: check a document, put it in force, and the schema that lets editors complete one."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.desking import By, acting
from cli.exits import Exit, Stop
from cli.options import AsJson, Lang
from cli.output import done, reporting, show
from desk import open_desk
from integrations.programmes import demo_programme, read_programme, shipped
from integrations.settings import Settings
from rules.base import Language
from rules.programme.fault import DocumentFaults, Fault
from rules.programme.model import Programme
from rules.programme.schema import schema as document_schema

DEMO = "demo"
"""The network course with its dates moved so that its round is under way today."""

commands = typer.Typer(no_args_is_help=True, help="Programme documents.")


def programme_named(name: str) -> Programme:
    """The shipped programme with this id, the one that the demo opens on, or the document in this file."""
    if name == DEMO:
        return demo_programme(datetime.now(UTC))
    try:
        return read_programme(name)
    except (FileNotFoundError, IsADirectoryError):
        known = ", ".join(shipped())
        raise Stop(
            "programme_unknown",
            f"There is no programme {name!r}. Shipped are {known}; or give the path of a document.",
            Exit.INPUT,
        ) from None
    except UnicodeDecodeError:
        raise Stop("programme_not_text", f"{name} is not a text file in UTF-8.", Exit.INPUT) from None


@commands.command()
def check(
    file: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="The document, or a shipped programme's id.")
    ],
    lang: Lang = "en",
    json: AsJson = False,
) -> None:
    """Report every fault of a programme document with its line, path and cure.

    JSON: `{"programme", "faults": [{"line", "path", "problem", "cure"}]}`; `programme` is the id, or null.
    Exit code 1 where there are faults.
    """
    with reporting(json):
        programme, faults = _judged(file)
        if json:
            show(
                {"programme": programme.id if programme else None, "faults": [_told(f, lang) for f in faults]}
            )
        elif programme:
            print(_summary(programme, lang))
        else:
            print("\n".join(f"{file}: {fault.say(lang)}" for fault in faults), file=sys.stderr)
        done(bool(faults))


@commands.command()
def use(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The document, with the id it always had.", readable=False)
    ],
    *,
    by: By,
    json: AsJson = False,
) -> None:
    """Put a new version of the programme document in force; a running app takes it up at once.

    What is decided stays; the applications are judged anew. JSON: `{"programme", "version"}`; the same text
    again makes no new version. Exit code 1 where it is another programme, 3 where the document has faults.
    """
    with reporting(json):
        desk = open_desk(Settings())
        document = desk.activate_programme(acting(by), _read(file))
        if json:
            show({"programme": desk.programme.id, "version": document.version})
        else:
            print(f"{desk.programme.id}: version {document.version} is in force.")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Stop("programme_not_text", f"{file} is not a text file in UTF-8.", Exit.INPUT) from None


@commands.command()
def schema(json: AsJson = False) -> None:
    """Print the JSON Schema of programme documents, so that editors complete and check them (always JSON)."""
    show(document_schema())


def _judged(file: str) -> tuple[Programme | None, tuple[Fault, ...]]:
    try:
        return programme_named(file), ()
    except DocumentFaults as faulty:
        return None, faulty.faults


def _summary(programme: Programme, lang: Language) -> str:
    parts = {"questions": programme.questions, "rules": programme.rules, "cohorts": programme.cohorts}
    counts = ", ".join(f"{len(part)} {name}" for name, part in parts.items())
    return f"{programme.id}: {programme.title.say(lang)}. {counts}. No faults."


def _told(fault: Fault, lang: Language) -> JsonValue:
    return {
        "line": fault.line,
        "path": fault.path,
        "problem": fault.problem.say(lang),
        "cure": fault.cure.say(lang),
    }
