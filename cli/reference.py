"""The reference of the command line, from the commands' own help: `python -m cli.reference > docs/cli.md`."""

from collections.abc import Iterator

from typer._click.core import Command
from typer.core import TyperGroup
from typer.main import get_command

from cli import decisions
from cli.commands import app
from cli.exits import Exit

_WIDTH = 100
_INTRO = """\
# The command line

This page is written by `python -m cli.reference > docs/cli.md`; a test fails when it is stale.

Every command takes `--json`. Words and JSON go to standard output, faults in plain words to standard error;
with `--json` a fault is `{"error": {"code", "message"}}` on standard output as well, but for a command that
is typed wrong (exit code 2), which is explained in words only. CPR numbers are masked everywhere.

| exit code | meaning |
|---|---|"""


def reference() -> str:
    """The whole page, in Markdown."""
    parts = [
        _INTRO,
        *(f"| {code.value} | {code.meaning} |" for code in Exit),
        "",
        "## A file of decisions",
        "",
        (decisions.__doc__ or "").strip(),
        *_pages("samhold", get_command(app)),
    ]
    return "\n".join(parts) + "\n"


def _pages(path: str, command: Command) -> Iterator[str]:
    """The command's help, then its parts' in their order."""
    context = command.context_class(command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH)
    yield from ("", f"## {path}", "", "```text", command.get_help(context).strip(), "```")
    if isinstance(command, TyperGroup):
        for name, part in command.commands.items():
            yield from _pages(f"{path} {name}", part)


if __name__ == "__main__":
    print(reference(), end="")
