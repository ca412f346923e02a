"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from rules.base import Language

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Lang = Annotated[
    Language,
    typer.Option("--lang", help="Language of findings and other words: da or en.", show_default=True),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="Responses: .csv or .xlsx.", readable=False)]
"""Whether it can be read is found out by reading it, so that the fault is told as others are."""
Named = Annotated[
    str,
    typer.Option(
        "--programme",
        metavar="ID|FILE",
        envvar="SAMHOLD_PROGRAMME",
        help="Id of a shipped programme (network, individual, joint; or demo), or a document.",
    ),
]
