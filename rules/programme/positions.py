"""Where each key of a TOML document stands, so that a fault can name its line."""

import tomllib
from collections import Counter
from collections.abc import Iterator

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
"""Keys and 0-based list positions from the top of the document."""


class Positions:
    """Line numbers (from 1) of every table, key and list element of one syntactically valid document."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._elements: Counter[Path] = Counter()
        for node in _parsed(text).named_children:
            self._statement(node)

    def line(self, path: Path) -> int:
        """The line of the longest part of `path` that the document has; 1 if it has none of it."""
        while not self.knows(path):
            path = path[:-1]
        return self._lines[path]

    def knows(self, path: Path) -> bool:
        """Whether the document has this very path."""
        return path in self._lines

    def _statement(self, node: Node) -> None:
        if node.type == "pair":
            self._pair((), node)
        elif node.type in ("table", "table_array_element"):
            key, *pairs = _children(node)
            path = self._table(_key_path(key), _line(node), repeated=node.type == "table_array_element")
            for pair in pairs:
                self._pair(path, pair)

    def _table(self, keys: tuple[str, ...], line: int, *, repeated: bool) -> Path:
        """The path that a `[header]` opens: a key of an array of tables means its last element."""
        path: Path = ()
        for key in keys[:-1]:
            path = self._last_element(self._note((*path, key), line))
        path = self._note((*path, keys[-1]), line)
        if repeated:
            self._elements[path] += 1
            path = self._note(self._last_element(path), line)
        return path

    def _last_element(self, path: Path) -> Path:
        return (*path, self._elements[path] - 1) if path in self._elements else path

    def _pair(self, parent: Path, node: Node) -> None:
        key, value = _children(node)
        path = parent
        for part in _key_path(key):
            path = self._note((*path, part), _line(key))
        self._value(path, value)

    def _value(self, path: Path, node: Node) -> None:
        if node.type == "inline_table":
            for pair in _children(node):
                self._pair(path, pair)
        elif node.type == "array":
            for index, element in enumerate(_children(node)):
                self._value(self._note((*path, index), _line(element)), element)

    def _note(self, path: Path, line: int) -> Path:
        self._lines.setdefault(path, line)
        return path


def first_unreadable_line(text: str) -> int | None:
    """The line where the first part begins that is not TOML; None where all of it is."""
    return next((_line(node) for node in _walk(_parsed(text)) if node.is_error or node.is_missing), None)


def _parsed(text: str) -> Node:
    return Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _line(node: Node) -> int:
    return node.start_point[0] + 1


def _children(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _key_path(node: Node) -> tuple[str, ...]:
    """The keys of a bare, quoted or dotted key, unescaped by the TOML reader itself."""
    value: object = tomllib.loads(f"{(node.text or b'').decode()} = 0")
    keys: list[str] = []
    while isinstance(value, dict):
        ((key, value),) = value.items()
        keys.append(key)
    return tuple(keys)
