"""What came through the built-in form. The client's token makes a double click one application."""

from sqlalchemy import select

from integrations.journal.tables import submissions as table
from integrations.journal.work import Reading, Work


def key_of(look: Reading, client_token: str) -> str | None:
    """The case number given for this token, if it was used."""
    mine = (table.c.programme == look.programme, table.c.client_token == client_token)
    row = look.row(select(table.c.key).where(*mine))
    return str(row["key"]) if row else None


def add(work: Work, client_token: str, key: str) -> None:
    """Remember what a token led to."""
    values = {"programme": work.programme, "client_token": client_token, "key": key, "at": work.now}
    work.put(table.insert().values(**values))
