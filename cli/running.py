"""`samhold run`: the web application."""

import os
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from cli.exits import Exit, Stop
from cli.options import AsJson
from cli.output import reporting, show
from integrations.settings import Settings, is_loopback


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on (SAMHOLD_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (SAMHOLD_PORT).")] = None,
    browser: Annotated[bool, typer.Option(help="Open the app in a browser.")] = True,
    json: AsJson = False,
) -> None:
    """Start the web application and stay until it is stopped with Ctrl+C.

    Without settings it opens a demo. Without an identity provider it listens on this machine only.
    JSON: `{"url"}`, printed before it starts.
    """
    with reporting(json):
        given = {"SAMHOLD_HOST": host, "SAMHOLD_PORT": port}
        os.environ.update({name: str(value) for name, value in given.items() if value is not None})
        settings = Settings()
        url = f"http://{'localhost' if is_loopback(settings.host) else settings.host}:{settings.port}"
        if json:
            show({"url": url})
        else:
            print(f"Samhold: {url}")
        sys.stdout.flush()
        _become_app(browser and _has_display())


def _has_display() -> bool:
    """Whether a browser can open here: always on a Mac, on Linux with a screen."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _become_app(browser: bool) -> None:
    """Replace this process by the app, so that signals reach it and nothing is left behind."""
    spec = find_spec("app")
    if spec is None or spec.origin is None:
        raise Stop("app_missing", "The web application is not installed.", Exit.USAGE)
    os.environ["STREAMLIT_SERVER_HEADLESS"] = "false" if browser else "true"
    os.execv(sys.executable, [sys.executable, spec.origin])  # noqa: S606 - our own program, no shell
