"""Invented people: names, addresses that end in .example, phone numbers that nobody can have."""

from random import Random
from typing import NamedTuple

from integrations.demo.words import WORDS, Branch
from rules.checks.group_kind import Group

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "o", "ü": "u", " ": "-", "-": "-"})


class Person(NamedTuple):
    """One participant."""

    name: str
    role: str
    email: str

    def line(self) -> str:
        """As the form asks for it."""
        return f"{self.name}, {self.role}, {self.email}"


def slug(text: str) -> str:
    """The text in letters that an address can have."""
    plain = text.casefold().translate(_LETTERS)
    return "".join(c for c in plain if (c.isascii() and c.isalnum()) or c == "-")


def phone(random: Random) -> str:
    """Eight digits that nobody has: with 1 only short numbers begin. Written in one of many ways."""
    digits = f"1{random.choice('0235679')}{random.randrange(10**6):06}"
    pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    return random.choice((digits, digits, pairs, pairs, f"+45 {digits}", f"+45 {pairs}", f"0045{digits}"))


def group(random: Random, kind: Group, size: int, branch: Branch, domain: str) -> tuple[Person, ...]:
    """So many people as that kind of group has them: a leader first, then those elected, then colleagues."""
    roles = [random.choice(branch.leaders), random.choice(WORDS.safety)]
    if kind is Group.TRIO:
        roles.insert(1, random.choice(WORDS.union))
    elif kind is Group.MED and size > 2:
        roles.append(random.choice(WORDS.union))
    more = [random.choice((*branch.colleagues, branch.leaders[0], "TR")) for _ in range(size)]
    return people(random, (*roles, *more)[:size], domain)


def people(random: Random, roles: tuple[str, ...], domain: str) -> tuple[Person, ...]:
    """People with these roles at one workplace, all of different names."""
    names: dict[str, None] = {}
    while len(names) < len(roles):
        names[f"{random.choice(WORDS.first_names)} {random.choice(WORDS.last_names)}"] = None
    return tuple(
        Person(name, role, f"{slug(name).replace('-', '.')}@{domain}")
        for name, role in zip(names, roles, strict=True)
    )
