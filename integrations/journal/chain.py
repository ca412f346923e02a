"""The audit chain: each link holds the hash of the one before: none can be changed or taken out unseen.

The format is for ever: chains that were written once must be verifiable by every later version. Words that
people wrote are not in a link, only a salted commitment to them; the words themselves can be deleted.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import JsonValue
from sqlalchemy import Connection, insert

from integrations.journal.columns import holdable
from integrations.journal.tables import audit, audit_words

Facts = Mapping[str, JsonValue]
"""What is said of a change, by name."""


class What(StrEnum):
    """What a link of the chain is about. Values stand in chains for ever; new ones may be added."""

    GENESIS = "genesis"
    DECIDED = "decided"
    RESERVED = "reserved"
    STAMPED = "stamped"
    VANISHED = "vanished"
    BACK = "back"
    TROUBLE = "trouble"
    CORRECTED = "corrected"
    HAND_EDIT = "hand_edit"
    WRITING = "writing"
    ATTEMPT = "attempt"
    ITEM_OPENED = "item_opened"
    ITEM_SETTLED = "item_settled"
    SUBMITTED = "submitted"
    DOCUMENT = "document"
    CONNECTED = "connected"
    EXPORTED = "exported"
    ERASED = "erased"
    LEASE = "lease"
    REBUILT = "rebuilt"
    RESTORED = "restored"
    ALLOCATION = "allocation"


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, in the course of what, and from where (page, cli, sheet, form, rule, worker)."""

    by: str
    source: str
    cause: str = ""


WORKER = Author("samhold", "worker")
"""The software itself, at work between journal and sheet."""


class Head(NamedTuple):
    """The end of a programme's chain: the number of its last link, and its hash."""

    programme: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what, of which application ("" for none), and how things stood before and after.

    `before` and `after` hold codes, numbers and names of colleagues; `words` what people wrote.
    """

    what: What
    key: str = ""
    before: Facts | None = None
    after: Facts | None = None
    words: Facts | None = None


def start(programme: str) -> str:
    """What the first link of a programme's chain follows."""
    return _digest(canonical(["samhold audit 1", programme]))


def new_salt() -> str:
    """Chance enough that what it salts cannot be guessed."""
    return secrets.token_hex(16)


def canonical(value: object) -> str:
    """A JSON value as the only text that stands for it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def commitment(salt: str, words: str) -> str:
    """What a link holds instead of words: nobody can guess the words by it once the salt is gone."""
    return hmac.new(salt.encode(), words.encode(), hashlib.sha256).hexdigest()


def seal(previous: str, row: Mapping[str, object]) -> str:
    """The hash of a link, from the hash before it and its own row (as kept, or as it is to be kept)."""
    at = row["at"]
    if not isinstance(at, datetime):
        raise TypeError(type(at))
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return _digest(canonical([previous, moment, *(row[name] for name in _SEALED)]))


_SEALED = ("programme", "number", "by", "source", "cause", "what", "key", "before", "after", "words")


_ADD, _ADD_WORDS = insert(audit), insert(audit_words)


def append(
    connection: Connection, head: Head, now: datetime, author: Author, entries: Sequence[Entry]
) -> Head:
    """Put links at the end of a chain, whose programme's row the transaction has locked; its new head."""
    links: list[dict[str, object]] = []
    kept: list[dict[str, object]] = []
    for entry in entries:
        words = canonical(entry.words) if entry.words else ""
        salt = new_salt() if words else ""
        link = {**_row(head, now, author, entry), "words": commitment(salt, words) if words else ""}
        head = Head(head.programme, head.number + 1, seal(head.hash, link))
        links.append({**link, "hash": head.hash})
        if words:
            place = {"programme": head.programme, "number": head.number, "key": entry.key}
            kept.append({**place, "salt": salt, "text": words})
    connection.execute(_ADD, links)
    if kept:
        connection.execute(_ADD_WORDS, kept)
    return head


def _row(head: Head, now: datetime, author: Author, entry: Entry) -> dict[str, object]:
    return {
        "programme": head.programme,
        "number": head.number + 1,
        "at": now,
        "by": holdable(author.by),
        "source": author.source,
        "cause": author.cause,
        "what": entry.what.value,
        "key": entry.key,
        "before": canonical(entry.before or {}),
        "after": canonical(entry.after or {}),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
