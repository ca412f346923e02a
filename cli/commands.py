"""The command `samhold` and its parts."""

import sys

import typer

from cli import (
    allocating,
    auditing,
    backing,
    connecting,
    demonstrating,
    desking,
    doctoring,
    drawing,
    erasing,
    programmes,
    recovering,
    running,
    serving,
    syncing,
    validating,
)

app = typer.Typer(
    name="samhold",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Applications from a shared sheet, checked, formed into cohorts, decided with care.",
)
app.command()(running.run)
app.command()(validating.validate)
app.command()(allocating.allocate)
app.command()(demonstrating.demo)
app.command()(desking.decide)
app.command()(desking.export)
app.command()(erasing.erase)
app.command()(connecting.connect)
app.command()(syncing.sync)
app.command()(doctoring.doctor)
app.command()(recovering.rebuild)
app.command()(backing.backup)
app.command()(backing.restore)
app.add_typer(drawing.commands, name="allocation")
app.add_typer(programmes.commands, name="programme")
app.add_typer(auditing.commands, name="audit")
app.add_typer(serving.commands, name="sheets")


def main() -> None:
    """Run the command of this process; its output is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    app()
