"""Where the tables say something else than the audit chain tells."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from integrations.journal import allocations, applications, decisions, documents, items
from integrations.journal.outbox import LASTING
from integrations.journal.records import ApplicationRecord, Item, Row
from integrations.journal.story import Facts, Story, Told, marks
from integrations.journal.tables import outbox
from integrations.journal.work import Reading
from rules.state import Decision

_EVER = -1
"""Before all changes: what the tables say now is read, not what this process remembers of them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a table says otherwise; `row` is the link that told of it, None where none did."""

    code: str
    row: Row | None = None
    at: datetime | None = None
    key: str = ""


def differences(look: Reading, story: Story) -> Iterator[Difference]:
    """All of them, table by table."""
    yield from _decisions(look, story)
    yield from _applications(look, story)
    yield from _writing(look, story)
    yield from _items(look, story)
    yield from _documents(look, story)
    yield from _allocations(look, story)


def _decisions(look: Reading, story: Story) -> Iterator[Difference]:
    kept = {decision.op_id: decision for decision in decisions.since(look, _EVER)}
    yield from _missing("decision", story.decided, kept)
    for op_id, decision in kept.items():
        told = story.decided.get(op_id)
        if told is None:
            yield Difference("decision_untold", at=decision.at, key=decision.key)
        elif not _same_decision(decision, told, story):
            yield Difference("decision_changed", told.row)


def _same_decision(decision: Decision, told: Told, story: Story) -> bool:
    same = told.after == decisions.facts(decision) and told.row["key"] == decision.key
    return same and _same_words(decisions.said(decision), told, story)


def _same_words(words: Facts, told: Told, story: Story) -> bool:
    """Words that a person's data went with are gone from the table, too."""
    return words == ({} if story.is_erased(told) else told.words)


def _applications(look: Reading, story: Story) -> Iterator[Difference]:
    kept = {record.key: record for record in applications.since(look, _EVER)}
    yield from _missing("application", story.marks, kept)
    for key, record in kept.items():
        told = story.marks.get(key)
        if told is None:
            yield Difference("application_untold", at=record.seen_at, key=key)
        elif not _same_application(record, told, story):
            yield Difference("application_changed", told.row)


def _same_application(record: ApplicationRecord, told: Told, story: Story) -> bool:
    known = story.answers.get(record.key)
    answers = {"answers": record.fingerprint} if record.fingerprint else {}
    same = applications.marks(record) == marks(told)
    return same and (known is None or _same_words(answers, known, story))


def _writing(look: Reading, story: Story) -> Iterator[Difference]:
    """States that pass are not told of: there, the last lasting one must have been left."""
    columns = (outbox.c.op_id, outbox.c.key, outbox.c.state, outbox.c.changed_at)
    rows = look.rows(select(*columns).where(outbox.c.programme == look.programme))
    kept = {row["op_id"]: row for row in rows}
    yield from _missing("writing", story.writing, kept)
    for op_id, row in kept.items():
        told = story.writing.get(op_id)
        last = told.after["state"] if told else None
        lasts, lasted = row["state"] in LASTING, last in LASTING
        if (lasts or lasted) and row["state"] != last:
            link = told.row if told else None
            yield Difference("writing_changed", link, at=row["changed_at"], key=row["key"])


def _items(look: Reading, story: Story) -> Iterator[Difference]:
    kept = {item.id: item for item in items.every(look)}
    yield from _missing("item", story.opened, kept)
    for number, item in kept.items():
        told = story.opened.get(number)
        if told is None:
            yield Difference("item_untold", at=item.opened_at, key=item.key)
        elif not _same_item(item, told, story):
            yield Difference("item_changed", story.settled.get(number, told).row)


def _same_item(item: Item, told: Told, story: Story) -> bool:
    about = (told.row["key"], told.after["kind"], told.after["column"])
    end = story.settled.get(item.id)
    same = about == (item.key, item.kind, item.column) and item.choice == (end.after["choice"] if end else "")
    return same and _same_words(items.words(item), told, story)


def _documents(look: Reading, story: Story) -> Iterator[Difference]:
    kept = {document.version: document for document in documents.versions(look)}
    yield from _missing("document", story.documents, kept)
    for version, document in kept.items():
        told = story.documents.get(version)
        if told is None:
            yield Difference("document_untold", at=document.at)
        elif told.after["sha256"] != documents.digest(document):
            yield Difference("document_changed", told.row)


def _allocations(look: Reading, story: Story) -> Iterator[Difference]:
    kept = {one.number: one for one in allocations.every(look)}
    yield from _missing("allocation", story.allocations, kept)
    for number, one in kept.items():
        told = story.allocations.get(number)
        if told is None:
            yield Difference("allocation_untold", at=one.committed_at)
        elif told.after != allocations.facts(one):
            yield Difference("allocation_changed", told.row)


_Name = TypeVar("_Name", str, int)


def _missing(what: str, told: Mapping[_Name, Told], kept: Collection[_Name]) -> Iterator[Difference]:
    return (Difference(f"{what}_missing", one.row) for name, one in told.items() if name not in kept)
