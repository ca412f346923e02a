"""What a command prints: words or JSON on standard output, faults on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import typer
from pydantic import BaseModel, JsonValue

from cli.exits import Exit, Stop
from cli.faults import as_stop

Json = Mapping[str, JsonValue]


@contextmanager
def reporting(as_json: bool) -> Iterator[None]:
    """Turn foreseen faults inside the block into plain words (and an error object) and an exit code."""
    try:
        yield
    except Exception as fault:
        stop = as_stop(fault)
        if stop is None:
            raise
        fail(stop, as_json)


def fail(stop: Stop, as_json: bool) -> None:
    """Say what went wrong and leave with its exit code."""
    if as_json:
        show({"error": {"code": stop.code, "message": stop.message}})
    print(stop.message, file=sys.stderr)
    raise typer.Exit(stop.end)


def show(value: BaseModel | Json) -> None:
    """Print JSON, indented, letters as they are."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    print(json.dumps(plain, ensure_ascii=False, indent=2))


def lines(texts: Iterable[str]) -> None:
    """Print lines for people."""
    for text in texts:
        print(text)


def columns(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as aligned columns; the last column is as long as it likes."""
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def done(found: bool) -> None:
    """Leave with 1 where something was found, else go on to 0."""
    if found:
        raise typer.Exit(Exit.FOUND)
