"""The catalogue of texts is complete: nothing missing, nothing left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from tools.update_texts import CATALOGUE, as_file, known, said, sources, updated

Key = tuple[str, ...]
"""Context ("" mostly), the Danish text, and its plural where it has one."""

CALLS = {"_": (0,), "N_": (0,), "ngettext": (0, 1), "pgettext": (0, 1)}
"""Which arguments of each call are texts (and the context)."""


def keys(catalogue: Catalog) -> set[Key]:
    """What a catalogue holds, its header left out."""
    return {key(message) for message in catalogue if message.id}


def key(message: Message) -> Key:
    forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return (message.context or "", *forms)


@cache
def in_code() -> frozenset[Key]:
    """Every text that the extraction finds."""
    return frozenset(keys(said()))


def translations() -> dict[Key, tuple[str, ...]]:
    """Danish -> its English forms."""
    return {
        key(message): (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        for message in known()
        if message.id
    }


def called_in_code() -> Iterator[Key]:
    """Every text given to one of the calls, read from the syntax tree and not by the extraction."""
    for file in sources():
        yield from calls_in(file)


def calls_in(file: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            given = [node.args[place] for place in CALLS[node.func.id]]
            texts = [str(arg.value) for arg in given if isinstance(arg, ast.Constant)]
            if len(texts) == len(given):
                yield tuple(texts if node.func.id == "pgettext" else ["", *texts])


def test_every_danish_text_has_its_english() -> None:
    """No text that a user may see is without a translation; `make texts` names those that are."""
    english = translations()
    assert sorted(text for text in in_code() if not all(english.get(text, ("",)))) == []


def test_the_extraction_sees_every_text() -> None:
    """No text stands where the extraction can't see it, as inside an f-string."""
    assert sorted(set(called_in_code()) - in_code()) == []


def test_no_translation_is_left_over() -> None:
    """The catalogue holds no text that the code no longer says."""
    assert sorted(keys(known()) - in_code()) == []


def test_updating_again_changes_nothing() -> None:
    """The file is as `make texts` writes it, so that a change of one text is a change of one place."""
    assert as_file(updated()) == CATALOGUE.read_bytes()


def test_placeholders_agree_between_the_languages() -> None:
    """A translation fills the same placeholders as the Danish."""
    differing = [
        danish
        for danish, english in translations().items()
        if set(map(fields, danish[1:])) != set(map(fields, english))
    ]
    assert differing == []


def fields(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(re.findall(r"\{(\w*)[^}]*\}", text))


def test_danish_is_set_as_danish_is() -> None:
    """Quotation marks are »…«, clock times 10.00."""
    odd = re.compile(r"[“”]|\d\d:\d\d|kl\. ?\d\d:")
    assert sorted(text for danish in in_code() for text in danish[1:] if odd.search(text)) == []
