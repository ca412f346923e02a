"""`rebuild`, `backup` and `restore` on a real installation with the embedded sheet."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.commands import app

run = CliRunner().invoke


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation on the embedded default, its keys stamped."""
    for name in [name for name in os.environ if name.startswith("SAMHOLD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SAMHOLD_HOME", str(tmp_path / "home"))
    told("sync", "--once")
    return tmp_path / "home"


def told(*command: str, code: int = 0) -> Any:
    """The JSON of a command that ends with this exit code."""
    result = run(app, [*command, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def decided() -> dict[str, str]:
    """The status of every decided application, by case number."""
    table = told("export", "applications")
    key, status = table["headers"].index("Sagsnr."), table["headers"].index("Status")
    return {row[key]: row[status] for row in table["rows"] if row[status] not in (None, "", "Modtaget")}


def keys() -> list[str]:
    """All case numbers."""
    table = told("export", "applications")
    return sorted(row[table["headers"].index("Sagsnr.")] for row in table["rows"])


def decide(key: str, code: int = 0) -> None:
    """One decision from the terminal."""
    told("decide", key, "clarification", "--by", "Karen Holm", code=code)


def test_rebuild_after_the_journal_was_lost(home: Path) -> None:
    """A dry run says what would come; then it comes; a second time nobody is let in by mistake."""
    known = keys()
    decide(known[0])
    told("sync", "--once")
    before = decided()
    (home / "journal.sqlite").unlink()
    foreseen = told("rebuild", "--dry-run")
    assert (foreseen["applications"], foreseen["decisions"], foreseen["done"]) == (len(known), 1, False)
    done = told("rebuild")
    assert (done["decisions"], done["done"], done["inbox"]) == (1, True, 0)
    assert (keys(), decided()) == (known, before)
    assert told("rebuild", code=2)["error"]["code"] == "journal_not_empty"
    assert told("rebuild", "--merge")["decisions"] == 0
    assert told("audit", "verify")["broken"] is None


def test_a_backup_and_what_was_decided_since(home: Path, tmp_path: Path) -> None:
    """With the journal alone put back, later decisions return from the sheet; with both, they are undone."""
    archive = str(tmp_path / "backup.zip")
    known = keys()
    decide(known[0])
    told("sync", "--once")
    first = decided()
    assert told("backup", archive)["sheets"] is True
    assert told("backup", archive, code=3)["error"]["code"] == "file_exists"
    decide(known[1])
    told("sync", "--once")
    both = decided()
    assert told("restore", archive, code=2)["error"]["code"] == "not_empty"
    assert told("restore", archive, "--replace", "--journal-only")["sheets"] is False
    decide(known[2], code=1)
    told("sync", "--once")
    assert decided() == both
    assert told("restore", archive, "--replace")["sheets"] is True
    told("sync", "--once")
    assert decided() == first
    assert told("audit", "verify")["broken"] is None


def test_a_backup_is_readable_for_its_owner_alone(home: Path, tmp_path: Path) -> None:
    """It holds personal data."""
    archive = tmp_path / "backup.zip"
    told("backup", str(archive))
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["backup.zip", "home"]


def test_a_lost_journal_does_not_go_unnoticed(home: Path) -> None:
    """The embedded sheet that is there is found again, no second one is made, and the way out is named."""
    (home / "journal.sqlite").unlink()
    assert told("sync", "--once", code=4)["error"]["code"] == "journal_lost"
    assert "samhold rebuild" in run(app, ["sync", "--once"]).stderr
    assert told("rebuild")["applications"] == 64
    assert told("sync", "--once")["applications"] == 64
