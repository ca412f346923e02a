"""`samhold allocate --verify`: whether a published lottery is what it says."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from cli.exits import Exit, Stop
from cli.output import done, lines, show
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


def verified(file: Path, *, full: bool, lang: Language, json: bool) -> None:
    """Check a record and say what is wrong with it; exit code 1 where anything is."""
    record = _read(file, lang)
    found = Verified(
        digest=record.commitment.digest(),
        drawn=tuple(draw.ticket for draw in record.draws),
        method=record.commitment.chances.method,
        full=full,
        faults=verify(record, full=full),
    )
    if json:
        show(found)
    else:
        lines(_words(record, found, lang))
    done(bool(found.faults))


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
