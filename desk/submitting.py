"""The built-in form: what the rules say of the answers, and taking them in. Nobody signs in there."""

from datetime import datetime
from itertools import count

from desk.office import Office
from desk.views import FormReview, Receipt
from integrations.journal import applications, outbox, submissions
from integrations.journal.chain import Author
from integrations.journal.records import ApplicationRecord, Cells, Origin, OutboxKind, OutboxRow
from integrations.journal.work import Reading, Work
from integrations.sync.sheet import identity
from rules.base import Cell
from rules.checks.required import Required
from rules.finding import Finding
from rules.keys import case_number
from rules.programme.model import Programme, Question
from rules.projection import serial
from rules.reading import Layout, application_from
from rules.reading.headers import part_ids
from rules.state import Refused, Source
from rules.validation import Validator

MUST_BE_RIGHT = ("required", "email", "phone", "unreadable")
"""Rules whose findings keep the form from being sent; the others only advise, a person will look."""

_TOKEN = range(8, 65)
"""Lengths that a client's token may have."""
_LONGEST = 10_000
"""Characters of one answer that are kept; a cell of a sheet takes 50,000."""
_MOST_LISTED = 100
_DRAFT = "draft"
APPLICANT = Author("", Source.FORM.value)
"""Whoever sends the form: nobody knows who that is, and the audit chain names no applicants."""


def window(programme: Programme, now: datetime) -> str:
    """Whether the form is "open", "not_yet" or "closed" at this moment."""
    if now < programme.opens_at:
        return "not_yet"
    return "closed" if now > programme.closes_at else "open"


def review(programme: Programme, now: datetime, answers: Cells) -> FormReview:
    """What the rules for one application say of these answers. See `Desk.review`."""
    cells = _written(programme, now, answers)
    application = application_from(programme, cells, row=0, layout=Layout(), key=_DRAFT)
    judged = Validator(programme).judge([application])[_DRAFT].findings
    missing = Required().check(application, programme.context)
    findings = {(finding.code, finding.field, finding.value): finding for finding in (*missing, *judged)}
    blocking = tuple(finding for finding in findings.values() if _must_be_right(finding))
    advice = tuple(finding for finding in findings.values() if not _must_be_right(finding))
    return FormReview(blocking=blocking, advice=advice)


def submit(office: Office, answers: Cells, client_token: str) -> Receipt:
    """Take in an application. See `Desk.submit`."""
    if len(client_token) not in _TOKEN:
        raise Refused("token_missing")
    programme, now = office.programme, office.clock()
    with office.journal.write(programme.id, APPLICANT) as work:
        if done := _receipt(work, client_token):
            return done
        if (state := window(programme, now)) != "open":
            raise Refused(f"form_{state}", opens=programme.opens_at, closes=programme.closes_at)
        if blocking := review(programme, now, answers).blocking:
            raise Refused("answers_incomplete", findings=blocking)
        cells = _written(programme, now, answers)
        record = _record(work, programme, cells, office.new_id())
        applications.add(work, record)
        submissions.add(work, client_token, record.key)
        outbox.queue(work, _append(work, record))
        return Receipt(key=record.key, at=work.now)


def _receipt(look: Reading, client_token: str) -> Receipt | None:
    """What the token led to before: a double click, or a reload, gets the same receipt."""
    done = submissions.get(look, client_token)
    return Receipt(key=done[0], at=done[1]) if done else None


def _record(look: Reading, programme: Programme, cells: Cells, salt: str) -> ApplicationRecord:
    fields = programme.fields
    who = identity(cells.get(fields.timestamp), cells.get(fields.email))
    taken = applications.keys(look)
    material = "|".join((programme.id, who.stamp, who.email, salt))
    key = next(number for n in count() if (number := case_number(material, n)) not in taken)
    application = application_from(programme, cells, row=0, layout=Layout(), key=key)
    return ApplicationRecord(
        key=key,
        origin=Origin.FORM,
        stamp=who.stamp,
        email=who.email,
        first_seen=look.now,
        cells=cells,
        fingerprint=application.fingerprint,
        present=False,
        seen_at=look.now,
        changed_at=look.now,
    )


def _append(work: Work, record: ApplicationRecord) -> OutboxRow:
    return OutboxRow(
        op_id=f"append-{record.key}",
        kind=OutboxKind.APPEND,
        key=record.key,
        payload={"stamp": record.stamp, "email": record.email, "cells": dict(record.cells)},
        queued_at=work.now,
        changed_at=work.now,
    )


def _written(programme: Programme, now: datetime, answers: Cells) -> dict[str, Cell]:
    """The answers as the sheet's cells will hold them: known questions only, stamped by the clock."""
    known = {name for question in programme.questions for name in _names(question)}
    cells = {name: _clean(cell) for name, cell in answers.items() if name in known}
    stamp = serial(now, programme.zone)
    return {**{n: c for n, c in cells.items() if c not in (None, "")}, programme.fields.timestamp: stamp}


def _names(question: Question) -> tuple[str, ...]:
    """The columns of one question: its own, and those of participants that have columns each."""
    return (question.id, *(name for name, _part, _number in part_ids(question, range(1, _MOST_LISTED))))


def _clean(cell: Cell) -> Cell:
    """Text without control characters, and no longer than anyone would write."""
    if not isinstance(cell, str):
        return cell
    return "".join(c for c in cell if c in "\n\t" or c.isprintable()).strip()[:_LONGEST]


def _must_be_right(finding: Finding) -> bool:
    return finding.code.split("_")[0] in MUST_BE_RIGHT
