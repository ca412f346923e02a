"""`samhold allocation`: an allocation of the installation's applications, step by step, each on record."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.desking import By, acting
from cli.exits import Exit, Stop
from cli.options import AsJson
from cli.output import columns, lines, reporting, show
from desk import Desk, open_desk
from integrations.journal.allocations import AllocationRecord
from integrations.settings import Settings
from rules.allocation.lottery.record import Source
from rules.people import Actor

commands = typer.Typer(
    help="Allocate the applications at hand in four steps: commit, words of a second person, draw, adopt.",
    no_args_is_help=True,
)
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Which allocation; see list.", min=1)]
Limit = Annotated[float | None, typer.Option("--time-limit", min=0, help="Seconds to solve in.")]


@commands.command("list")
def list_all(*, by: By, json: AsJson = False) -> None:
    """List every allocation that was ever committed to, with who took which step and when.

    JSON: `{"allocations": [{"number", "step", "digest", "committed_at", "committed_by", "words",
    "seeded_by", "ticket", "drawn_at", "drawn_by", "proven", "adopted_at", "adopted_by"}]}`.
    """
    with reporting(json):
        desk, actor = _at_desk(by)
        found = desk.allocations(actor)
        if json:
            show({"allocations": [_told(one) for one in found]})
        else:
            lines(columns([tuple(_words(one)) for one in found]))


@commands.command()
def commit(*, time_limit: Limit = None, by: By, json: AsJson = False) -> None:
    """Fix all that the allocation depends on, with every group's chance, and print the digest to publish.

    JSON: as an allocation of list.
    """
    with reporting(json):
        desk, actor = _at_desk(by)
        _say(desk.commit_allocation(actor, time_limit=time_limit), json)


@commands.command()
def words(
    number: Number,
    text: Annotated[str, typer.Argument(metavar="WORDS", help="At least eight letters or digits.")],
    *,
    source: Annotated[Source, typer.Option(help="What they are.")] = Source.WORDS,
    by: By,
    json: AsJson = False,
) -> None:
    """Take in the words or dice of somebody who did not commit, or a public value known since then.

    JSON: as an allocation of list.
    """
    with reporting(json):
        desk, actor = _at_desk(by)
        _say(desk.seed_allocation(actor, number=number, source=source, text=text), json)


@commands.command()
def draw(number: Number, *, time_limit: Limit = None, by: By, json: AsJson = False) -> None:
    """Draw, once. JSON: as an allocation of list. Exit code 1 where the outcome is not proved."""
    with reporting(json):
        desk, actor = _at_desk(by)
        drawn = desk.draw_allocation(actor, number=number, time_limit=time_limit)
        _say(drawn, json)
        if drawn.outcome and not drawn.outcome.proven:
            raise typer.Exit(Exit.FOUND)


@commands.command()
def adopt(
    number: Number,
    *,
    reason: Annotated[str, typer.Option(help="Kept with the decisions; needed where it is not proved.")] = "",
    by: By,
    json: AsJson = False,
) -> None:
    """Make it the decisions on all whom it moves, all of them or none. JSON: `{"decisions"}`, how many."""
    with reporting(json):
        desk, actor = _at_desk(by)
        made = desk.adopt_allocation(actor, number=number, said=reason)
        show({"decisions": len(made)}) if json else print(f"Adopted: {len(made)} decisions.")


@commands.command()
def record(
    number: Number,
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it here.")] = None,
    by: By,
) -> None:
    """Print what is published of a lottery, without names, for samhold allocate --verify."""
    with reporting(as_json=False):
        desk, actor = _at_desk(by)
        found = next((one for one in desk.allocations(actor) if one.number == number), None)
        published = found.published() if found else None
        if published is None:
            raise Stop(
                "no_record", f"Allocation {number} has no lottery that could be published.", Exit.FOUND
            )
        text = published.model_dump_json(indent=1)
        print(text) if out is None else out.write_text(text, encoding="utf-8")


def _at_desk(by: str) -> tuple[Desk, Actor]:
    return open_desk(Settings()), acting(by)


def _say(one: AllocationRecord, json: bool) -> None:
    show(_told(one)) if json else lines(_words(one))


def _told(one: AllocationRecord) -> dict[str, JsonValue]:
    return {
        "number": one.number,
        "step": one.step.value,
        "digest": one.digest,
        "committed_at": one.committed_at.isoformat(),
        "committed_by": one.committed_by,
        "words": one.outside.text if one.outside else "",
        "seeded_by": one.seeded_by,
        "ticket": one.draw.ticket if one.draw else 0,
        "drawn_at": _moment(one.drawn_at),
        "drawn_by": one.drawn_by,
        "proven": one.outcome.proven if one.outcome else None,
        "adopted_at": _moment(one.adopted_at),
        "adopted_by": one.adopted_by,
    }


def _words(one: AllocationRecord) -> Iterator[str]:
    yield f"{one.number}. {one.step.value}"
    yield f"committed by {one.committed_by}, digest {one.digest}"
    yield f"words of {one.seeded_by}: {one.outside.text}" if one.outside else ""
    yield f"ticket {one.draw.ticket}, drawn by {one.drawn_by}" if one.draw else ""
    yield f"adopted by {one.adopted_by}" if one.adopted_by else ""


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
