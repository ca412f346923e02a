"""Plants a bug: a few words of the product's own code are changed while a history runs."""

import importlib
import inspect
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType


class Misfit(Exception):
    """The text that a bug changes does not stand in the code (any more), or stands there more than once."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: in which function (`module:Class.method`), what stands there, and what then stands there.

    The function's text counts from its own left margin; `new` may have several lines.
    """

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Bug:
    """Something wrong that the simulation must notice; `wrong` says it in one sentence."""

    name: str
    wrong: str
    edits: tuple[Edit, ...]


def bug(name: str, wrong: str, *edits: tuple[str, str, str]) -> Bug:
    """A bug of edits (where, old, new)."""
    return Bug(name, wrong, tuple(Edit(*edit) for edit in edits))


def functions(wrong: Bug) -> set[FunctionType]:
    """The functions of the product that a bug changes."""
    return {_function(edit.where) for edit in wrong.edits}


@contextmanager
def planted(wrong: Bug) -> Iterator[None]:
    """The product with this bug in it: functions stay, only their code changes. Raises Misfit."""
    changed = [(_function(where), code) for where, code in _codes(wrong.edits)]
    before = [(function, function.__code__) for function, _ in changed]
    try:
        for function, code in changed:
            function.__code__ = code
        yield
    finally:
        for function, code in before:
            function.__code__ = code


def _codes(edits: Iterable[Edit]) -> Iterator[tuple[str, CodeType]]:
    texts: dict[str, str] = {}
    for edit in edits:
        text = texts.get(edit.where) or textwrap.dedent(inspect.getsource(_function(edit.where)))
        if text.count(edit.old) != 1:
            raise Misfit(f"{edit.where} has {edit.old!r} {text.count(edit.old)} times")
        texts[edit.where] = text.replace(edit.old, edit.new)
    for where, text in texts.items():
        yield where, _compiled(where, text)


def _compiled(where: str, text: str) -> CodeType:
    """The code of a function's new text, made in its own module."""
    made: dict[str, object] = {}
    exec(compile(text, where, "exec"), _function(where).__globals__, made)  # the text is our own
    return _unwrapped(made[where.rpartition(":")[2].rpartition(".")[2]]).__code__


def _function(where: str) -> FunctionType:
    module, _, path = where.partition(":")
    found: object = importlib.import_module(module)
    for name in path.split("."):
        found = inspect.getattr_static(found, name)
    return _unwrapped(found)


def _unwrapped(found: object) -> FunctionType:
    """The plain function behind a property, a class method or a decorator."""
    if isinstance(found, property):
        found = found.fget
    found = getattr(found, "__func__", found)
    found = inspect.unwrap(found) if callable(found) else found
    if not isinstance(found, FunctionType):
        raise Misfit(f"{found!r} is no function")
    return found
