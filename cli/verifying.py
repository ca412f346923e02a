"""`samhold allocate --verify`: whether a published lottery is what it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from cli.exits import Exit, Stop
from cli.output import done, lines, show
from cli.proving import proved_again
from integrations.double_checking import DoubleCheck, double_check_record
from rules.allocation.lottery.record import BILLION, Method, Record
from rules.allocation.lottery.verifying import Fault, verify
from rules.allocation.lottery.wording import FAULTS, METHODS
from rules.base import Frozen, Language, Text

_SOUND = Text(da="Lodtrækningen er, som den siger.", en="The lottery is what it says.")
_SHORT = Text(
    da="Chancerne er ikke regnet om; det gør --full.",
    en="The chances were not computed again; --full does that.",
)


class Verified(Frozen):
    """What `samhold allocate --verify --json` prints."""

    digest: str
    drawn: tuple[int, ...]
    method: Method
    full: bool
    faults: tuple[Fault, ...]


class VerifiedAgain(Verified):
    """What it prints with --double-check beside: what a second engine proved."""

    double_check: DoubleCheck


@dataclass(frozen=True, slots=True)
class Again:
    """That a second engine shall prove it too, in so many seconds (None is no limit)."""

    time_limit: float | None


def verified(file: Path, *, full: bool, again: Again | None, lang: Language, json: bool) -> None:
    """Check a record and say what is wrong with it; exit code 1 where anything is, or a second engine was
    asked and does not agree."""
    record = _read(file, lang)
    found = Verified(
        digest=record.commitment.digest(),
        drawn=tuple(draw.ticket for draw in record.draws),
        method=record.commitment.chances.method,
        full=full,
        faults=verify(record, full=full),
    )
    checked = double_check_record(record, time_limit=again.time_limit) if again else None
    if json:
        show(VerifiedAgain(**dict(found), double_check=checked) if checked else found)
    else:
        lines(_words(record, found, lang))
        lines(proved_again(checked, lang) if checked else ())
    done(bool(found.faults) or (checked is not None and not checked.agrees))


def _read(file: Path, lang: Language) -> Record:
    try:
        return Record.model_validate_json(file.read_bytes())
    except ValidationError as fault:
        where = ".".join(str(part) for part in fault.errors()[0]["loc"])
        raise Stop("unreadable", f"{file}: {FAULTS['unreadable'].say(lang)} ({where})", Exit.INPUT) from fault


def _words(record: Record, found: Verified, lang: Language) -> Iterator[str]:
    chances = record.commitment.chances
    error = f"{100 * chances.error / BILLION:.1f}"
    yield METHODS[chances.method].say(lang, samples=chances.samples, error=error)
    for fault in found.faults:
        yield FAULTS[fault.code].say(lang, about=", ".join(fault.about))
    if not found.faults:
        yield _SOUND.say(lang)
        if not found.full:
            yield _SHORT.say(lang)
