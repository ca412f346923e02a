"""Read a programme document, and say all at once what is wrong with it."""

import tomllib

from pydantic import ValidationError

from rules.programme import calendar, policy, references, syntax
from rules.programme.draft import draft
from rules.programme.fault import Defect, DocumentFaults, Fault, written
from rules.programme.model import Programme
from rules.programme.positions import Positions
from rules.programme.wording import worded

__all__ = ["DocumentFaults", "Fault", "load"]


def load(text: str) -> Programme:
    """The programme that a TOML document describes.

    Raises `DocumentFaults` with every fault found, those of single parts and those between parts together;
    after a fault of TOML itself with only that one.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentFaults((syntax.fault(str(error), text),)) from error
    programme, defects = _judge(document)
    if programme is None or defects:
        positions = Positions(text)
        faults = (_fault(defect, positions) for defect in defects)
        raise DocumentFaults(tuple(sorted(faults, key=lambda fault: fault.line)))
    return programme


def _judge(document: dict[str, object]) -> tuple[Programme | None, list[Defect]]:
    programme, found = None, []
    try:
        programme = Programme.model_validate(document)
    except ValidationError as error:
        found = worded(error.errors(), document)
    parts = draft(document)
    return programme, [*found, *references.defects(parts), *calendar.defects(parts), *policy.defects(parts)]


def _fault(defect: Defect, positions: Positions) -> Fault:
    return Fault(
        line=positions.line(defect.loc), path=written(defect.loc), problem=defect.problem, cure=defect.cure
    )
