"""Fixtures that every room shares: a real Chromium, and the real app as a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
LAPTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Without these, Chromium looks up its maker's hosts at every start; tests send traffic only to this machine.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 90) -> None:
    """Return when `url` answers 200; fail with the process's own words when it ends or never answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)  # between two looks at a condition
    pytest.fail(f"{url} never answered\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: the system's where there is one, else Playwright's."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at a laptop's size; an error that the page throws fails the test."""
    context = browser.new_context(viewport=LAPTOP, locale="da-DK", timezone_id="Europe/Copenhagen")
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert thrown == []


@dataclass(frozen=True)
class RunningApp:
    """The app as users start it: its address, its data folder, its environment and its process."""

    url: str
    home: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running_app(folder: Path, **environment: str) -> Iterator[RunningApp]:
    """Start `samhold run` on a free loopback port with its data in `folder`; stop it at the end."""
    port, log = int(environment.get("SAMHOLD_PORT") or free_port()), folder / "app.log"
    own = {k: v for k, v in os.environ.items() if not k.startswith("SAMHOLD_")}
    own |= {"SAMHOLD_HOME": str(folder / "home"), "SAMHOLD_PORT": str(port)} | environment
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "run", "--no-browser"], cwd=ROOT, env=own, stdout=out, stderr=out
        )
    try:
        url = f"http://localhost:{port}"
        wait_until_up(f"{url}/readyz", process, log)
        yield RunningApp(url=url, home=folder / "home", environment=own, process=process, log=log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The real app with demo data on the embedded server, one for the tests of a module."""
    with running_app(tmp_path_factory.mktemp("app")) as running:
        yield running
