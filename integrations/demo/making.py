"""How each kind of mess gets into an application."""

from collections.abc import Callable, Mapping
from random import Random

from integrations.demo.mess import Mess
from integrations.demo.people import Person, people
from integrations.demo.sketch import Sketch, Sketcher
from integrations.demo.words import WORDS
from rules.base import Cell
from rules.checks.group_kind import Group
from rules.checks.size import Size
from rules.municipalities import find, is_outside, suggest
from rules.programme.model import Programme

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_USUAL_MAXIMUM = 6


def messy(sketcher: Sketcher, mess: Mess | None) -> Sketch:
    """An application with this kind of mess (or none); a second application of a workplace is `again`'s."""
    places = {
        Mess.MUNICIPALITY_TYPO: WORDS.big_municipalities,
        Mess.MUNICIPALITY_ALIAS: WORDS.big_municipalities,
        Mess.TOWN: WORDS.towns,
        Mess.OUTSIDE: ("Christiansø",),
    }
    trio = mess in (Mess.MISSING_AMR, Mess.UNKNOWN_ROLE)
    sketch = sketcher.draw(places.get(mess, ()) if mess else (), Group.TRIO if trio else None)
    change = _CHANGES.get(mess) if mess else None
    return change(sketcher, sketch) if change else sketch


def again(sketcher: Sketcher, first: Sketch, mess: Mess) -> Sketch:
    """The same workplace a second time, spelt otherwise: the same people, or as many others as may come."""
    spelt = first.workplace.translate(_ASCII)
    second = first._replace(
        workplace=spelt if spelt != first.workplace else spelt.upper(),
        municipality=f"{first.municipality} Kommune",
    )
    if mess is Mess.DUPLICATE:
        return second._replace(people=first.people[:-1] if len(first.people) > 3 else first.people)
    roles = ("leder", "TR", "AMR", *WORDS.colleagues)[: maximum(sketcher.programme)]
    before = {person.email for person in first.people}
    others = people(sketcher.random, roles, first.domain)
    while before & {person.email for person in others}:
        others = people(sketcher.random, roles, first.domain)
    return second._replace(people=others)


def maximum(programme: Programme) -> int:
    """How many may come with one application."""
    return next((rule.maximum for rule in programme.rules if isinstance(rule, Size)), _USUAL_MAXIMUM)


def _with(sketch: Sketch, answers: Mapping[str, Cell]) -> Sketch:
    return sketch._replace(written={**sketch.written, **answers})


def _typo(random: Random, name: str) -> str:
    """The name with a letter lost or two changed about, so that only a guess finds it."""
    lost = [name[:i] + name[i + 1 :] for i in range(1, len(name))]
    turned = [name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(1, len(name) - 1)]
    meant = find(name)
    return random.choice(
        [t for t in (*lost, *turned) if not find(t) and not is_outside(t) and suggest(t) == meant]
    )


def _alias(random: Random, name: str) -> str:
    old = [name.replace("Aa", "Å")] if name.startswith("Aa") else []
    return random.choice(
        [f"{name} Kommune", name.upper(), name.lower(), name.replace("-", " ") + " kom.", *old]
    )


def _misspelt(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    return sketch._replace(municipality=_typo(sketcher.random, sketch.municipality))


def _other_spelling(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    return sketch._replace(municipality=_alias(sketcher.random, sketch.municipality))


def _owner(owner: str) -> Callable[[Sketcher, Sketch], Sketch]:
    return lambda _, sketch: _with(sketch, {"sector": owner})


def _people(sketcher: Sketcher, sketch: Sketch, *roles: str) -> Sketch:
    return sketch._replace(people=people(sketcher.random, roles, sketch.domain))


def _missing_amr(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    return _people(sketcher, sketch, "leder", "TR", *WORDS.colleagues[: sketcher.random.randrange(3)])


def _no_employee_side(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    blank = dict.fromkeys([f"representative_{part}" for part in ("name", "role", "email", "phone")], "")
    return _with(_people(sketcher, sketch, "leder", "afdelingsleder", "souschef"), blank)


def _alone(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    """One leader on the list; the contact columns name the others."""
    leader, other = sketch.people[:2]
    contact = {"name": other.name, "role": "AMR", "email": other.email}
    written = {f"representative_{part}": text for part, text in contact.items()}
    return _with(sketch._replace(people=(leader,)), written)


def _unknown_role(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    return _people(sketcher, sketch, "leder", "TR", sketcher.random.choice(WORDS.unknown))


def _malformed_email(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    right = sketch.people[0].email
    wrong = (right.replace(".example", "@example"), right.replace("@", ""), right.replace(".", " .", 1))
    return _with(sketch, {"leader_email": sketcher.random.choice(wrong), "email": right})


def _short_phone(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    field = sketcher.random.choice(("leader_phone", "representative_phone"))
    return _with(sketch, {field: f"1{sketcher.random.randrange(10**6):06}"})


def _cpr(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    """A number that is nobody's: the last four digits are never 0000."""
    day, month, year = (sketcher.random.randrange(*limits) for limits in ((1, 29), (1, 13), (50, 99)))
    text = f"Ring gerne, cpr {day:02}{month:02}{year:02}-0000, hvis I mangler noget."
    return _with(sketch, {"motivation": text})


def _formula(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    return _with(sketch, {"motivation": sketcher.random.choice(WORDS.formulas)})


def _messy_lines(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    style = sketcher.random.choice(_STYLES)
    lines = (style(number, person) for number, person in enumerate(sketch.people, start=1))
    return _with(sketch, {"participants": sketcher.random.choice(("\n", "\n\n", " \n")).join(lines) + "\n"})


_STYLES: tuple[Callable[[int, Person], str], ...] = (
    lambda _, p: f"- {p.name} ({p.role}) {p.email}",
    lambda number, p: f"{number}. {p.name}; {p.role}; {p.email}",
    lambda _, p: f"{p.name} - {p.role} - <{p.email}>",
    lambda _, p: f"  {p.name},{p.role.upper()} ,{p.email}",
)


def _too_many(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    more = [WORDS.colleagues[i % len(WORDS.colleagues)] for i in range(maximum(sketcher.programme) - 1)]
    return _people(sketcher, sketch, "leder", "TR", "AMR", *more)


def _size_differs(sketcher: Sketcher, sketch: Sketch) -> Sketch:
    return _with(_people(sketcher, sketch, "leder", "TR", "AMR"), {"size": sketcher.random.choice((4, 5))})


_CHANGES: Mapping[Mess, Callable[[Sketcher, Sketch], Sketch]] = {
    Mess.MUNICIPALITY_TYPO: _misspelt,
    Mess.MUNICIPALITY_ALIAS: _other_spelling,
    Mess.SELF_GOVERNING: _owner("Selvejende med driftsoverenskomst"),
    Mess.REGIONAL: _owner("Regional"),
    Mess.MISSING_AMR: _missing_amr,
    Mess.NO_EMPLOYEE_SIDE: _no_employee_side,
    Mess.ALONE: _alone,
    Mess.UNKNOWN_ROLE: _unknown_role,
    Mess.MALFORMED_EMAIL: _malformed_email,
    Mess.SHORT_PHONE: _short_phone,
    Mess.CPR: _cpr,
    Mess.FORMULA: _formula,
    Mess.MESSY_LINES: _messy_lines,
    Mess.TOO_MANY: _too_many,
    Mess.SIZE_DIFFERS: _size_differs,
    Mess.NOT_DECIDED: lambda _, sketch: _with(sketch, {"decided": "Nej"}),
}
