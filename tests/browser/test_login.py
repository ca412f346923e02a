"""Signing in with a real identity provider, in a real Chromium: roles, the friendly page, signing out."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from tests.conftest import LAPTOP, RunningApp, free_port, running_app

pytestmark = pytest.mark.browser

ROLES = """
"karen@spark.example" = "consultant"
"mette@spark.example" = "consultant"
"spark.example" = "viewer"
"""
PEOPLE = {
    "karen": {"email": "karen@spark.example", "name": "Karen Holm", "email_verified": True},
    "lis": {"email": "lis@spark.example", "name": "Lis Beck", "email_verified": True},
    "ukendt": {"email": "ukendt@andet.example", "name": "En Ukendt", "email_verified": True},
    "mette": {"email": "mette@spark.example", "name": "Mette Lund", "email_verified": True},
    "falsk": {"email": "karen@spark.example", "name": "En Anden", "email_verified": False},
    "tekst": {"email": "karen@spark.example", "name": "En Tredje", "email_verified": "false"},
}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """An identity provider that knows these people; its address."""
    users = [User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def guarded(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app with sign-in and roles."""
    with signing_in(tmp_path_factory.mktemp("login"), provider) as app:
        yield app


@contextmanager
def signing_in(folder: Path, provider: str, **more: str) -> Iterator[RunningApp]:
    """An app with sign-in; its roles are in `roles.toml` of the folder."""
    roles, port = folder / "roles.toml", free_port()
    roles.write_text(ROLES, encoding="utf-8")
    with running_app(
        folder,
        **more,
        SAMHOLD_PORT=str(port),
        SAMHOLD_PUBLIC_URL=f"http://localhost:{port}",
        SAMHOLD_ROLES_FILE=str(roles),
        SAMHOLD_OIDC_METADATA_URL=f"{provider}/.well-known/openid-configuration",
        SAMHOLD_OIDC_CLIENT_ID="samhold",
        SAMHOLD_OIDC_CLIENT_SECRET="a client's secret",
        SAMHOLD_COOKIE_SECRET="x" * 40,
    ) as app:
        yield app


@contextmanager
def visitor(browser: Browser, app: RunningApp, path: str = "") -> Iterator[Page]:
    """Somebody's own browser, not signed in."""
    context = browser.new_context(viewport=LAPTOP, locale="da-DK")
    page = context.new_page()
    page.goto(f"{app.url}/{path}")
    yield page
    context.close()


def sign_in(page: Page, sub: str) -> None:
    """Go through the provider's page as this person."""
    page.get_by_role("button", name="Log ind").click()
    page.get_by_role("button", name=sub, exact=True).click()


def test_nobody_sees_only_the_form(browser: Browser, guarded: RunningApp) -> None:
    """Without signing in one gets the form; a colleague's page leads to the sign-in."""
    with visitor(browser, guarded) as page:
        expect(page.get_by_text("Jeres mailadresse").first).to_be_visible(timeout=30_000)
        expect(page.get_by_role("link", name="Kø")).to_have_count(0)
        page.goto(f"{guarded.url}/koe")
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=30_000)


def test_a_consultant_signs_in_and_out(browser: Browser, guarded: RunningApp) -> None:
    """A consultant comes to the queue, may decide, and is out again after signing out."""
    with visitor(browser, guarded, "log-ind") as page:
        sign_in(page, "karen")
        expect(page.get_by_role("heading", name="Kø")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name=re.compile("^Start med")).click(timeout=30_000)
        expect(page.get_by_role("button", name="Gem", exact=True)).to_be_visible(timeout=15_000)
        page.get_by_role("button", name="Log ud").click()
        page.get_by_role("button", name="End session").click()
        expect(page.get_by_text("Jeres mailadresse").first).to_be_visible(timeout=30_000)
        page.goto(f"{guarded.url}/koe")
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=30_000)


