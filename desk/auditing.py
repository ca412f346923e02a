"""The audit chain: listed, and verified. It is written wherever the journal is changed."""

from desk.office import Office
from integrations.journal import audit, proof
from integrations.journal.audit import Link
from integrations.journal.proof import Proof


def verify(office: Office, first: int, expect: str) -> Proof:
    """Recompute the chain and compare it with the tables. See `Desk.verify_audit`."""
    with office.journal.read(office.programme.id) as look:
        return proof.verify(look, first=first, expect=expect)


def links(office: Office, key: str) -> tuple[Link, ...]:
    """The chain's links, oldest first; all, or those of one application."""
    with office.journal.read(office.programme.id) as look:
        return tuple(audit.links(look, key))
