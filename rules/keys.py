"""Case numbers: short, sayable on the phone, with a check character; and keys for rows that have none.

A number such as K2B-H6FN has no vowels, so it spells no word, and no letters that are taken for digits. It
starts with a letter, then a digit, so no spreadsheet takes it for a number, a date or a formula.
"""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from itertools import count

from rules.application import Application

_LETTERS = "BCDFGHKMNPRSTVX"
_DIGITS = "23456789"
_ALPHABET = _LETTERS + _DIGITS
_FORM = re.compile(rf"([{_LETTERS}])([{_DIGITS}])([{_ALPHABET}])-?([{_ALPHABET}]{{3}})([{_ALPHABET}])")


def case_number(material: str, attempt: int = 0) -> str:
    """A case number from the material alone; another `attempt` gives another number for the same."""
    digest = hashlib.sha256(json.dumps([material, attempt]).encode()).digest()
    rest = int.from_bytes(digest)
    characters = ""
    for choices in (_LETTERS, _DIGITS, *[_ALPHABET] * 4):
        rest, index = divmod(rest, len(choices))
        characters += choices[index]
    return f"{characters[:3]}-{characters[3:]}{_check(characters)}"


def is_case_number(text: str) -> bool:
    """True for a case number exactly as the software writes it."""
    return normalised(text) == text


def normalised(text: str) -> str | None:
    """The case number that a person may have typed: lower case, blanks, no hyphen. None where it is none."""
    match = _FORM.fullmatch(re.sub(r"[\s.]", "", text).upper().replace("–", "-"))
    if match is None:
        return None
    characters = "".join(match.groups()[:4])
    return f"{characters[:3]}-{characters[3:]}{match[5]}" if _check(characters) == match[5] else None


def key_for(application: Application, taken: Collection[str]) -> str:
    """The first case number for what the applicant wrote that isn't taken; the row plays no part."""
    return _first_free(_material(application), taken)


def assign_keys(applications: Sequence[Application]) -> tuple[Application, ...]:
    """The applications in their order, each with a key of its own.

    A key that is there already is kept by the first row that has it. The others get theirs from what was
    written, so the order of rows never matters; rows with the same words get distinct keys.
    """
    kept = _kept(applications)
    taken, given = set(kept), dict[int, str]()
    without = ((_material(a), i) for i, a in enumerate(applications) if kept.get(a.key) != i)
    for material, index in sorted(without):
        given[index] = _first_free(material, taken)
        taken.add(given[index])
    return tuple(
        a.model_copy(update={"key": given[i]}) if i in given else a for i, a in enumerate(applications)
    )


def _kept(applications: Sequence[Application]) -> dict[str, int]:
    kept: dict[str, int] = {}
    for index, application in enumerate(applications):
        if application.key:
            kept.setdefault(application.key, index)
    return kept


def _material(application: Application) -> str:
    written = sorted((q, a.text.strip()) for q, a in application.answers.items() if a.text.strip())
    return json.dumps(written, ensure_ascii=False)


def _first_free(material: str, taken: Collection[str]) -> str:
    numbers = (case_number(material, attempt) for attempt in count())
    return next(number for number in numbers if number not in taken)


def _check(characters: str) -> str:
    """Weighted sum modulo 23, a prime: every single wrong character and every swap of neighbours shows."""
    total = sum(weight * _ALPHABET.index(c) for weight, c in enumerate(characters, start=1))
    return _ALPHABET[total % len(_ALPHABET)]
