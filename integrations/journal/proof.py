"""Verifying the audit chain: every link follows from the one before, and the tables say what it says."""

from collections.abc import Iterator
from datetime import datetime

from integrations.journal import audit
from integrations.journal.chain import Head, commitment, seal, start
from integrations.journal.comparing import Difference, differences
from integrations.journal.records import Row
from integrations.journal.story import Story
from integrations.journal.work import Reading
from rules.base import Frozen


class Break(Frozen):
    """Where a chain is broken, or a table says otherwise. `number` is 0 for what no link tells of.

    `code`: missing, changed, words_changed, words_missing, cut_off, not_expected, not_joined, or one of a
    table: decision, application, writing, item or document, each _changed, _missing or _untold.
    """

    code: str
    number: int
    at: datetime | None = None
    key: str = ""


class Proof(Frozen):
    """What verifying has shown: how many links there are, the last one's hash, and the first break."""

    count: int
    head: str
    broken: Break | None = None


def verify(look: Reading, *, first: int = 1, expect: str = "") -> Proof:
    """Recompute the chain from a link on, and compare what it tells with the tables.

    `expect` is a head that was noted at an earlier time: it must be the hash of one of the links.
    """
    story, end = Story(), Head(look.programme, 0, start(look.programme))
    wordless: list[Row] = []
    expected = not expect or expect == end.hash
    broken: Break | None = None
    for row in audit.rows(look):
        broken = broken or _broken(row, end, story, trusted=row["number"] < first)
        if row["words"] and row["text"] is None:
            wordless.append(row)
        end = Head(look.programme, row["number"], row["hash"])
        expected = expected or row["hash"] == expect
    broken = broken or next(_at_the_end(look, end, story, wordless, expected), None)
    return Proof(count=end.number, head=end.hash, broken=broken)


def _broken(row: Row, before: Head, story: Story, *, trusted: bool) -> Break | None:
    """What is wrong with the next link, if anything."""
    if row["number"] != before.number + 1:
        return Break(code="missing", number=before.number + 1, at=row["at"])
    if not trusted and row["hash"] != seal(before.hash, row):
        return _break("changed", row)
    if not _words_agree(row):
        return _break("words_changed", row)
    return None if story.take(row) else _break("not_joined", row)


def _words_agree(row: Row) -> bool:
    """Whether kept words are those that the link is committed to."""
    if row["text"] is None:
        return True
    return bool(row["words_key"] == row["key"] and row["words"] == commitment(row["salt"], row["text"]))


def _at_the_end(
    look: Reading, end: Head, story: Story, wordless: list[Row], expected: bool
) -> Iterator[Break]:
    if end != audit.head(look):
        yield Break(code="cut_off", number=end.number)
    if not expected:
        yield Break(code="not_expected", number=end.number)
    for row in wordless:
        if story.erased.get(row["key"], 0) <= row["number"]:
            yield _break("words_missing", row)
    found = sorted(differences(look, story), key=lambda one: one.row["number"] if one.row else 0)
    yield from map(_difference, found)


def _break(code: str, row: Row) -> Break:
    return Break(code=code, number=row["number"], at=row["at"], key=row["key"])


def _difference(one: Difference) -> Break:
    if one.row is not None:
        return _break(one.code, one.row)
    return Break(code=one.code, number=0, at=one.at, key=one.key)
