"""`make texts`: bring the English catalogue up to date with the Danish texts in the code.

Translations stay, texts that the code no longer says go, new ones wait with an empty English.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "samhold.po"
ROOMS = ("app.py", "worker.py", "texts.py", "cli", "desk", "pages", "integrations")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = r"""# The English of Samhold's texts; the Danish in the code is the key. `make texts` adds new ones.
msgid ""
msgstr ""
"Project-Id-Version: Samhold\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
"""Neither times nor places: the file changes only where a text does."""


def said() -> Catalog:
    """Every text that the code asks for, without its English."""
    catalogue = Catalog(locale="en")
    for file in sources():
        for _line, message, _comments, context in extract_from_file("python", file, keywords=KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def sources() -> Iterator[Path]:
    """The files whose texts people see."""
    for room in ROOMS:
        place = ROOT / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def known() -> Catalog:
    """The catalogue as it is."""
    if not CATALOGUE.is_file():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en")


def updated() -> Catalog:
    """What is said, in the English that is known; a text only nearly the same is a new one."""
    catalogue, before = said(), known()
    for message in catalogue:
        same = before.get(message.id, message.context) if message.id else None
        if same is not None and same.id == message.id:
            message.string = same.string
    return catalogue


def as_file(catalogue: Catalog) -> bytes:
    """The catalogue as it stands in the file."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    return HEADER.encode() + body.getvalue()


def main() -> None:
    """Write the file, and name the texts that want an English."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(as_file(catalogue))
    missing = [message.id for message in catalogue if message.id and not all(message.string or ("",))]
    print(f"{len(catalogue)} texts, {len(missing)} without English.")
    for text in missing:
        print(f"  {text if isinstance(text, str) else text[0]}")


if __name__ == "__main__":
    main()
