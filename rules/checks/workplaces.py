"""When two names mean one workplace: near in spelling, with no word that tells two workplaces apart."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

from rapidfuzz import fuzz, process

from rules.application import Application
from rules.checks.base import Context
from rules.folding import fold, words
from rules.municipalities import find, suggest

THRESHOLD = 88
"""Likeness, 0 to 100, of what is a name's own; below it two names are different workplaces."""

_KINDS = {
    "daycare": r"bornehus|(natur)?bornehave|vuggestue|(dag)?institution|bornegard|dagtilbud",
    "school": r"skole|folkeskole",
    "elderly": r"(pleje|aeldre|omsorgs|lokal)cent(er|r|re)|plejehjem",
    "home": r"hjemmepleje|hjemmehjaelp",
    "nursing": r"sygepleje|hjemmesygepleje",
    "residence": r"bofaellesskab|botilbud|bosted|bocent(er|r|re)",
    "job": r"jobcent(er|r|re)",
    "culture": r"kulturhus|bibliotek",
}
_ENDING = r"(?:s|en|et|n|t|ene|erne|s)?"
_KIND_WORD = {kind: re.compile(rf"(?:{stems}){_ENDING}") for kind, stems in _KINDS.items()}
_COMPOUND = re.compile(r"(\w{3,}?)(skole|plejecenter|bornehus|bornehave|plejehjem)(?:n|en|t|et)?")
_FILLER = frozenset(
    {
        "og",
        "i",
        "for",
        "ved",
        "pa",
        "af",
        "til",
        "den",
        "det",
        "de",
        "afd",
        "afdeling",
        "afdelingen",
        "team",
        "distrikt",
        "omrade",
        "gruppe",
        "afsnit",
        "enhed",
        "kommune",
        "kommunes",
        "center",
        "centret",
        "centeret",
    }
)
_COMPASS = re.compile(
    r"(nord|syd|ost|vest)(ost|vest)?(re|lige|lig|er)?|norre|sondre|sonder|midt|midtby|centrum"
)
_SIDES = re.compile(r"(nord|norre|syd|sonder|ost|vest)")
_PAIRS = frozenset(
    {
        "store",
        "lille",
        "gamle",
        "gammel",
        "ny",
        "nye",
        "ovre",
        "nedre",
        "indre",
        "ydre",
        "forste",
        "anden",
        "tredje",
        "ii",
        "iii",
        "iv",
        "vi",
        "vii",
    }
)
_PART = re.compile(r"\d+|[^\W\d_]+")
_POSTCODE = re.compile(r"\d{4}")


class Name(NamedTuple):
    """A workplace's name taken apart: its own words, words that tell siblings apart, and what it is.

    `sides` are the compass points that begin its own words: Vestervang and Østervang are two places.
    """

    own: str
    telling: tuple[str, ...]
    kinds: frozenset[str]
    sides: tuple[str, ...]


@lru_cache(maxsize=65536)
def taken_apart(name: str, municipality: str = "") -> Name:
    """The parts of a name. The municipality's own words, and postcodes before a town, are left out."""
    place = set(words(municipality))
    own, telling, kinds = list[str](), list[str](), set[str]()
    parts = list(_parts(name))
    for part, after in zip_longest(parts, parts[1:], fillvalue=""):
        if kind := _kind(part):
            kinds.add(kind)
        elif _tells(part) and not (after and _POSTCODE.fullmatch(part)):
            telling.append(part)
        elif part not in _FILLER and part not in place and not part.isdigit():
            own.append(part)
    own.sort()
    return Name(" ".join(own), tuple(sorted(telling)), frozenset(kinds), _sides(own))


def is_same(one: Name, other: Name, threshold: int = THRESHOLD) -> bool:
    """True where two names of one municipality may mean one workplace."""
    return _agree(one, other) and fuzz.ratio(one.own, other.own) >= threshold


def clusters(
    applications: Sequence[Application], context: Context, threshold: int = THRESHOLD
) -> Iterator[tuple[Application, ...]]:
    """Applications that may come from one workplace, two or more together, in the order given.

    All are taken to be of one municipality (`municipality_of`).
    """
    named: dict[Name, list[int]] = {}
    for index, application in enumerate(applications):
        if text := application.text(context.fields.workplace):
            name = taken_apart(text, application.text(context.fields.municipality))
            named.setdefault(name, []).append(index)
    alike: dict[tuple[tuple[str, ...], bool], list[Name]] = {}
    for name in named:
        alike.setdefault((name.telling, bool(name.own)), []).append(name)
    for together in chain.from_iterable(_joined(names, threshold) for names in alike.values()):
        members = sorted(index for name in together for index in named[name])
        if len(members) > 1:
            yield tuple(applications[index] for index in members)


def municipality_of(application: Application, context: Context) -> str:
    """What blocks the comparison: the municipality's code, its folded text if unknown, "" if blank."""
    written = application.meaning(context.fields.municipality)
    known = find(written) or suggest(written)
    return known.code if known else fold(written)


def _joined(names: list[Name], threshold: int) -> Iterator[list[Name]]:
    """Names that are near each other, directly or through others."""
    left = dict.fromkeys(names)
    while left:
        together, open_ends = list[Name](), [left.popitem()[0]]
        while open_ends:
            name = open_ends.pop()
            together.append(name)
            near = _near(name, list(left), threshold)
            for one in near:
                del left[one]
            open_ends.extend(near)
        yield together


def _near(name: Name, others: list[Name], threshold: int) -> list[Name]:
    own = [other.own for other in others]
    found = process.extract(name.own, own, scorer=fuzz.ratio, score_cutoff=threshold, limit=None)
    return [others[index] for _, _, index in found if _agree(name, others[index])]


def _agree(one: Name, other: Name) -> bool:
    """False where a word tells the two apart, whatever the likeness of the rest."""
    if one.telling != other.telling or bool(one.own) != bool(other.own):
        return False
    if one.kinds and other.kinds and not one.kinds & other.kinds:
        return False
    return not (one.sides and other.sides) or one.sides == other.sides


def _sides(own: Sequence[str]) -> tuple[str, ...]:
    return tuple(match[0][:4] for word in own if (match := _SIDES.match(word)))


def _parts(name: str) -> Iterator[str]:
    for word in words(name):
        for part in _PART.findall(word):
            compound = None if _kind(part) else _COMPOUND.fullmatch(part)
            yield from compound.groups() if compound else (part,)


@lru_cache(maxsize=16384)
def _kind(part: str) -> str | None:
    return next((kind for kind, pattern in _KIND_WORD.items() if pattern.fullmatch(part)), None)


def _tells(part: str) -> bool:
    """True for words that name one of several siblings: compass points, numbers, letters, old and new."""
    letter = len(part) == 1 and part not in _FILLER
    return letter or part.isdigit() or part in _PAIRS or bool(_COMPASS.fullmatch(part))
