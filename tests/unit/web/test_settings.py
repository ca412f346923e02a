"""The settings of an installation."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app import refusal, sign_in_secrets
from integrations.settings import Settings, is_loopback

SIGN_IN = {
    "SAMHOLD_OIDC_METADATA_URL": "https://id.example/.well-known/openid-configuration",
    "SAMHOLD_OIDC_CLIENT_ID": "samhold",
    "SAMHOLD_OIDC_CLIENT_SECRET": "secret",
    "SAMHOLD_COOKIE_SECRET": "x" * 32,
    "SAMHOLD_PUBLIC_URL": "https://samhold.example/",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No setting of the machine that runs the tests."""
    for name in (
        *SIGN_IN,
        "SAMHOLD_HOME",
        "SAMHOLD_HOST",
        "SAMHOLD_SHEETS_URL",
        "SAMHOLD_GOOGLE_CREDENTIALS",
    ):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_defaults_are_a_demo_on_this_machine() -> None:
    """Without settings: local mode, the embedded server, SQLite in the home folder."""
    settings = Settings()
    assert (settings.local, settings.mode, settings.poll_seconds) == (True, "embedded", 1.0)
    assert settings.database_url == "sqlite:///.samhold/journal.sqlite"
    assert refusal(settings) == ""


def test_home_moves_everything(tmp_path: Path) -> None:
    """Journal and embedded sheet lie in the home folder."""
    settings = Settings(home=tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/journal.sqlite"
    assert settings.embedded_data == tmp_path / "sheets.sqlite"


def test_google_is_asked_less_often(bare: pytest.MonkeyPatch) -> None:
    """With a service account the sheet is Google's, and its quota is spared."""
    bare.setenv("SAMHOLD_GOOGLE_CREDENTIALS", "key.json")
    settings = Settings()
    assert (settings.mode, settings.poll_seconds) == ("google", 5.0)


def test_sign_in_opens_the_door(bare: pytest.MonkeyPatch) -> None:
    """With an identity provider any address will do, and its secrets go to the sign-in."""
    bare.setenv("SAMHOLD_HOST", "0.0.0.0")
    for name, value in SIGN_IN.items():
        bare.setenv(name, value)
    settings = Settings()
    assert refusal(settings) == ""
    assert sign_in_secrets(settings) == {
        "auth": {
            "redirect_uri": "https://samhold.example/oauth2callback",
            "cookie_secret": "x" * 32,
            "client_id": "samhold",
            "client_secret": "secret",
            "server_metadata_url": "https://id.example/.well-known/openid-configuration",
        }
    }


@pytest.mark.parametrize("missing", sorted(SIGN_IN))
def test_half_a_sign_in_is_a_fault(bare: pytest.MonkeyPatch, missing: str) -> None:
    """A provider that is half set up never becomes the open local mode; the fault names what is missing."""
    for name, value in SIGN_IN.items():
        if name != missing:
            bare.setenv(name, value)
    with pytest.raises(ValidationError, match=missing):
        Settings()


@pytest.mark.parametrize("given", sorted(SIGN_IN))
def test_the_first_word_of_a_sign_in_wants_the_rest(bare: pytest.MonkeyPatch, given: str) -> None:
    """A public address alone would be the open local mode behind a proxy."""
    bare.setenv(given, SIGN_IN[given])
    with pytest.raises(ValidationError, match="only half set up"):
        Settings()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "samhold.example", "192.168.1.20", " ", "127.1"])
def test_local_mode_refuses_every_address_but_this_machine(bare: pytest.MonkeyPatch, host: str) -> None:
    """All interfaces, another address, a name, and what merely looks like loopback."""
    bare.setenv("SAMHOLD_HOST", host)
    assert host in refusal(Settings())


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("samhold.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_loopback(host: str, own: bool) -> None:
    """Only names and addresses that nothing else can reach are this machine's own."""
    assert is_loopback(host) is own
