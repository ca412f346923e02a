"""The catalogue of texts is complete: nothing missing, nothing left over."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from texts import CATALOGUE

ROOT = Path(__file__).parents[3]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
ROOMS = ("app.py", "cli.py", "desk.py", "worker.py", "texts.py", "cli", "desk", "pages", "integrations")


def said_in_code() -> set[str | tuple[str, ...]]:
    """Every text that the code asks the catalogue for."""
    found = extract_from_dir(str(ROOT), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {message for name, _, message, _, _ in found if Path(name).parts[0] in ROOMS}


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en")


def translations() -> dict[str | tuple[str, ...], tuple[str, ...]]:
    """Danish text -> its English forms."""
    forms = {}
    for message in catalogue():
        if message.id:
            english = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            key = tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id
            forms[key] = tuple(form or "" for form in english)
    return forms


def test_every_danish_text_has_its_english() -> None:
    """No text that a user may see is without a translation."""
    known = translations()
    assert [text for text in said_in_code() if not all(known.get(text, ("",)))] == []


def test_no_translation_is_left_over() -> None:
    """The catalogue holds no text that the code no longer says."""
    assert set(translations()) - said_in_code() == set()


def test_placeholders_agree_between_the_languages() -> None:
    """A translation fills the same placeholders as the Danish."""
    differing = []
    for danish, english in translations().items():
        wanted = {p for d in (danish if isinstance(danish, tuple) else (danish,)) for p in fields(d)}
        given = {p for e in english for p in fields(e)}
        if wanted != given:
            differing.append(danish)
    assert differing == []


def fields(text: str) -> set[str]:
    """The names of the placeholders in a text."""
    return set(re.findall(r"\{(\w*)[^}]*\}", text))
