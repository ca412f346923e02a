"""One look judged whole: settle what was sent, undo our own mistakes in thought, compare."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from integrations.journal.records import Base, OutboxRow, OutboxState
from integrations.sync.find import troubles
from integrations.sync.judge import Judge, Judged
from integrations.sync.observation import Observation
from integrations.sync.picture import Past, Picture, picture
from integrations.sync.settle import Settlement, Settling
from integrations.sync.sheet import Sheet
from integrations.sync.states import NONE, states
from integrations.sync.view import View, same
from rules.finding import Finding


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one look amounts to; `view` is the journal as it will be once this is stored."""

    view: View
    picture: Picture
    settlement: Settlement
    judged: Judged
    bases: dict[str, Base]
    states: list[tuple[OutboxRow, OutboxState, str]]

    @property
    def changes(self) -> bool:
        """Whether there is anything for sync itself to store."""
        return bool(self.settlement.ended or self.bases or self.states)


class Assessor:
    """Judges looks. What was judged last holds as long as neither the sheet nor the journal has changed.

    Not for several threads.
    """

    def __init__(self) -> None:
        self._last: tuple[View, Sheet, Mapping[str, str], Assessment] | None = None

    def assess(
        self, view: View, sheet: Sheet, now: datetime, refused: Mapping[str, str] = NONE
    ) -> Assessment:
        """As the function; an assessment from which something is to be stored is made anew each time."""
        if self._last and self._last[1] is sheet and self._last[2] == refused and same(self._last[0], view):
            return self._last[3]
        assessment = assess(view, sheet, now, refused)
        self._last = None if assessment.changes else (view, sheet, refused, assessment)
        return assessment


def assess(view: View, sheet: Sheet, now: datetime, refused: Mapping[str, str] = NONE) -> Assessment:
    """Judge a look. Raises StillUnknown while the outcome of a batch is not known."""
    past = Past(sheet)
    settlement = Settling(view, sheet, past, now).run()
    settled = _after(view, settlement)
    seen = picture(sheet, past)
    judged = Judged() if sheet.missing else Judge(settled, seen).run()
    judged.problems.extend(troubles(sheet))
    bases = dict(settlement.bases)
    for key, cells in judged.agreed.items():
        base = settled.bases[key]
        bases[key] = base.model_copy(update={"cells": {**base.cells, **cells}, "settled_at": now})
    final = replace(settled, bases={**settled.bases, **bases})
    return Assessment(final, seen, settlement, judged, bases, list(states(final, sheet, judged, refused)))


def observation(assessment: Assessment, findings: tuple[Finding, ...], at: datetime) -> Observation:
    """What the desk is to store of it; `at`: when the look was taken."""
    judged, sheet = assessment.judged, assessment.picture.sheet
    return Observation(
        at=at,
        complete=not sheet.missing,
        layout=sheet.layout.model_dump(mode="json"),
        tab=sheet.tab.sheet_id,
        findings=findings,
        new_rows=tuple(judged.new_rows),
        seen=tuple(judged.seen),
        edits=tuple(judged.edits),
        conflicts=tuple(judged.conflicts),
        problems=tuple(judged.problems),
    )


def _after(view: View, settlement: Settlement) -> View:
    """The view as it will be once the settlement is stored."""
    held = dict(view.held)
    for item in settlement.items:
        held[item.key] = held.get(item.key, frozenset()) | {item.column}
    stamped = {
        key: view.applications[key].model_copy(update={"stamped": True, "present": True})
        for key in settlement.stamped
        if key in view.applications
    }
    return replace(
        view,
        applications={**view.applications, **stamped},
        bases={**view.bases, **settlement.bases},
        confirmed=view.confirmed | frozenset(settlement.confirmed),
        undecided=(),
        held=held,
    )
