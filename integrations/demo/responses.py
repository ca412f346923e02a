"""The whole sheet of invented responses, and the list of what is out of order in which row."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import NamedTuple

from integrations.demo import arrivals
from integrations.demo.making import again, messy
from integrations.demo.mess import CODES, Mess, counts
from integrations.demo.sketch import Sketcher
from integrations.demo.words import WORDS
from rules.base import Cell
from rules.checks.size import Size
from rules.programme.model import Programme
from rules.reading.moments import shown
from rules.reading.table import Merge, Table

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial numbers are wall time
_SECOND = frozenset({Mess.DUPLICATE, Mess.OVER_LIMIT})
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)


class Extra(StrEnum):
    """What people do to the sheet around the responses."""

    NOTES = "notes"
    EMPTY_ROWS = "empty_rows"
    SECOND_HEADER = "second_header"
    DUPLICATE_HEADER = "duplicate_header"
    MERGED = "merged"


class DemoRow(NamedTuple):
    """What is known of one row (1-based): its mess, and what a shipped programme finds, as sorted codes.

    On the second application of a workplace `other` is the row of the first; else it is 0.
    """

    row: int
    mess: Mess | None
    codes: tuple[str, ...]
    other: int = 0


class _Response(NamedTuple):
    stamp: datetime
    answers: dict[str, Cell]
    mess: Mess | None
    first: int | None = None


def demo_table(
    programme: Programme,
    *,
    applications: int = 64,
    seed: int = 1,
    until: datetime | None = None,
    extras: Collection[Extra] = (Extra.NOTES,),
    serial_dates: bool = False,
) -> Table:
    """The sheet after so many responses. The same arguments always give the same sheet.

    With `until` (aware) nothing has come after that moment. Time stamps are Danish text as the sheet shows
    them, or with `serial_dates` the serial numbers that the Sheets API gives.
    """
    responses = _responses(programme, applications, seed, until)
    header: tuple[Cell, ...] = tuple(question.header for question in programme.questions)
    lines = [
        _cells(programme, responses[line], serial_dates) if isinstance(line, int) else line
        for line in _laid_out(header, applications, extras)
    ]
    top = (*header, header[-1]) if Extra.DUPLICATE_HEADER in extras else header
    merges = _merge(1 + len(lines)) if Extra.MERGED in extras else ()
    return Table(rows=(top, *lines), merges=merges, serial_dates=serial_dates)


def demo_manifest(
    programme: Programme,
    *,
    applications: int = 64,
    seed: int = 1,
    until: datetime | None = None,
    extras: Collection[Extra] = (Extra.NOTES,),
) -> tuple[DemoRow, ...]:
    """What is out of order in the `demo_table` of the same arguments: one entry for each application."""
    responses = _responses(programme, applications, seed, until)
    lines = _laid_out((), applications, extras)
    rows = {line: row for row, line in enumerate(lines, start=2) if isinstance(line, int)}
    pair = {response.first: response.mess for response in responses}
    return tuple(
        DemoRow(
            row=rows[index],
            mess=response.mess,
            codes=_codes(programme, response.mess or pair.get(index)),
            other=0 if response.first is None else rows[response.first],
        )
        for index, response in enumerate(responses)
    )


def _responses(programme: Programme, count: int, seed: int, until: datetime | None) -> list[_Response]:
    """The responses in the order in which they came."""
    random = Random(f"{programme.id} {seed}")  # noqa: S311 - nothing secret is drawn
    last = until or _LATEST
    late = counts(count)[Mess.LATE] if last > programme.closes_at + timedelta(days=2) else 0
    opens, closes = programme.opens_at, programme.closes_at
    stamps = arrivals.in_time(random, count - late, opens, closes, last)
    kinds, firsts = _spread(random, count, late)
    answers = _answers(Sketcher(programme, random), count, kinds, firsts)
    moments = [*stamps, *arrivals.late(random, late, closes)]
    for index in (i for i, mess in kinds.items() if mess is Mess.EDITED):
        moments[index] = _edited(random, moments[index], min(closes, last))
    return [_Response(moments[i], answers[i], kinds.get(i), firsts.get(i)) for i in range(count)]


def _answers(
    sketcher: Sketcher, count: int, kinds: Mapping[int, Mess], firsts: Mapping[int, int]
) -> dict[int, dict[str, Cell]]:
    sketches = {i: messy(sketcher, kinds.get(i)) for i in range(count) if i not in firsts}
    for index, first in firsts.items():
        sketches[index] = again(sketcher, sketches[first], kinds[index])
    return {index: sketcher.answers(sketches[index]) for index in range(count)}


def _edited(random: Random, sent: datetime, last: datetime) -> datetime:
    """The time stamp that the Form gives a corrected response, which stays in its row."""
    return sent + timedelta(seconds=int(random.random() * (last - sent).total_seconds()))


def _spread(random: Random, count: int, late: int) -> tuple[dict[int, Mess], dict[int, int]]:
    """Which response has which mess, and for the second ones of a workplace which is the first."""
    kinds = dict.fromkeys(range(count - late, count), Mess.LATE)
    wanted = [m for m, n in counts(count).items() if m is not Mess.LATE for _ in range(n)]
    free = random.sample(range(count - late), count - late)
    kinds |= dict(zip(free, wanted, strict=False))
    clean = iter(free[len(wanted) :])
    return kinds, {index: next(clean) for index, mess in kinds.items() if mess in _SECOND}


def _codes(programme: Programme, mess: Mess | None) -> tuple[str, ...]:
    """What a shipped programme finds; not all of them limit a workplace, and some want two at least."""
    limits = {rule.kind: rule for rule in programme.rules}
    size = limits.get("size")
    known = CODES.get(mess, ()) if mess else ()
    if mess is Mess.ALONE and isinstance(size, Size) and size.minimum > 1:
        known = (*known, "size_too_few")
    return tuple(code for code in known if code != "workplace_limit" or code in limits)


def _laid_out(
    header: tuple[Cell, ...], count: int, extras: Collection[Extra]
) -> list[int | tuple[Cell, ...]]:
    """What stands below the header row: responses by number, and what people put between and below them."""
    lines: list[int | tuple[Cell, ...]] = list(range(count))
    if Extra.SECOND_HEADER in extras:
        lines.insert(count // 2, header)
    if Extra.EMPTY_ROWS in extras:
        lines[count // 3 : count // 3] = [(), ()]
    return [*lines, (), *((note,) for note in WORDS.notes)] if Extra.NOTES in extras else lines


def _cells(programme: Programme, response: _Response, serial_dates: bool) -> tuple[Cell, ...]:
    stamp = response.stamp.astimezone(programme.zone)
    answers = response.answers | {
        programme.fields.timestamp: _serial(stamp) if serial_dates else shown(stamp)
    }
    return tuple(answers[question.id] for question in programme.questions)


def _serial(moment: datetime) -> float:
    """Days since 1899-12-30 of the wall time, as the Sheets API gives a time stamp."""
    return (moment.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)


def _merge(last_row: int) -> tuple[Merge, ...]:
    """Somebody merged three cells of the last row, to write in them."""
    return (Merge(first_row=last_row, last_row=last_row, first_column=1, last_column=3),)
