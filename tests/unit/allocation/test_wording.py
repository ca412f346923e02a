"""Every code that the allocation gives has its words, with exactly the parameters that come with it."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from rules.allocation import wording
from rules.allocation.program import LimitKind
from rules.base import Text

CHAINS = {"allocation_pins_apart_by_cohort", "allocation_not_wished"}
"""Said only with the relations that lead from one pin to the other."""
NEVER_BEYOND = (LimitKind.ONE_COHORT, LimitKind.TOGETHER)
ROOT = Path(__file__).parents[3] / "rules"


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("catalogue", [wording.WAITING, wording.LEFT_OUT, wording.REFUSALS])
def test_both_languages_use_the_same_parameters(catalogue: Mapping[str, Text]) -> None:
    """What the Danish text fills in, the English fills in too."""
    assert {code: placeholders(text.da) for code, text in catalogue.items()} == {
        code: placeholders(text.en) for code, text in catalogue.items()
    }


def test_every_refusal_in_the_code_has_its_words() -> None:
    """The codes that `pins.py` and `clash.py` raise are those of the catalogue."""
    source = "".join(
        (ROOT / "allocation" / name).read_text(encoding="utf-8").split('"""', 4)[-1]
        for name in ("pins.py", "clash.py")
    )
    named = set(re.findall(r'"(allocation_\w+)"', source)) - CHAINS
    beyond = {f"allocation_pins_beyond_{kind}" for kind in LimitKind if kind not in NEVER_BEYOND}
    with_relations = {f"{code}_together" for code in beyond | CHAINS}
    assert named | beyond | with_relations == set(wording.REFUSALS)
