"""Denmark's 98 municipalities: found by name however it is spelled, suggested where one is near.

The list ships with the software, since the public service for such lists has closed.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from rules.base import Frozen
from rules.folding import fold, sort_key, words

_FILE = Path(__file__).parent / "data" / "kommuner.csv"
_FORMS = ("kommune", "regionskommune", "kommunen", "kommunes", "kom")
_NEAR = 80.0
_LONGEST_PLACE = 12
"""Words; a longer text is no name of a place."""

_OUTSIDE = (
    *("Christiansø", "Ertholmene", "Frederiksø", "0411", "411"),
    *("Grønland", "Nuuk", "Kalaallit Nunaat", "Færøerne", "Tórshavn", "Føroyar"),
    *("Sverige", "Malmö", "Helsingborg", "Norge", "Oslo", "Island", "Finland"),
    *("Tyskland", "Flensborg", "Flensburg", "Sydslesvig", "Hamborg", "Udlandet"),
)
"""Places known to lie outside the 98: Christiansø is in no municipality, the others in other countries."""

_SHORT = {"Kbh": "0101", "Kbhvn": "0101", "Frb": "0147"}
"""What people call a municipality for short, by its code."""


class Municipality(Frozen):
    """One municipality: code, short and official name, and its region before and from 2027."""

    code: str
    name: str
    official: str
    region: str
    region_2027: str


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All 98, in the order of the Danish alphabet."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    listed = [
        Municipality(code=code, name=name, official=official, region=region, region_2027=later)
        for code, name, official, region, later in rows
    ]
    return tuple(sorted(listed, key=lambda m: sort_key(m.name)))


@lru_cache(maxsize=4096)
def find(text: str) -> Municipality | None:
    """The municipality that a text names by its short or official name or as "X Kommune", however spelled."""
    return _by_name().get(_bare(text))


@lru_cache(maxsize=4096)
def suggest(text: str) -> Municipality | None:
    """The one municipality that an unknown text holds or comes nearest to; None where none or several do."""
    near = _within(words(text)) or _half(_bare(text)) or _near(_bare(text))
    return near[0] if len(near) == 1 else None


@lru_cache(maxsize=4096)
def is_outside(text: str) -> bool:
    """True for a place that is known to lie outside the 98 municipalities."""
    return _bare(text) in _outside()


def _within(written: tuple[str, ...]) -> list[Municipality]:
    """Municipalities whose names stand in a longer text: "Rønne, Bornholm"."""
    if len(written) > _LONGEST_PLACE:
        return []
    runs = ("".join(written[i:j]) for i in range(len(written)) for j in range(i + 1, len(written) + 1))
    found = (_by_name().get(run) for run in runs if not run.isdigit())
    return list({m.code: m for m in found if m}.values())


def _half(written: str) -> list[Municipality]:
    """Municipalities with a double name of which this is one half: "Ringkøbing" in Ringkøbing-Skjern."""
    return [m for m in municipalities() if "-" in m.name and written in map(_bare, m.name.split("-"))]


def _near(written: str) -> list[Municipality]:
    if len(written) < 3:
        return []
    near = process.extract(written, _by_name().keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=5)
    return list(
        {_by_name()[name].code: _by_name()[name] for name, score, _ in near if score == near[0][1]}.values()
    )


@cache
def _by_name() -> dict[str, Municipality]:
    names = {_bare(name): m for m in municipalities() for name in (m.name, m.official, _possessive(m))}
    codes = {code: m for m in municipalities() for code in (m.code.lstrip("0"), m.code)}
    return names | codes | {_bare(short): codes[code] for short, code in _SHORT.items()}


def _possessive(municipality: Municipality) -> str:
    return f"{municipality.name}s Kommune"


@cache
def _outside() -> frozenset[str]:
    return frozenset(_bare(place) for place in _OUTSIDE)


def _bare(text: str) -> str:
    """The folded name alone: "Høje Taastrup Kommune" and "kommune: Høje-Taastrup" are "hojetastrup"."""
    name = [word for word in words(text) if word not in _FORMS]
    return "".join(name) or fold(text)
