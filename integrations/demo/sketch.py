"""One invented application before it is written down as a row."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from random import Random
from typing import NamedTuple

from integrations.demo.people import Person, group, phone, slug
from integrations.demo.words import WORDS, Branch
from rules.base import Cell
from rules.checks.group_kind import Group, group_kind
from rules.checks.roles import Role, roles_of
from rules.municipalities import find, municipalities
from rules.programme.model import Programme, Question, QuestionType

_ELECTED = frozenset({Role.UNION, Role.SAFETY, Role.ELECTED})


class Sketch(NamedTuple):
    """Who applies from where; `written` are answers that differ from what follows from the rest."""

    municipality: str
    workplace: str
    branch: str
    kind: str
    people: tuple[Person, ...]
    phones: tuple[str, str]
    written: Mapping[str, Cell]

    @property
    def domain(self) -> str:
        """The workplace's mail domain."""
        return f"{slug(self.workplace)}.example"


class Sketcher:
    """Draws applications for one programme, each from a workplace of its own."""

    def __init__(self, programme: Programme, random: Random) -> None:
        self.programme = programme
        self.random = random
        self._names: dict[str, Iterator[str]] = {}
        big = WORDS.big_municipalities
        small = [m.name for m in municipalities() if m.name not in big]
        self._municipalities = [*big, *random.sample(small, len(small))]
        self._weights = [1 / rank for rank in range(1, len(self._municipalities) + 1)]

    def draw(self, places: Sequence[str] = (), kind: Group | None = None) -> Sketch:
        """An application with nothing wrong; from one of `places` and by that kind of group where given."""
        place = self._place(places)
        branch, workplace = self._workplace(place)
        word = self._kind(kind)
        group_is = group_kind(word) or Group.MED
        size = self.random.choices((2, 3, 4, 5, 6), (2 if group_is is Group.AMG else 0, 6, 4, 2, 2))[0]
        people = group(self.random, group_is, size, branch, f"{slug(workplace)}.example")
        return Sketch(
            place, workplace, branch.name, word, people, (phone(self.random), phone(self.random)), {}
        )

    def answers(self, sketch: Sketch) -> dict[str, Cell]:
        """The sketch as answers by question id."""
        known = self._known(sketch) | self._wishes(sketch) | dict(sketch.written)
        return {q.id: known[q.id] if q.id in known else self._any(q) for q in self.programme.questions}

    def _place(self, places: Sequence[str]) -> str:
        return (
            self.random.choice(places)
            if places
            else self.random.choices(self._municipalities, self._weights)[0]
        )

    def _workplace(self, place: str) -> tuple[Branch, str]:
        """A workplace that no rule takes for another one there."""
        branch = self.random.choices(WORDS.branches, [branch.share for branch in WORDS.branches])[0]
        names = self._names.setdefault(place, self._names_of_one_place())
        return branch, self.random.choice(branch.patterns).format(next(names))

    def _names_of_one_place(self) -> Iterator[str]:
        """All names in some order, then all with a number, and so on: a number tells two workplaces apart."""
        names = self.random.sample(WORDS.places, len(WORDS.places))
        for turn in count(1):
            yield from (name if turn == 1 else f"{name} {turn}" for name in names)

    def _kind(self, kind: Group | None) -> str:
        asked = self.programme.question(self.programme.fields.group_kind)
        offered = [option.value for option in asked.options] if asked else ["TRIO"]
        wanted = [word for word in offered if kind in (None, group_kind(word))] or offered
        return self.random.choices(wanted, [3 if group_kind(word) is Group.TRIO else 2 for word in wanted])[0]

    def _known(self, sketch: Sketch) -> dict[str, Cell]:
        leader = sketch.people[0]
        representative = next((p for p in sketch.people if roles_of(p.role) & _ELECTED), sketch.people[-1])
        return {
            "email": self.random.choice((leader, leader, leader, representative)).email,
            "municipality": sketch.municipality,
            "workplace": sketch.workplace,
            "branch": sketch.branch,
            "sector": "Kommunal",
            "group_kind": sketch.kind,
            "size": len(sketch.people),
            "participants": "\n".join(person.line() for person in sketch.people),
            "leader_name": leader.name,
            "leader_email": leader.email,
            "leader_phone": sketch.phones[0],
            "representative_name": representative.name,
            "representative_role": representative.role,
            "representative_email": representative.email,
            "representative_phone": sketch.phones[1],
            "attended_before": self.random.choice(("Ja", "Nej", "Nej")),
            "decided": "Ja",
            "several_workplaces": "Nej",
            "motivation": self.random.choice(WORDS.motives),
        }

    def _wishes(self, sketch: Sketch) -> dict[str, Cell]:
        """The nearer cohort first, mostly; a second wish is left out by some."""
        asked = [self.programme.question(wish) for wish in self.programme.fields.wishes]
        questions = [question for question in asked if question]
        if not questions:
            return {}
        anywhere = self.programme.no_preference
        cohorts = [o.value for o in questions[0].options if o.value not in anywhere]
        place = find(sketch.municipality)
        northern = place is not None and place.region in WORDS.northern_regions
        if (self.random.random() < 0.8) != northern:
            cohorts.reverse()
        order = self.random.choices(
            (cohorts, cohorts[:1], [cohorts[0], anywhere[0]], [anywhere[0]]), (55, 25, 12, 8)
        )[0]
        return {q.id: order[i] if i < len(order) else "" for i, q in enumerate(questions)}

    def _any(self, question: Question) -> Cell:
        if question.type is QuestionType.YES_NO:
            return self.random.choice(("Ja", "Nej"))
        if question.type is QuestionType.NUMBER:
            return self.random.randrange(8, 90)
        if question.type is QuestionType.LONG_TEXT and question.required:
            return "\n".join(self._neighbours())
        return self.random.choice(question.options).value if question.options else ""

    def _neighbours(self) -> Iterator[str]:
        """Other workplaces, as a joint application lists them."""
        for _ in range(self.random.choice((1, 2, 3))):
            place = self._place(())
            branch, workplace = self._workplace(place)
            yield f"{workplace}, {place}, {branch.name}"
