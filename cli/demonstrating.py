"""`samhold demo`: a file of invented responses."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.options import AsJson
from cli.output import reporting, show
from cli.programmes import DEMO, programme_named
from integrations.demo import Extra, Mess, demo_manifest, demo_table
from integrations.tables import write_table


def demo(
    *,
    applications: Annotated[int, typer.Option(min=0, max=100_000, help="How many responses.")] = 64,
    seed: Annotated[int, typer.Option(help="The same seed gives the same file.")] = 1,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write: .csv or .xlsx.")],
    programme: Annotated[
        str,
        typer.Option(metavar="ID|FILE", help="Whose form; demo is the network course under way today."),
    ] = "network",
    litter: Annotated[
        bool, typer.Option(help="Empty rows, a second header row, notes … between the responses.")
    ] = True,
    json: AsJson = False,
) -> None:
    """Write realistic responses with Google Form headers, and every kind of mess in known proportion.

    JSON: `{"file", "programme", "applications", "seed", "mess": {kind: how many}}`.
    """
    with reporting(json):
        document = programme_named(programme)
        now = datetime.now(UTC) if programme == DEMO else None
        extras = tuple(Extra) if litter else ()
        table = demo_table(document, applications=applications, seed=seed, until=now, extras=extras)
        write_table(out, table)
        if json:
            kinds = demo_manifest(document, applications=applications, seed=seed, until=now, extras=extras)
            counts = Counter(one.mess.value for one in kinds if one.mess)
            known: dict[str, JsonValue] = {kind.value: counts[kind.value] for kind in Mess}
            told: dict[str, JsonValue] = {"file": str(out), "programme": document.id}
            show({**told, "applications": applications, "seed": seed, "mess": known})
        else:
            print(f"{out}: {applications} responses to {document.id}, seed {seed}")
