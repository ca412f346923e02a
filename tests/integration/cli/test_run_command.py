"""`samhold run`: the process becomes the app, on this machine only while nobody signs in."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.conftest import free_port, wait_until_up

SAMHOLD = Path(sys.executable).parent / "samhold"


def started(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], Path]:
    """`samhold run` with its own home, and the file that its output goes to."""
    log = folder / "log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAMHOLD_")}
    environment["SAMHOLD_HOME"] = str(folder / "home")
    with log.open("wb") as out:
        command = [str(SAMHOLD), "run", "--no-browser", *options]
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out), log


def test_run_answers_from_any_folder_and_stops_when_told(tmp_path: Path) -> None:
    """Started elsewhere than in the source folder, the app is ready, and SIGTERM ends that same process."""
    port = free_port()
    process, log = started(tmp_path, "--port", str(port))
    try:
        wait_until_up(f"http://localhost:{port}/readyz", process, log)
        assert log.read_text(encoding="utf-8").startswith(f"Samhold: http://localhost:{port}\n")
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(30) in (0, -signal.SIGTERM)


def test_run_does_not_listen_to_others_without_sign_in(tmp_path: Path) -> None:
    """An address that others reach is a usage fault, with the way out."""
    process, log = started(tmp_path, "--host", "0.0.0.0")
    assert process.wait(60) == 2
    assert "SAMHOLD_OIDC_METADATA_URL" in log.read_text(encoding="utf-8")
