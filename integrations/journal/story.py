"""What the audit chain tells of how everything came to stand as it does, link by link."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from integrations.journal.audit import said
from integrations.journal.chain import What
from integrations.journal.records import Row

Facts = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Told:
    """One link, read: its facts, and its words (None where they have been deleted)."""

    row: Row
    before: Facts
    after: Facts
    words: Facts | None


@dataclass(slots=True)
class Story:
    """The last word of the chain on everything that tables hold.

    `standings` (by revision) and `marks` go by key; `decided` and `writing` by operation id; `erased` is the
    number of the link by which a key's words went.
    """

    decided: dict[str, Told] = field(default_factory=dict)
    standings: dict[str, dict[int, Facts]] = field(default_factory=dict)
    marks: dict[str, Told] = field(default_factory=dict)
    answers: dict[str, Told] = field(default_factory=dict)
    writing: dict[str, Told] = field(default_factory=dict)
    opened: dict[int, Told] = field(default_factory=dict)
    settled: dict[int, Told] = field(default_factory=dict)
    documents: dict[int, Told] = field(default_factory=dict)
    allocations: dict[int, Told] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)

    def take(self, row: Row) -> bool:
        """Take the next link in; whether what it says was before is what the earlier links say."""
        told = Told(row, json.loads(row["before"]), json.loads(row["after"]), said(row))
        take = self._takes.get(row["what"])
        return take is None or take(told)

    @property
    def _takes(self) -> dict[str, Callable[[Told], bool]]:
        seen = (What.RESERVED, What.STAMPED, What.VANISHED, What.BACK, What.TROUBLE, What.CORRECTED)
        return {
            **dict.fromkeys(seen, self._marked),
            What.DECIDED: self._decided,
            What.ERASED: self._erased,
            What.WRITING: self._written,
            What.ITEM_OPENED: self._opened,
            What.ITEM_SETTLED: self._settled,
            What.DOCUMENT: self._put_in_force,
            What.REBUILT: self._renumbered,
            What.ALLOCATION: self._allocated,
        }

    def is_erased(self, told: Told) -> bool:
        """Whether the words of a link went with a person's data."""
        number: int = told.row["number"]
        return self.erased.get(told.row["key"], 0) > number

    def _decided(self, told: Told) -> bool:
        after, revision = told.after, _number(told.after["revision"])
        known = self.standings.setdefault(told.row["key"], {0: _RECEIVED})
        joined = told.before == known.get(revision - 1) and revision not in known
        self.decided[str(after["op_id"])] = told
        known[revision] = {name: after[name] for name in ("revision", "status", "cohort")}
        return joined

    def _renumbered(self, told: Told) -> bool:
        """After the journal was rebuilt: a decision that the sheet did not know went above those it knew."""
        if "op_id" not in told.after:
            return True
        op_id, revision = str(told.after["op_id"]), _number(told.after["revision"])
        decided, known = self.decided.get(op_id), self.standings.get(told.row["key"], {})
        standing = known.pop(_number(told.before["revision"]), None)
        if decided is None or standing is None:
            return False
        known[revision] = {**standing, "revision": revision}
        self.decided[op_id] = replace(decided, after={**decided.after, "revision": revision})
        return True

    def _marked(self, told: Told) -> bool:
        key = told.row["key"]
        known = self.marks.get(key)
        self.marks[key] = told
        if told.words is None or "answers" in told.words:
            self.answers[key] = told
        return told.before == (marks(known) if known else {})

    def _written(self, told: Told) -> bool:
        op_id = str(told.after["op_id"])
        known = self.writing.get(op_id)
        self.writing[op_id] = told
        lasting = known.after["state"] if known else None
        return told.before["state"] == lasting or {told.before["state"], lasting} <= _PASSING

    def _erased(self, told: Told) -> bool:
        key = told.row["key"]
        self.erased[key] = told.row["number"]
        return not key or self._marked(told)

    def _put_in_force(self, told: Told) -> bool:
        self.documents[_number(told.after["version"])] = told
        return True

    def _allocated(self, told: Told) -> bool:
        number = _number(told.after["allocation"])
        known = self.allocations.get(number)
        self.allocations[number] = told
        last = {"allocation": number, "step": known.after["step"]} if known else {}
        return told.before == last

    def _opened(self, told: Told) -> bool:
        self.opened[_number(told.after["item"])] = told
        return True

    def _settled(self, told: Told) -> bool:
        number = _number(told.after["item"])
        last = self.settled.get(number)
        self.settled[number] = told
        return number in self.opened and told.before["choice"] == (last.after["choice"] if last else "")


_RECEIVED: Facts = {"revision": 0, "status": "received", "cohort": ""}
"""How an application stands before the first decision."""
_PASSING = {None, "queued", "sent"}
"""States that the chain does not tell of: they come and go with every attempt."""


def marks(told: Told) -> Facts:
    """What a link says of a row in the sheet."""
    return {name: told.after[name] for name in ("stamped", "present", "problem")}


def _number(value: JsonValue) -> int:
    if not isinstance(value, int):
        raise TypeError(type(value))
    return value
