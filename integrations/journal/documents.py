"""Programme documents: every version is kept, one is active."""

import hashlib

from sqlalchemy import select, update

from integrations.journal.chain import What
from integrations.journal.records import Document, record
from integrations.journal.tables import documents as table
from integrations.journal.tables import programmes
from integrations.journal.work import Reading, Work


def active(look: Reading) -> Document | None:
    """The version in force."""
    number = select(programmes.c.document).where(programmes.c.id == look.programme).scalar_subquery()
    row = look.row(select(table).where(table.c.programme == look.programme, table.c.version == number))
    return record(Document, row) if row else None


def versions(look: Reading) -> tuple[Document, ...]:
    """All versions, oldest first."""
    query = select(table).where(table.c.programme == look.programme).order_by(table.c.version)
    return tuple(record(Document, row) for row in look.rows(query))


def activate(work: Work, text: str, by: str) -> Document:
    """Keep a new version and put it in force; the same text as before makes no new version."""
    before = active(work)
    if before is not None and before.text == text:
        return before
    document = Document(version=len(versions(work)) + 1, text=text, by=by, at=work.now)
    earlier = {"version": before.version} if before else None
    work.tell(What.DOCUMENT, before=earlier, after={"version": document.version, "sha256": digest(document)})
    work.put(table.insert().values(programme=work.programme, **document.model_dump()))
    mine = programmes.c.id == work.programme
    work.put(update(programmes).where(mine).values(document=document.version))
    return document


def digest(document: Document) -> str:
    """What the audit chain holds of a document: SHA-256 of its text, in hexadecimal digits."""
    return hashlib.sha256(document.text.encode()).hexdigest()
