"""What came through the built-in form. The client's token makes a double click one application."""

from datetime import datetime

from sqlalchemy import select

from integrations.journal.chain import What
from integrations.journal.tables import submissions as table
from integrations.journal.work import Reading, Work


def get(look: Reading, client_token: str) -> tuple[str, datetime] | None:
    """The case number given for this token and when, if it was used."""
    mine = (table.c.programme == look.programme, table.c.client_token == client_token)
    row = look.row(select(table.c.key, table.c.at).where(*mine))
    return (row["key"], row["at"]) if row else None


def add(work: Work, client_token: str, key: str) -> None:
    """Remember what a token led to."""
    values = {"programme": work.programme, "client_token": client_token, "key": key, "at": work.now}
    work.tell(What.SUBMITTED, key)
    work.put(table.insert().values(**values))
