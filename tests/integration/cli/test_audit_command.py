"""`samhold audit` and `samhold erase`, on a real installation."""

import json
import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.commands import app
from cli.installation import now
from desk import open_desk
from integrations.programmes import demo_programme, dump
from integrations.settings import Settings
from rules.people import Actor, Role
from rules.state import Source

run = CliRunner().invoke
EVA = Actor(name="Eva", email="", role=Role.ADMINISTRATOR, source=Source.CLI)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation on the embedded default, its sheet read once."""
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


def said(*command: str, code: int = 0) -> str:
    """The words of a command that ends with this exit code."""
    result = run(app, list(command))
    assert result.exit_code == code, result.output
    return result.stdout


def key(home: Path) -> str:
    """The case number of an application without findings."""
    table = told("export", "applications")
    at, judged = table["headers"].index("Sagsnr."), table["headers"].index("Vurdering")
    return str(next(row[at] for row in table["rows"] if row[judged] == ""))


def test_whole_chain_ends_well_and_gives_its_head(home: Path) -> None:
    """The count, the head, and no break; a head noted before is found in the grown chain."""
    first = told("audit", "verify")
    said("decide", key(home), "waitlisted", "--by", "Anna")
    second = told("audit", "verify", "--expect", first["head"])
    assert (first["broken"], second["broken"]) == (None, None)
    assert second["count"] > first["count"]
    assert said("audit", "verify") == (
        f"Kæden er hel: {second['count']} led.\nSidste hash (skriv den ned et andet sted): {second['head']}\n"
    )
    assert f"Head (note it elsewhere): {second['head']}" in said("audit", "verify", "--lang", "en")


def test_broken_chain_ends_with_one_and_names_the_link(home: Path) -> None:
    """A decision changed in the file is named by link, moment and case number, in words and in JSON."""
    case = key(home)
    said("decide", case, "waitlisted", "--by", "Anna")
    with sqlite3.connect(home / "journal.sqlite") as file:
        file.execute("UPDATE decisions SET status = 'approved'")
        (number,) = file.execute("SELECT number FROM audit WHERE what = 'decided'").fetchone()
    broken = told("audit", "verify", code=1)["broken"]
    assert (broken["code"], broken["number"], broken["key"]) == ("decision_changed", number, case)
    words = said("audit", "verify", code=1)
    assert words.startswith(f"Kæden er brudt ved led {number} (")
    assert f"sag {case}): en afgørelse er ændret uden om kæden." in words


def test_unknown_head_is_named(home: Path) -> None:
    """A head that never was in this chain is a break."""
    assert told("audit", "verify", "--expect", "f00", code=1)["broken"]["code"] == "not_expected"


def test_links_of_a_case_are_listed_in_both_languages(home: Path) -> None:
    """What happened to it, in order, by whom and from where."""
    case = key(home)
    said("decide", case, "waitlisted", "--by", "Anna", "--reason", "venter")
    links = told("audit", "show", "--key", case)["links"]
    assert [link["what"] for link in links] == ["reserved", "stamped", "writing", "decided"]
    assert (links[-1]["by"], links[-1]["source"]) == ("Anna", "cli")
    danish = said("audit", "show", "--key", case).splitlines()[-1]
    english = said("audit", "show", "--key", case, "--lang", "en").splitlines()[-1]
    told_of = "revision: 0 → 1; status: “received” → “waitlisted”; reason: “venter”"
    assert danish.endswith(f"Anna (kommandolinjen)  {case}  afgørelse  {told_of}")
    assert english.endswith(f"Anna (command line)  {case}  decision  {told_of}")


def test_one_case_is_erased_with_a_reason(home: Path) -> None:
    """Not while it is open, not without a reason; then it is gone, and the chain is whole."""
    case = key(home)
    assert told("erase", "--key", case, code=1)["error"]["code"] == "erasure_reason_missing"
    still = told("erase", "--key", case, "--reason", "bad om det", code=1)
    assert still["error"]["code"] == "erasure_still_open"
    said("decide", case, "withdrawn")
    assert told("erase", "--key", case.lower(), "--reason", "bad om det") == {"due": [], "erased": [case]}
    assert case not in json.dumps(told("export", "applications"))
    assert told("audit", "verify")["broken"] is None


def test_what_is_due_is_listed_and_then_erased(home: Path) -> None:
    """Without an option nothing is touched; with --due all that is due goes, once."""
    open_desk(Settings()).activate_programme(EVA, dump(demo_programme(now() - timedelta(days=1200))))
    listed = told("erase")
    assert (len(listed["due"]), listed["erased"]) == (64, [])
    gone = told("erase", "--due")
    assert (gone["due"], len(gone["erased"])) == ([], 64)
    assert told("erase", "--due") == {"due": [], "erased": []}
    assert told("audit", "verify")["broken"] is None


def test_erasing_by_key_and_all_that_is_due_at_once_is_refused(home: Path) -> None:
    """One or the other, so that nobody erases more than they meant."""
    assert told("erase", "--due", "--key", "K2B-H6FN", code=2)["error"]["code"] == "usage"
