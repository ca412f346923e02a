"""The killing seeds that CI replays: `killing.json`, written by the search."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from tests.simulation.bugs.catalogue import BUGS
from tests.simulation.bugs.search import Found

FILE = Path(__file__).with_name("killing.json")


def killing() -> dict[str, Found]:
    """What the last full search found, by bug."""
    return {name: Found(**found) for name, found in json.loads(FILE.read_text()).items()}


def write(found: Mapping[str, Found]) -> None:
    """Keep what was found of the bugs there are; those not found, or not searched, stay as they were."""
    before = killing() if FILE.exists() else {}
    kept = {**before, **{name: one for name, one in found.items() if one.seed is not None}}
    ordered = {name: asdict(kept[name]) for name in sorted(BUGS.keys() & kept.keys())}
    FILE.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")