def test_a_viewer_may_not_decide(browser: Browser, guarded: RunningApp) -> None:
    """A whole domain may look; the form for deciding is not there, nor is an export."""
    with visitor(browser, guarded, "log-ind") as page:
        sign_in(page, "lis")
        start = page.get_by_role("button", name=re.compile("^Start med"))
        expect(start).to_be_visible(timeout=30_000)
        expect(page.get_by_role("button", name=re.compile("CSV|XLSX"))).to_have_count(0)
        start.click()
        expect(page.get_by_text("Du kan se sagen, men ikke afgøre den.")).to_be_visible(timeout=15_000)
        expect(page.get_by_role("button", name="Gem", exact=True)).to_have_count(0)


@pytest.mark.parametrize("sub", ["ukendt", "falsk", "tekst"])
def test_without_a_role(browser: Browser, guarded: RunningApp, sub: str) -> None:
    """An address without a role, or one that the provider has not verified, gets no further."""
    with visitor(browser, guarded, "log-ind") as page:
        sign_in(page, sub)
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("link", name="Kø")).to_have_count(0)


def test_sign_in_is_kept_from_scripts(browser: Browser, guarded: RunningApp) -> None:
    """The cookie of the sign-in cannot be read by scripts, nor sent from other sites."""
    with visitor(browser, guarded, "log-ind") as page:
        sign_in(page, "karen")
        expect(page.get_by_role("heading", name="Kø")).to_be_visible(timeout=30_000)
        kept = [c for c in page.context.cookies() if c["name"].startswith("_streamlit_user")]
        assert kept
        assert {(cookie["httpOnly"], cookie["sameSite"]) for cookie in kept} == {(True, "Lax")}


def test_a_role_taken_away_is_gone_at_the_next_click(browser: Browser, guarded: RunningApp) -> None:
    """Who loses the role with a case open saves nothing more, and sees no more of it."""
    roles = guarded.home.parent / "roles.toml"
    with visitor(browser, guarded, "log-ind") as page:
        sign_in(page, "mette")
        page.get_by_role("button", name=re.compile("^Start med")).click(timeout=30_000)
        page.get_by_role("textbox", name="Bemærkning i arket").fill("Ringet op")
        roles.write_text('"karen@spark.example" = "consultant"\n', encoding="utf-8")
        try:
            page.get_by_role("button", name="Gem", exact=True).click()
            expect(page.get_by_text("har ikke fået en rolle")).to_be_visible(timeout=15_000)
        finally:
            roles.write_text(ROLES, encoding="utf-8")
    with closing(sqlite3.connect(guarded.home / "journal.sqlite")) as journal:
        assert journal.execute("SELECT count(*) FROM decisions").fetchone() == (0,)


def test_a_sign_in_runs_out(browser: Browser, provider: str, tmp_path: Path) -> None:
    """After the hours that the operator gives, one must sign in again, also with a page left open."""
    with (
        signing_in(tmp_path, provider, SAMHOLD_SESSION_HOURS="0.004") as app,
        visitor(browser, app, "log-ind") as page,
    ):
        sign_in(page, "karen")
        page.get_by_role("button", name=re.compile("^Start med")).click(timeout=30_000)
        expect(page.get_by_text("Dit login er udløbet")).to_be_visible(timeout=40_000)


def test_the_log_names_nobody(browser: Browser, guarded: RunningApp) -> None:
    """Neither who signed in nor a secret stands in the log."""
    with visitor(browser, guarded, "log-ind") as page:
        sign_in(page, "karen")
        expect(page.get_by_role("heading", name="Kø")).to_be_visible(timeout=30_000)
    written = guarded.log.read_text(encoding="utf-8")
    settings = ("SAMHOLD_OIDC_CLIENT_SECRET", "SAMHOLD_COOKIE_SECRET")
    unwanted = ["spark.example", "Karen", "Bearer", "ticket=", *(guarded.environment[n] for n in settings)]
    assert [word for word in unwanted if word in written] == []
