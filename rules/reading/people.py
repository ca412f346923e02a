"""Participants as lines in one cell: "name, role, e-mail", in all the ways in which people write that."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rules.application import Participant
from rules.base import Frozen
from rules.checks.roles import Role, roles_of
from rules.folding import words

_BULLET = re.compile(
    r"^\s*(?:[-–—•*·○▪►>]+\s+|[•·▪►]|\(?\d{1,2}[.):]\s*|\d{1,2}\s+(?=[A-ZÆØÅ])|(?:og|samt)\s+(?=[A-ZÆØÅ]))"
)
_EMAIL = re.compile(
    r"(?<![^\s,;<>()\[\]|:])(?:mailto:)?([^\s,;<>()\[\]|:@]+@[^\s,;<>()\[\]|]+)", re.IGNORECASE
)
_USUAL = re.compile(
    r"([^\W\d_]+(?:[ -][^\W\d_]+)*), ?([^\W\d_]+(?: [^\W\d_]+)?), ?([^\s,;:<>()@]+@[^\s,;:<>()@]+[^\W_])"
)
_SEPARATOR = re.compile(r"\s*[,;\t|<>()\[\]]\s*|\s+[-–—/]\s+|:\s+|\s{3,}")
_GAP = re.compile(r"\s{4,}")
_AND = re.compile(r"\s+(?:og|and|&|samt)\s+")
_NAME_WORD = re.compile(r"[^\W\d_a-zæøå][^\W\d_]*(?:['’.-][^\W\d_]*)*")
_PARTICLES = frozenset(
    {"de", "den", "der", "van", "von", "af", "al", "el", "la", "le", "da", "di", "du", "bin"}
)
_LABELS = frozenset(
    {
        "navn",
        "rolle",
        "mail",
        "email",
        "e",
        "titel",
        "stilling",
        "funktion",
        "name",
        "role",
        "og",
        "telefon",
        "tlf",
    }
)
_NO_NAMES = frozenset({"se", "folger", "eftersendes", "sendes", "kommer", "mvh", "vh", "hilsen"})
"""Words that begin a remark: "se vedhæftet", "følger senere", "mvh Lone"."""
_LONGEST_NAME = 6
_LONGEST_PART = 18
_LONGEST_LIST = 20_000


class People(Frozen):
    """The people found, and the lines in which nobody could be found."""

    found: tuple[Participant, ...] = ()
    leftover: tuple[str, ...] = ()


class _Entry(NamedTuple):
    name: str = ""
    roles: tuple[str, ...] = ()
    email: str = ""


@lru_cache(maxsize=1024)
def people(text: str) -> People:
    """Everybody named in a cell. A line with only a role or an address belongs to the person before it."""
    if len(text) > _LONGEST_LIST:
        return People(leftover=(text[:200],))
    found, leftover = list[tuple[int, _Entry]](), list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        entries = list(_entries(_GAP.sub("   ", _BULLET.sub("", line)).strip()))
        if not entries and line.strip() and not _is_labels(line):
            leftover.append(line.strip())
        for entry in entries:
            if found and (joined := _completed(found[-1][1], entry)):
                found[-1] = (found[-1][0], joined)
            else:
                found.append((number, entry))
    return People(found=tuple(_participant(line, e) for line, e in found), leftover=tuple(leftover))


def _participant(line: int, entry: _Entry) -> Participant:
    return Participant(name=entry.name, role=", ".join(entry.roles), email=entry.email, line=line)


def _completed(before: _Entry, entry: _Entry) -> _Entry | None:
    """The person before with what this nameless line adds; None where it is somebody else."""
    adds_role, adds_email = bool(entry.roles and not before.roles), bool(entry.email and not before.email)
    if entry.name or not (adds_role or adds_email) or (entry.roles and before.roles):
        return None
    return _Entry(name=before.name, roles=before.roles or entry.roles, email=before.email or entry.email)


def _entries(line: str) -> Iterator[_Entry]:
    """The people of one line; none where it is a heading or a remark."""
    usual = _USUAL.fullmatch(line)
    if usual and roles_of(usual[2]):
        yield _Entry(name=usual[1], roles=(usual[2],), email=usual[3])
        return
    parts = [part for part in _parts(line) if words(part) or "@" in part]
    if not parts or _is_labels(line) or _is_remark(parts):
        return
    several = _only_names(parts)
    entry = _Entry()
    for index, part in enumerate(parts):
        if entry != _Entry() and (several or _begins_another(entry, part, index < len(parts) - 1)):
            yield entry
            entry = _Entry()
        entry = _with(entry, part)
    yield entry


def _parts(line: str) -> Iterator[str]:
    """Names, roles and addresses in order, each by itself."""
    position = 0
    for match in _EMAIL.finditer(line):
        yield from _words_of(line[position : match.start()])
        yield match[1].strip(".'\"")
        position = match.end()
    yield from _words_of(line[position:])


def _words_of(text: str) -> Iterator[str]:
    for piece in _SEPARATOR.split(text):
        for part in _people_apart(piece.strip(" .-–—•*'\"")):
            yield from _name_and_role(part)


def _people_apart(piece: str) -> Iterator[str]:
    """Splits "leder og Jens Bach" and "Ida Holm og Jens Bach", but not "lærer og TR"."""
    sides = _AND.split(piece)
    if len(sides) > 1 and all(_looks_like_name(side) for side in sides[1:]):
        yield from sides
    elif piece:
        yield re.sub(r"^(?:og|samt)\s+(?=[A-ZÆØÅ])", "", piece)


def _name_and_role(part: str) -> Iterator[str]:
    """Splits "Jens Bach TR" and "TR Jens Bach", where only blanks stand between."""
    said = part.split()
    for cut in range(len(said) - 1, 0, -1) if _may_be_two(part, said) else ():
        first, last = " ".join(said[:cut]), " ".join(said[cut:])
        name_first = _looks_like_full_name(first) or (_looks_like_name(first) and len(said) <= 3)
        if (name_first and _is_role(last)) or (_is_role(first) and _looks_like_name(last)):
            yield from (first, last)
            return
    yield part


def _may_be_two(part: str, said: list[str]) -> bool:
    return len(said) <= _LONGEST_PART and not _looks_like_full_name(part)


def _begins_another(entry: _Entry, part: str, more: bool) -> bool:
    """True where a part can't belong to the person begun: a second address, or a name after a role."""
    if "@" in part:
        return bool(entry.email)
    if entry.email:
        return bool(entry.name) and not (_is_role(part) and not entry.roles)
    if not entry.name:
        return False
    name = _looks_like_full_name(part) or (_looks_like_name(part) and not part.isupper())
    return bool(entry.roles) and name and more


