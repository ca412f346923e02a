"""A programme as the TOML text of its document; `loading.load` reads it back to the same programme."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import cast

import tomlkit
from tomlkit.items import Array, InlineTable, Item, Table

from rules.programme.model import Programme

_TABLES = frozenset({"questions", "rules", "cohorts", "meetings"})
"""Lists that are written as [[name]]; other lists of tables are short and stand in brackets."""
_SECTIONS = frozenset({"window", "form", "fields", "allocation", "statuses", "retention"})


def dump(programme: Programme) -> str:
    """The document of a programme without what is as usual, nor the comments of the original."""
    document = tomlkit.document()
    plain = programme.model_dump(exclude_defaults=True, exclude_none=True)
    plain["rules"] = [
        {"kind": rule.kind, **rule.model_dump(exclude_defaults=True, exclude_none=True)}
        for rule in programme.rules
    ]
    for name, value in _simple_first({"version": programme.version, **plain}):
        document.add(name, _item(name, value))
    return tomlkit.dumps(document)


def _simple_first(table: Mapping[str, object]) -> list[tuple[str, object]]:
    """Single values before tables: what follows a [table] belongs to it."""
    return sorted(table.items(), key=lambda entry: (entry[0] in _TABLES, entry[0] in _SECTIONS))


def _item(name: str, value: object) -> Item:
    if name in _TABLES and isinstance(value, Sequence):
        tables = tomlkit.aot()
        for element in cast(Sequence[Mapping[str, object]], value):
            tables.append(_table(element))
        return tables
    if name in _SECTIONS and isinstance(value, Mapping):
        return _table(value)
    return _value(value)


def _table(entries: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    for name, value in _simple_first(entries):
        table.add(str(name), _item(str(name), value))
    return table


def _value(value: object) -> Item:
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, tuple | list):
        return _array(value)
    if isinstance(value, str):
        text = str(value.value) if isinstance(value, Enum) else value
        return tomlkit.string(text, multiline="\n" in text and "\r" not in text)
    return tomlkit.item(cast("bool | int | float | date", value))


def _inline(entries: Mapping[str, object]) -> InlineTable:
    inline = tomlkit.inline_table()
    for name, value in entries.items():
        inline.append(str(name), _value(value))
    return inline


def _array(values: Sequence[object]) -> Array:
    array = tomlkit.array()
    for value in values:
        array.append(_value(value))
    return array.multiline(any(isinstance(value, Mapping) for value in values))
