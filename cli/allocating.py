"""`samhold allocate`: the best allocation of the responses in a file, with proof, and the waitlist."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.decisions import decisions_in, read_decisions, require_known
from cli.exits import Exit, Stop
from cli.options import AsJson, Lang
from cli.output import columns, done, lines, reporting, show
from cli.programmes import programme_named
from cli.proving import proved_again
from cli.reading import Answers, read_answers, require_understood
from cli.verifying import Again, verified
from integrations.double_checking import DoubleCheck
from integrations.double_checking import double_check as prove_again
from rules.allocation import solve
from rules.allocation.model import Allocation, Level
from rules.allocation.wording import LEFT_OUT, WAITING
from rules.base import Frozen, Language, Text
from rules.candidates import Candidates, candidates
from rules.groups import problem_of
from rules.programme.model import Programme
from rules.state import CLOSED, Standing
from rules.validation import Validator

_WAITLIST = Text(da="Venteliste", en="Waitlist")
_LEFT_OUT = Text(da="Uden for fordelingen", en="Left out")
_LEVELS = Text(da="Nået", en="Reached")
_PROOF = {
    True: Text(da="bevist", en="proved"),
    False: Text(da="ikke bevist, tiden løb ud", en="not proved, the time ran out"),
}


class Assigned(Frozen):
    """A group with a place."""

    row: int
    key: str
    cohort: str


class Ranked(Frozen):
    """A group that waits; ranks count from 1."""

    row: int
    key: str
    rank: int
    reason: str


class Unplaced(Frozen):
    """A group that takes no part."""

    row: int
    key: str
    reason: str


class Allotted(Frozen):
    """What `samhold allocate --json` prints; `seconds` is the time of solving."""

    assignments: tuple[Assigned, ...]
    waitlist: tuple[Ranked, ...]
    left_out: tuple[Unplaced, ...]
    levels: tuple[Level, ...]
    seconds: float


class DoubleChecked(Allotted):
    """What it prints with --double-check beside: what a second engine proved."""

    double_check: DoubleCheck


def allocate(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Responses: .csv or .xlsx.", readable=False)
    ] = None,
    *,
    programme: Annotated[
        str | None,
        typer.Option(
            metavar="ID|FILE",
            envvar="SAMHOLD_PROGRAMME",
            help="Id of a shipped programme (network, individual, joint; or demo), or a document.",
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Decisions: .csv, .xlsx or .json; see below.", readable=False),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the lottery between equals.")] = 0,
    time_limit: Annotated[
        float | None, typer.Option(min=0, help="Seconds to solve in; what is not proved by then says so.")
    ] = None,
    double_check: Annotated[
        bool, typer.Option("--double-check", help="Prove it again with a second engine (SCIP).")
    ] = False,
    verify: Annotated[
        Path | None,
        typer.Option(metavar="RECORD", help="Check a published lottery instead; see below.", readable=False),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="With --verify: compute levels and chances again.")
    ] = False,
    lang: Lang = "da",
    json: AsJson = False,
) -> None:
    """Allocate the applications that are judged ok, or that a decision cleared, to the programme's cohorts.

    By the order of aims in the programme document: as a rule first as little as possible missing of the
    minima, then priority, then as many participants as possible, all within the limits; then it is drawn who
    is in, and those get their wishes as far as possible. The same input and seed give the same answer,
    whatever the order of rows.

    Decisions have the columns key (Sagsnr.), status (Status), cohort (Hold) and, where a group has its place
    beyond a limit, override with the reason. Without --decisions those columns of FILE count. Approved,
    confirmed or offered with a cohort: it stays there. Approved without one, or waitlisted: cleared, it takes
    part. Clarification, declined, withdrawn: left out.

    JSON: `{"assignments": [{"row", "key", "cohort"}], "waitlist": [{"row", "key", "rank", "reason"}],
    "left_out": [{"row", "key", "reason"}], "levels": [{"name", "value", "proven", "bound", "engine",
    "version", "seconds"}], "seconds"}`; `bound` is what no allocation can beat. Exit code 1 where decisions
    and limits clash, or a level is not proved. --double-check adds `"double_check":
    {"engine", "version", "steps": [{"name", "value", "best"}], "alone"}`; exit code 1 where the second
    engine disagrees.

    With --verify nothing is allocated: the record of a lottery is checked against itself (commitment, seed,
    ticket, limits), with --full by computing everything again. JSON: `{"digest", "drawn", "method", "full",
    "faults": [{"code", "about"}]}`; exit code 1 where there are faults. --double-check lets the second engine
    prove that the ticket drawn is as good as any by the levels before the draw, and the places given the best
    for those on it.
    """
    with reporting(json):
        if verify is not None:
            again = Again(time_limit) if double_check else None
            verified(verify, full=full, again=again, lang=lang, json=json)
            return
        if file is None or programme is None:
            raise Stop("nothing_named", "Give FILE and --programme, or --verify RECORD.", Exit.USAGE)
        document = programme_named(programme)
        answers = read_answers(document, file)
        require_understood(answers, file)
        standings = _standings(document, answers, file, decisions)
        closed = {key for key, standing in standings.items() if standing.status in CLOSED}
        judgements = Validator(document).judge(answers.applications, inactive=closed)
        taking_part = candidates(document, answers.applications, judgements, standings)
        problem = problem_of(
            document,
            taking_part.groups,
            pins=taking_part.pins,
            seed=seed,
            today=datetime.now(document.zone).date(),
            absent=[one.key for one in taking_part.left_out],
        )
        allocation = solve(problem, time_limit=time_limit)
        checked = prove_again(problem, allocation.placements, time_limit=time_limit) if double_check else None
        rows = {application.key: application.row for application in answers.applications}
        if json:
            told = _allotted(allocation, taking_part, rows)
            show(DoubleChecked(**dict(told), double_check=checked) if checked else told)
        else:
            lines(_words(allocation, taking_part, rows, lang))
            lines(proved_again(checked, lang) if checked else ())
        done(not allocation.proven or (checked is not None and not checked.agrees))


def _standings(
    programme: Programme, answers: Answers, file: Path, decisions: Path | None
) -> dict[str, Standing]:
    if decisions is None:
        return decisions_in(answers.table, programme, str(file)) or {}
    found = read_decisions(decisions, programme)
    require_known(found, {application.key for application in answers.applications})
    return found


def _allotted(allocation: Allocation, taking_part: Candidates, rows: Mapping[str, int]) -> Allotted:
    left_out = sorted((*taking_part.left_out, *allocation.left_out), key=lambda one: rows[one.key])
    assigned = sorted(allocation.placements, key=lambda one: rows[one.key])
    return Allotted(
        assignments=tuple(Assigned(row=rows[p.key], key=p.key, cohort=p.cohort) for p in assigned),
        waitlist=tuple(
            Ranked(row=rows[w.key], key=w.key, rank=w.rank, reason=w.reason) for w in allocation.waitlist
        ),
        left_out=tuple(Unplaced(row=rows[one.key], key=one.key, reason=one.reason) for one in left_out),
        levels=allocation.levels,
        seconds=allocation.seconds,
    )


def _words(
    allocation: Allocation, taking_part: Candidates, rows: Mapping[str, int], lang: Language
) -> Iterator[str]:
    told = _allotted(allocation, taking_part, rows)
    yield from columns([(str(one.row), one.key, one.cohort) for one in told.assignments])
    waiting = [
        (str(rows[w.key]), w.key, str(w.rank), WAITING[w.reason].say(lang, **dict(w.params)))
        for w in allocation.waitlist
    ]
    yield from _section(_WAITLIST, waiting, lang)
    left_out = [(str(one.row), one.key, LEFT_OUT[one.reason].say(lang)) for one in told.left_out]
    yield from _section(_LEFT_OUT, left_out, lang)
    proofs = [(level.name, f"{level.value:g}", _PROOF[level.proven].say(lang)) for level in told.levels]
    yield from _section(_LEVELS, proofs, lang)


def _section(title: Text, rows: Sequence[Sequence[str]], lang: Language) -> Iterator[str]:
    if rows:
        yield ""
        yield title.say(lang)
        yield from columns(rows)
