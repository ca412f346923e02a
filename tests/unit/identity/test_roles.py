"""Roles from the roles file."""

from pathlib import Path

import pytest

from integrations.identity.roles import RolesFault, read_roles
from rules.people import Role

BOOK = """
"Anna@Spark.example" = "consultant"
"spark.example" = "viewer"
"@kommune.example" = "coordinator"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A roles file."""
    path = tmp_path / "roles.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("anna@spark.example", Role.CONSULTANT),
        (" ANNA@spark.EXAMPLE ", Role.CONSULTANT),
        ("bo@spark.example", Role.VIEWER),
        ("bo@kommune.example", Role.COORDINATOR),
        ("bo@under.spark.example", None),
        ("spark.example", None),
        ("@spark.example", None),
        ("", None),
    ],
)
def test_role_of_an_address(book: Path, email: str, role: Role | None) -> None:
    """A person's own line goes before the domain's; a domain is that domain alone."""
    assert read_roles(book).role_of(email) is role


def test_role_taken_away(book: Path) -> None:
    """The file is read afresh, so a removed line works at once."""
    book.write_text("", encoding="utf-8")
    assert read_roles(book).role_of("anna@spark.example") is None


def test_no_file_gives_nobody_a_role() -> None:
    """Without a roles file nobody has a role."""
    assert read_roles(None).role_of("anna@spark.example") is None


@pytest.mark.parametrize("text", ['"a@b.example" = "boss"', "not toml"])
def test_faulty_file(book: Path, text: str) -> None:
    """A file that can't be used is named, not taken for an empty one."""
    book.write_text(text, encoding="utf-8")
    with pytest.raises(RolesFault, match=r"roles\.toml"):
        read_roles(book)
