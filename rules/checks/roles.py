"""What a role word says of the person: management, elected by the employees, or neither.

Roles are free text and are written many ways; what is not known here is unknown, and a person judges it.
"""

import re
from enum import StrEnum
from functools import lru_cache

from rules.folding import words


class Role(StrEnum):
    """A part that a participant plays; `ELECTED` is someone elected where it is not said as what."""

    MANAGEMENT = "management"
    UNION = "union"
    SAFETY = "safety"
    ELECTED = "elected"
    NEITHER = "neither"


_REPRESENTATIVE = r"(repr[ae]+sentant(er)?|rep(r)?|mand|kvinde|valgt)"
_PATTERNS = (
    (Role.NEITHER, re.compile(r"\w*vejleder(en)?")),
    (Role.UNION, re.compile(rf"(f|faelles)?tr|\w*tillids{_REPRESENTATIVE.replace('|valgt', '')}")),
    (
        Role.SAFETY,
        re.compile(rf"(f|faelles)?amr|\w*(arbejdsmiljo|sikkerheds){_REPRESENTATIVE.replace('|valgt', '')}"),
    ),
    (Role.ELECTED, re.compile(r"tillidsvalgte?")),
    (
        Role.MANAGEMENT,
        re.compile(
            r"\w*(leder|lederen|chef|chefen|direktor|rektor|forstander|skoleinspektor|bestyrer)"
            r"|(team|afdelings|omrade|gruppe|plan)?koordinator|ledelse|leder(repr[ae]+sentant|rep)"
            r"|ledelses(repr[ae]+sentant|rep)|aml|ledende|(afdelings|over)sygeplejerske"
        ),
    ),
    (
        Role.NEITHER,
        re.compile(
            r"(?!\w*chef)\w*(medarb|medarbejder|medarbejdere|laerer|underviser|ssa|ssh|paedagog|assistent|hjaelper|terapeut|radgiver"
            r"|konsulent|sygeplejerske|sagsbehandler|sekretaer|gartner|plejer|ansat|elev|studerende|pedel"
            r"|tekniker|akademiker|bibliotekar|psykolog|kok|ingenior|arkitekt|sosu|handvaerker|socialradgiver)"
        ),
    ),
)
_NOT_MANAGERS = re.compile(r"(projekt|mode|process?)leder(en)?")
_DOUBT = frozenset(
    {
        "suppleant",
        "suppleanten",
        "suppl",
        "vice",
        "vara",
        "vikar",
        "stedfortraeder",
        "tidligere",
        "tidl",
        "ex",
        "kommende",
        "fhv",
        "ikke",
        "snart",
        "maske",
    }
)
_IN_TWO = re.compile(r"\b(arbejdsmiljo|tillids|sikkerheds|ledelses) (?=rep)")
_SPELLED = re.compile(r"\b(?:f )?(?:t r|a m r)\b")
_TWO_SIDES = ({Role.MANAGEMENT, Role.UNION}, {Role.MANAGEMENT, Role.SAFETY}, {Role.MANAGEMENT, Role.ELECTED})


@lru_cache(maxsize=8192)
def roles_of(
    text: str,
    management: tuple[str, ...] = (),
    elected: tuple[str, ...] = (),
    neither: tuple[str, ...] = (),
) -> frozenset[Role]:
    """The roles that a text names; empty where it is unknown, doubtful (a deputy) or names both sides.

    The three tuples are further words of a programme; a word of theirs goes before the known ones.
    """
    own = {Role.MANAGEMENT: management, Role.ELECTED: elected, Role.NEITHER: neither}
    for role, known in own.items():
        if words(text) in [words(word) for word in known]:
            return frozenset({role})
    return _known(_joined(words(text)))


def _known(written: tuple[str, ...]) -> frozenset[Role]:
    found = {role for word in written if (role := _role(word)) is not None}
    if _DOUBT.intersection(written) or any(sides <= found for sides in _TWO_SIDES):
        return frozenset()
    return frozenset(found - {Role.NEITHER} or found)


def _role(word: str) -> Role | None:
    if _NOT_MANAGERS.fullmatch(word):
        return None
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(word)), None)


def _joined(written: tuple[str, ...]) -> tuple[str, ...]:
    """Compounds in two words ("arbejdsmiljø repræsentant") and spelled letters ("T.R.") in one word."""
    text = " ".join(written).replace("arb miljo", "arbejdsmiljo")
    return tuple(_SPELLED.sub(lambda m: m[0].replace(" ", ""), _IN_TWO.sub(r"\1", text)).split())
