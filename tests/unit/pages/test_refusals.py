"""Every refusal has words."""

import re
from pathlib import Path

from integrations.sync.observation import Trouble
from pages.inbox import wordings
from pages.refusals import KNOWN

ROOT = Path(__file__).parents[3]


def test_every_refusal_has_words() -> None:
    """Each code that the rules or the desk refuse with is worded."""
    sources = [*ROOT.glob("desk/*.py"), *ROOT.glob("rules/**/*.py")]
    raised = {
        code for file in sources for code in re.findall(r'Refused\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert raised - KNOWN == set()


def test_every_trouble_has_words() -> None:
    """Each trouble that sync can name is worded."""
    assert set(Trouble) - wordings.KNOWN == set()
