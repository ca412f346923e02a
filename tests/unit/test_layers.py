"""Imports go one way: pages, cli, worker, app -> desk -> integrations -> texts -> rules. Never back."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = {"rules": 0, "texts": 1, "integrations": 2, "desk": 3, "worker": 4, "cli": 5, "pages": 5, "app": 6}


def files(room: str) -> list[Path]:
    """The source files of a package or module."""
    return sorted((ROOT / room).rglob("*.py")) if (ROOT / room).is_dir() else [ROOT / f"{room}.py"]


def imported(file: Path) -> Iterator[str]:
    """The top-level names that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_no_room_imports_one_above_or_beside_it() -> None:
    """Whatever is imported lies below, or in the same room."""
    against = [
        (str(file.relative_to(ROOT)), name)
        for room, layer in LAYERS.items()
        for file in files(room)
        for name in imported(file)
        if name != room and LAYERS.get(name, -1) >= layer
    ]
    assert against == []


def test_streamlit_stays_in_pages_and_app() -> None:
    """No other room knows of Streamlit."""
    rooms = set(LAYERS) - {"pages", "app"}
    known = [
        str(f.relative_to(ROOT)) for room in sorted(rooms) for f in files(room) if "streamlit" in imported(f)
    ]
    assert known == []
