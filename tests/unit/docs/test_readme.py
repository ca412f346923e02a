"""The README says what is true of the project."""

import re
from pathlib import Path

from integrations.settings import Settings

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_and_no_other() -> None:
    """The README's table names exactly the settings that exist."""
    documented = set(re.findall(r"SAMHOLD_[A-Z_]+", README))
    assert documented == {f"SAMHOLD_{name.upper()}" for name in Settings.model_fields}


def test_every_link_to_a_file_leads_somewhere() -> None:
    """Each relative link in the README and the documents names a file that exists."""
    broken = []
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if not (document.parent / target).exists():
                broken.append(f"{document.name}: {target}")
    assert broken == []
