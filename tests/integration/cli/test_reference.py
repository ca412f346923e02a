"""The page on the command line is what the commands say of themselves."""

from pathlib import Path

from cli.exits import Exit
from cli.reference import reference

PAGE = Path(__file__).parents[3] / "docs" / "cli.md"


def test_page_is_not_stale() -> None:
    """docs/cli.md equals what `python -m cli.reference` writes."""
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_exit_codes_are_fixed() -> None:
    """Programs rely on these numbers."""
    assert {code.name: code.value for code in Exit} == {
        "OK": 0,
        "FOUND": 1,
        "USAGE": 2,
        "INPUT": 3,
        "OUTSIDE": 4,
    }
