"""The server answers the recorded calls as Google did."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.sheets_server import Account, Ids, MemoryStore

DATA = Path(__file__).parents[2] / "data" / "google-replies" / "recordings.json.gz"
VOLATILE = {"createdTime", "modifiedTime", "spreadsheetUrl"}
IDS = {"spreadsheetId", "sheetId", "protectedRangeId", "namedRangeId", "id", "destinationSpreadsheetId"}
RECORDINGS: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(DATA.read_bytes()))["recordings"]
OTHERS_FILES = {"ClientTest.test_open_all_has_metadata": 97, "ClientTest.test_openall": 97}
"""The account that was recorded held files of earlier test runs, which these two list and open."""


class Replay:
    """Sends recorded calls to an account; the ids it gives out stand in for the recorded ones."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.account = Account(MemoryStore(), clock=lambda: self.now, ids=Ids(7))
        self.ids: dict[str, str] = {}

    def differs(self, call: dict[str, Any]) -> bool:
        """Whether the account answers otherwise than Google did."""
        path, query, body = (self._translated(call[part]) for part in ("path", "query", "body"))
        status, _, content = self.account.handle(call["method"], path, query, body.encode())
        reply = parsed(content.decode())
        self._learn(call["reply"], reply)
        return (status, self._known(reply)) != (call["status"], without_volatile(call["reply"]))

    def put_there(self, listing: dict[str, Any]) -> None:
        """Make the files of a listing that the account is not known to hold, at the times it names."""
        for file in reversed(listing["files"]):
            if file["id"] not in self.ids:
                before, self.now = self.now, datetime.fromisoformat(file["createdTime"])
                self.ids[file["id"]] = self.account.create(file["name"])
                self.now = before

    def _translated(self, text: str) -> str:
        if not self.ids:
            return text
        names = "|".join(map(re.escape, sorted(self.ids, key=len, reverse=True)))
        return re.sub(rf"(?<![\w-])({names})(?![\w-])", lambda name: self.ids[name[0]], text)

    def _learn(self, recorded: Any, reply: Any) -> None:
        if isinstance(recorded, list) and isinstance(reply, list):
            for one, other in zip(recorded, reply, strict=False):
                self._learn(one, other)
        if isinstance(recorded, dict) and isinstance(reply, dict):
            for name in recorded.keys() & reply.keys():
                one, other = recorded[name], reply[name]
                if name in IDS and not isinstance(one, dict | list):
                    if one != other and len(str(one)) > 4:
                        self.ids[str(one)] = str(other)
                else:
                    self._learn(one, other)

    def _known(self, reply: Any) -> Any:
        recorded = {ours: theirs for theirs, ours in self.ids.items()}

        def back(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: back(item) for name, item in value.items() if name not in VOLATILE}
            if isinstance(value, list):
                return [back(item) for item in value]
            theirs = recorded.get(str(value)) if isinstance(value, str | int) else None
            return value if theirs is None else type(value)(theirs)

        return back(reply)


def parsed(text: str) -> Any:
    """JSON, or the text itself; None for nothing."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def without_volatile(value: Any) -> Any:
    """The reply without times and addresses."""
    if isinstance(value, dict):
        return {name: without_volatile(item) for name, item in value.items() if name not in VOLATILE}
    return [without_volatile(item) for item in value] if isinstance(value, list) else value


def replayed(calls: list[dict[str, Any]], *, with_others: bool) -> Iterator[str]:
    """The calls that are answered otherwise, from an empty account on."""
    replay = Replay()
    for call in calls:
        reply = call["reply"]
        if with_others and isinstance(reply, dict) and reply.get("kind") == "drive#fileList":
            replay.put_there(reply)
        if replay.differs(call):
            yield f"{call['method']} {call['path']}"


def test_all_recordings_are_there() -> None:
    """1,236 exchanges in 60 recordings are compared."""
    assert (len(RECORDINGS), sum(map(len, RECORDINGS.values()))) == (60, 1236)


@pytest.mark.parametrize("name", RECORDINGS)
def test_recording_with_the_files_that_were_there_is_answered_alike(name: str) -> None:
    """Every reply is Google's, in an account that holds the files which the recorded one held."""
    assert list(replayed(RECORDINGS[name], with_others=True)) == []


def test_recordings_from_empty_accounts_differ_only_in_others_files() -> None:
    """An empty account differs only where the recording lists or opens files that it never made."""
    differing = {name: len(list(replayed(calls, with_others=False))) for name, calls in RECORDINGS.items()}
    assert {name: count for name, count in differing.items() if count} == OTHERS_FILES
