"""How this installation is set up: every setting is an environment variable that starts with `SAMHOLD_`."""

import ipaddress
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Mode = Literal["embedded", "google", "custom"]


def _mode(known: Mapping[str, object]) -> Mode:
    if known.get("sheets_url"):
        return "custom"
    return "google" if known.get("google_credentials") else "embedded"


class Oidc(BaseModel):
    """The identity provider that people sign in with (OpenID Connect)."""

    model_config = ConfigDict(frozen=True)

    metadata_url: AnyHttpUrl
    client_id: str
    client_secret: SecretStr
    cookie_secret: SecretStr = Field(min_length=32)
    public_url: AnyHttpUrl

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends people back to; register exactly this address with it."""
        return str(self.public_url).rstrip("/") + "/oauth2callback"


class Settings(BaseSettings):
    """The settings, read once at start. An unset one has the default of a demo on this machine."""

    model_config = SettingsConfigDict(
        env_prefix="SAMHOLD_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    home: Path = Path(".samhold")
    """Folder for everything the software keeps on disk."""
    database_url: str = Field(default_factory=lambda known: f"sqlite:///{known['home'] / 'journal.sqlite'}")
    """SQLAlchemy address of the journal; unset: SQLite in `home`."""
    sheets_url: AnyHttpUrl | None = None
    """Another base address for the Sheets API; unset: Google's with credentials, else the embedded server."""
    sheets_token: SecretStr = SecretStr("")
    """The bearer token of the server at that other address."""
    google_credentials: Path | None = None
    """The service account's key file (JSON)."""
    spreadsheet: str | None = None
    """Id or address of the spreadsheet that is connected."""
    programme: str | None = None
    """Id of a shipped programme or path of a document; unset: the demo programme."""
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    poll_seconds: float = Field(
        default_factory=lambda known: 1.0 if _mode(known) == "embedded" else 5.0, gt=0.0
    )
    """Between two looks at the sheet. Google's quota is shared by all; the embedded server is ours alone."""
    session_hours: float = Field(default=10.0, gt=0.0)
    """How long a sign-in lasts before one signs in again."""
    roles_file: Path | None = None
    """TOML file that gives people and domains their roles."""
    oidc_metadata_url: AnyHttpUrl | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    cookie_secret: SecretStr = SecretStr("")
    public_url: AnyHttpUrl | None = None
    """The address people use, as seen from outside (behind a proxy it differs from host and port)."""

    @model_validator(mode="after")
    def _check_sign_in(self) -> Self:
        """A half-configured identity provider must not quietly become the open local mode."""
        wanted = {
            "SAMHOLD_OIDC_METADATA_URL": self.oidc_metadata_url,
            "SAMHOLD_OIDC_CLIENT_ID": self.oidc_client_id,
            "SAMHOLD_OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "SAMHOLD_COOKIE_SECRET": self.cookie_secret.get_secret_value(),
            "SAMHOLD_PUBLIC_URL": self.public_url,
        }
        missing = [name for name, value in wanted.items() if not value]
        if missing and len(missing) < len(wanted):
            raise ValueError(f"sign-in is only half set up; also set {', '.join(missing)}")
        _ = self.oidc
        return self

    @cached_property
    def oidc(self) -> Oidc | None:
        """The identity provider, or None in local mode."""
        if self.oidc_metadata_url is None or self.public_url is None:
            return None
        return Oidc(
            metadata_url=self.oidc_metadata_url,
            client_id=self.oidc_client_id,
            client_secret=self.oidc_client_secret,
            cookie_secret=self.cookie_secret,
            public_url=self.public_url,
        )

    @property
    def mode(self) -> Mode:
        """Which spreadsheet service answers: the embedded server, Google, or another base address."""
        return _mode({"sheets_url": self.sheets_url, "google_credentials": self.google_credentials})

    @property
    def embedded_data(self) -> Path:
        """The file of the embedded Sheets server."""
        return self.home / "sheets.sqlite"

    @property
    def local(self) -> bool:
        """Whether this is the local mode, without an identity provider, where one picks who one is."""
        return self.oidc is None


def is_loopback(host: str) -> bool:
    """Whether an address or host name is this machine's own, and reachable from nowhere else."""
    name = host.strip().strip("[]").lower().rstrip(".")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False
