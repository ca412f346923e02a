"""`samhold sheets`: the embedded Sheets server by itself."""

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from cli.exits import Exit, Stop
from cli.options import AsJson
from cli.output import reporting, show
from integrations.settings import is_loopback
from integrations.sheets_server import open_account, serving
from integrations.sheets_server.grid.routes import routes

commands = typer.Typer(no_args_is_help=True, help="The embedded Sheets server.")


@commands.callback()
def sheets() -> None:
    """The embedded Sheets server."""


@commands.command()
def serve(
    *,
    data: Annotated[Path, typer.Option(metavar="FILE", help="Where it keeps its spreadsheets (SQLite).")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8502,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option(envvar="SAMHOLD_SHEETS_TOKEN", help="Bearer token that every call must carry."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Serve spreadsheets by the part of the Sheets and Drive API that Samhold and gspread use.

    Point gspread or SAMHOLD_SHEETS_URL at the address it prints; the grid is at /grid/SPREADSHEET-ID. It
    stays until it is stopped with Ctrl+C. Away from this machine it needs a token.

    JSON: `{"url", "data"}`, printed when it listens.
    """
    with reporting(json):
        _require_token(host, token)
        account = open_account(data, token=token)
        stopped = stop_signal()
        try:
            with serving(account, port, host=host, routes=routes(account.handle)) as url:
                show({"url": url, "data": str(data)}) if json else print(f"{url} ({data})")
                sys.stdout.flush()
                stopped.wait()
        except OSError as fault:
            raise Stop(
                "port", f"{host}:{port}: {fault.strerror}. Choose another --port.", Exit.OUTSIDE
            ) from fault


def _require_token(host: str, token: str | None) -> None:
    if not token and not is_loopback(host):
        raise Stop(
            "token_missing",
            f"On {host} others could reach it: give --token, or listen on 127.0.0.1.",
            Exit.USAGE,
        )


def stop_signal() -> threading.Event:
    """Set when the process is asked to stop: Ctrl+C, or a service manager's SIGTERM."""
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    return stopped
