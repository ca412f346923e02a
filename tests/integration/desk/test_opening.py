"""The desk of an installation, opened from its settings."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk import open_desk
from integrations import programmes
from integrations.programmes import DEMO_ID
from integrations.settings import Settings
from rules.programme.fault import DocumentFaults
from tests.integration.conftest import SteppingClock
from tests.integration.desk.conftest import ANNA, EVA


def settings(folder: Path, **changes: object) -> Settings:
    """The settings of an installation in this folder, whatever the environment says."""
    url = f"sqlite:///{folder / 'journal.sqlite'}"
    return Settings.model_validate({"home": folder, "database_url": url, "programme": None, **changes})


def test_first_start_opens_on_a_demo_that_is_under_way(tmp_path: Path, clock: SteppingClock) -> None:
    """Without a programme, a copy of the network is in force whose form is open now."""
    desk = open_desk(settings(tmp_path), clock)
    assert desk.programme.id == DEMO_ID
    assert desk.programme.opens_at < clock() < desk.programme.closes_at
    assert desk.board(ANNA).cases == ()


def test_later_start_keeps_the_document_in_force(tmp_path: Path, clock: SteppingClock) -> None:
    """The demo's dates stand still once it has begun."""
    first = open_desk(settings(tmp_path), clock).programme
    clock.forward(days=10)
    assert open_desk(settings(tmp_path), clock).programme == first


def test_document_edited_in_the_app_goes_before_the_shipped_one(tmp_path: Path) -> None:
    """What an administrator has put in force is not overwritten by a start."""

    def clock() -> datetime:
        return datetime(2024, 6, 3, tzinfo=UTC)

    wanted = settings(tmp_path, programme="individual")
    text = programmes.document("individual")
    edited = text.replace(programmes.read_programme("individual").contact, "ny@sparkweb.dk")
    open_desk(wanted, clock).activate_programme(EVA, edited)
    assert open_desk(wanted, clock).programme.contact == "ny@sparkweb.dk"


def test_document_in_a_file_is_put_in_force(tmp_path: Path, clock: SteppingClock) -> None:
    """An organisation's own programme is named by its path."""
    own = tmp_path / "own.toml"
    own.write_text(
        programmes.document("network-2024").replace('"network-2024"', '"network-2025"', 1), "utf-8"
    )
    assert open_desk(settings(tmp_path, programme=str(own)), clock).programme.id == "network-2025"


def test_faulty_document_is_not_put_in_force(tmp_path: Path, clock: SteppingClock) -> None:
    """The faults are told at the start, and nothing is kept."""
    own = tmp_path / "own.toml"
    own.write_text("version = 1", "utf-8")
    with pytest.raises(DocumentFaults):
        open_desk(settings(tmp_path, programme=str(own)), clock)


def test_the_data_folder_is_for_its_owner_alone(tmp_path: Path, clock: SteppingClock) -> None:
    """Other accounts of the machine can't look into the folder that is made."""
    home = tmp_path / "home"
    open_desk(settings(home), clock)
    assert home.stat().st_mode & 0o777 == 0o700