def _with(entry: _Entry, part: str) -> _Entry:
    if "@" in part:
        return entry._replace(email=part)
    if entry.name or (_is_role(part) and not _looks_like_full_name(part)):
        return entry._replace(roles=(*entry.roles, part))
    return entry._replace(name=part)


def _only_names(parts: list[str]) -> bool:
    """True for a line such as "Lone Kragh, Jens Bach, Ida Holm"."""
    return len(parts) > 1 and all(_looks_like_full_name(part) for part in parts)


def _looks_like_name(text: str) -> bool:
    said = text.split()
    return bool(said) and len(said) <= _LONGEST_NAME and not _is_role(text) and all(map(_is_name_word, said))


def _looks_like_full_name(text: str) -> bool:
    return len(text.split()) > 1 and _looks_like_name(text)


def _is_role(text: str) -> bool:
    """True for a known role word, but not for a name such as Peter Kok that is the word for a trade."""
    found = roles_of(text)
    said = text.split()
    return bool(found) and not (found == {Role.NEITHER} and len(said) > 1 and all(map(_is_name_word, said)))


def _is_name_word(word: str) -> bool:
    return word in _PARTICLES or _NAME_WORD.fullmatch(word) is not None


def _is_remark(parts: list[str]) -> bool:
    """True for running text: a long or telling first part, without an address or a known role beside it."""
    if any("@" in part for part in parts) or any(_is_role(part) for part in parts[1:]):
        return False
    first = parts[0]
    if len(first.split()) > _LONGEST_NAME or not any(map(str.isalpha, first)):
        return True
    return next(iter(words(first)), "") in _NO_NAMES


def _is_labels(line: str) -> bool:
    said = words(line)
    return bool(said) and set(said) <= _LABELS
