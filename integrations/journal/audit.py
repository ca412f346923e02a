"""Reading the audit chain. It is written by `Work.tell`, in the functions that change the journal."""

import json
from collections.abc import Iterator
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import and_, select

from integrations.journal.chain import Head, start
from integrations.journal.records import Row
from integrations.journal.tables import audit, audit_words, programmes
from integrations.journal.work import Reading
from rules.base import Frozen

PORTION = 2000
"""Links read at a time."""


class Link(Frozen):
    """One link of the chain, with the words it is committed to: None where they have been deleted."""

    number: int
    at: datetime
    by: str
    source: str
    cause: str
    what: str
    key: str
    before: dict[str, JsonValue]
    after: dict[str, JsonValue]
    words: dict[str, JsonValue] | None
    hash: str


def links(look: Reading, key: str = "") -> Iterator[Link]:
    """The links, oldest first; all, or those of one application."""
    return (_link(row) for row in rows(look, key))


def rows(look: Reading, key: str = "") -> Iterator[Row]:
    """The links as they are kept, each with `salt`, `text` and `words_key`, None where there are no words."""
    words = and_(audit_words.c.programme == audit.c.programme, audit_words.c.number == audit.c.number)
    kept = (audit_words.c.salt, audit_words.c.text, audit_words.c.key.label("words_key"))
    query = select(audit, *kept).select_from(audit.outerjoin(audit_words, words))
    query = query.where(audit.c.programme == look.programme).order_by(audit.c.number).limit(PORTION)
    if key:
        query = query.where(audit.c.key == key)
    found = look.rows(query)
    while found:
        yield from found
        found = look.rows(query.where(audit.c.number > found[-1]["number"]))


def head(look: Reading) -> Head:
    """The end of the chain, as the journal has it on record beside the chain."""
    row = look.row(select(programmes.c.audited, programmes.c.head).where(programmes.c.id == look.programme))
    number, digest = (row["audited"], row["head"]) if row else (0, "")
    return Head(look.programme, number, digest or start(look.programme))


def _link(row: Row) -> Link:
    return Link(
        number=row["number"],
        at=row["at"],
        by=row["by"],
        source=row["source"],
        cause=row["cause"],
        what=row["what"],
        key=row["key"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        words=said(row),
        hash=row["hash"],
    )


def said(row: Row) -> dict[str, JsonValue] | None:
    """The words of a link as kept; none at all is {}, None that they have been deleted."""
    if row["text"] is not None:
        found: dict[str, JsonValue] = json.loads(row["text"])
        return found
    return None if row["words"] else {}
