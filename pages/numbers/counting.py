"""How many applications and participants there are, by day, place, branch and kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pages import words
from pages.triage.rows import Row
from rules.base import Frozen
from rules.finding import Outcome
from rules.folding import fold, sort_key
from rules.programme.model import Programme
from rules.state import Status
from texts import ZONE, _, say


class Count(Frozen):
    """One bar."""

    name: str
    applications: int
    participants: int


class Day(Frozen):
    """One day of arrivals, and all until then."""

    day: date
    new: int
    total: int


def arrivals(rows: Iterable[Row]) -> tuple[Day, ...]:
    """The days on which applications came, Danish time, in order."""
    days = Counter(row.arrived.astimezone(ZONE).date() for row in rows if row.arrived)
    counted: list[Day] = []
    for day in sorted(days):
        before = counted[-1].total if counted else 0
        counted.append(Day(day=day, new=days[day], total=before + days[day]))
    return tuple(counted)


def by_municipality(rows: Iterable[Row]) -> tuple[Count, ...]:
    """By municipality; what is none of the 98 stands together."""
    return _counted(rows, lambda row: row.municipality or _("Ikke genkendt"))


def by_branch(programme: Programme, rows: Iterable[Row]) -> tuple[Count, ...]:
    """By branch, as the programme's options name it; what people wrote otherwise stands together."""
    return _counted(rows, _option(programme, programme.fields.branch, lambda row: row.group.branch))


def by_kind(programme: Programme, rows: Iterable[Row]) -> tuple[Count, ...]:
    """By kind of group."""
    return _counted(rows, _option(programme, programme.fields.group_kind, lambda row: row.group.kind))


def by_status(programme: Programme, rows: Iterable[Row]) -> tuple[Count, ...]:
    """By status, in the order of the states."""
    order = {words.status(programme, status): place for place, status in enumerate(Status)}
    counts = _counted(rows, lambda row: words.status(programme, row.case.standing.status))
    return tuple(sorted(counts, key=lambda count: order[count.name]))


def by_outcome(rows: Iterable[Row]) -> tuple[Count, ...]:
    """By how the rules judged, gravest last."""
    order = {words.outcome(outcome): outcome.weight for outcome in Outcome}
    counts = _counted(rows, lambda row: words.outcome(row.case.outcome))
    return tuple(sorted(counts, key=lambda count: order[count.name]))


def _option(programme: Programme, question_id: str, read: Callable[[Row], str]) -> Callable[[Row], str]:
    """The name of the option that an answer means; everything else is "other"."""
    question = programme.question(question_id)
    names: dict[str, str] = {}
    for option in question.options if question else ():
        shown = say(option.label) if option.label else option.value
        names |= {fold(written): shown for written in (option.value, *option.aliases)}
    return lambda row: names.get(fold(read(row)), _("Andet"))


def _counted(rows: Iterable[Row], name_of: Callable[[Row], str]) -> tuple[Count, ...]:
    applications: Counter[str] = Counter()
    participants: Counter[str] = Counter()
    for row in rows:
        name = name_of(row)
        applications[name] += 1
        participants[name] += row.group.size
    names = sorted(applications, key=lambda name: (-applications[name], sort_key(name)))
    return _as_counts(names, applications, participants)


def _as_counts(
    names: Sequence[str], applications: Counter[str], participants: Counter[str]
) -> tuple[Count, ...]:
    return tuple(
        Count(name=name, applications=applications[name], participants=participants[name]) for name in names
    )
