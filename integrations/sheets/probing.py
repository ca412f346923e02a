"""How probes are run: each on a scratch tab of its own, which is removed afterwards."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from integrations.sheets import requests
from integrations.sheets.bucket import WINDOW
from integrations.sheets.errors import BadRequest, SheetsError
from integrations.sheets.gateway import Gateway
from integrations.sheets.requests import Request
from integrations.sheets.snapshot import Tab
from rules.base import Cell, Frozen

TITLE = "samhold-doctor"
_SHEET = 1_956_999
MOST_CALLS = 8
"""Calls of one kind that a probe makes at most."""


class Probe(Frozen):
    """One behaviour: what is expected, what was seen. `relied_on` is False where we only want to know."""

    name: str
    expected: str
    seen: str
    relied_on: bool = True

    @property
    def ok(self) -> bool:
        """Whether the service acts as expected."""
        return self.seen == self.expected


@dataclass(frozen=True, slots=True)
class Scratch:
    """A tab of our own with nothing in it."""

    gateway: Gateway
    sheet_id: int = _SHEET

    def put(self, rows: list[list[Cell]]) -> None:
        """Write rows from A1 on."""
        self.gateway.apply([requests.write(self.sheet_id, 1, 1, rows)])

    def tab(self) -> Tab:
        """The tab as it is."""
        return self.gateway.look([TITLE]).tabs[0]

    def refuses(self, *batch: Request) -> bool:
        """Whether a batch is refused."""
        try:
            self.gateway.apply(batch)
        except BadRequest:
            return True
        return False


Try = Callable[[Scratch], str]


@dataclass(frozen=True, slots=True)
class Probes:
    """A list of probes; as a decorator, `@probes(name, expected)` adds one.

    `relied_on` is False for what we only want to know.
    """

    tries: list[tuple[str, str, bool, Try]] = field(default_factory=list)

    def __call__(self, name: str, expected: str, *, relied_on: bool = True) -> Callable[[Try], Try]:
        """Add a probe: what is tried, what is expected to be seen, whether the write-back relies on it."""

        def enlist(attempt: Try) -> Try:
            self.tries.append((name, expected, relied_on, attempt))
            return attempt

        return enlist


def run(
    gateway: Gateway, probes: Iterable[Probes], *, pause: Callable[[float], None] = time.sleep
) -> list[Probe]:
    """Try everything on a tab of our own in this spreadsheet, which is removed afterwards.

    Where our own count of calls is nearly used up it waits a minute, by `pause` (seconds).
    """
    found = []
    for name, expected, relied_on, attempt in (one for some in probes for one in some.tries):
        if min(gateway.bucket.left("read"), gateway.bucket.left("write")) < MOST_CALLS:
            pause(WINDOW)
        with _scratch(gateway) as scratch:
            try:
                seen = attempt(scratch)
            except SheetsError as error:
                seen = f"{error.code}: {error.detail}"
        found.append(Probe(name=name, expected=expected, seen=seen, relied_on=relied_on))
    return found


@contextmanager
def _scratch(gateway: Gateway) -> Iterator[Scratch]:
    properties = {"sheetId": _SHEET, "title": TITLE, "gridProperties": {"rowCount": 30, "columnCount": 8}}
    gateway.apply([{"addSheet": {"properties": properties}}])
    try:
        yield Scratch(gateway)
    finally:
        left = [name for name in gateway.look([TITLE]).named if name.startswith("samhold_probe")]
        gateway.apply([*map(requests.delete_name, left), {"deleteSheet": {"sheetId": _SHEET}}])
