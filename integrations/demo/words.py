"""The words that invented applications are made of (`words.toml`)."""

import tomllib
from pathlib import Path

from rules.base import Frozen


class Branch(Frozen):
    """A branch, how common it is, what its workplaces are called ("{}" is a place's name), roles in it."""

    name: str
    share: int
    patterns: tuple[str, ...]
    leaders: tuple[str, ...]
    colleagues: tuple[str, ...]


class Words(Frozen):
    """The lists of `words.toml`, which says what each is for."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    union: tuple[str, ...]
    safety: tuple[str, ...]
    colleagues: tuple[str, ...]
    unknown: tuple[str, ...]
    places: tuple[str, ...]
    big_municipalities: tuple[str, ...]
    towns: tuple[str, ...]
    northern_regions: tuple[str, ...]
    motives: tuple[str, ...]
    formulas: tuple[str, ...]
    notes: tuple[str, ...]
    branches: tuple[Branch, ...]


WORDS = Words.model_validate(
    tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
)
