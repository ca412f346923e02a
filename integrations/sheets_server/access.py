"""How routes get at workbooks: to look, or to change one as a whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import masks
from .calls import Request
from .errors import ApiError, Json
from .files import File
from .ids import is_file_id
from .model import Workbook

if TYPE_CHECKING:
    from .account import Account


@dataclass
class Condition:
    """`wanted`: the version that a change is meant for, if it is conditional. `seen`: the one after the call.

    Google has no such condition; the grid needs one, so that typed text cannot land on a row that moved.
    """

    wanted: str | None = None
    seen: int | None = None

    def check(self, version: int) -> None:
        """Raises a 412 where the spreadsheet is no longer the one that was wanted."""
        if self.wanted is not None and self.wanted.strip('"') != str(version):
            raise ApiError(412, "The spreadsheet has changed since.")

    @property
    def headers(self) -> dict[str, str]:
        """The ETag for the reply."""
        return {} if self.seen is None else {"etag": f'"{self.seen}"'}


_CONDITION: ContextVar[Condition | None] = ContextVar("condition", default=None)


@contextmanager
def on_condition(wanted: str | None) -> Iterator[Condition]:
    """Within the block, changes need this version (an If-Match header), and the version seen is kept."""
    condition = Condition(wanted)
    before = _CONDITION.set(condition)
    try:
        yield condition
    finally:
        _CONDITION.reset(before)


def file_of(account: "Account", file_id: str) -> File:
    """The file. Raises 404 for one that is gone, 403 for an id that can only be another account's."""
    file = account.store.file(file_id)
    if file is None:
        raise ApiError(403 if is_file_id(file_id) else 404)
    if file.deleted:
        raise ApiError(404)
    return file


@contextmanager
def looking(account: "Account", file_id: str) -> Iterator[Workbook]:
    """The workbook as it is; nobody writes meanwhile in this process."""
    with account.store.transaction(write=False):
        file = file_of(account, file_id)
        (_CONDITION.get() or Condition()).seen = file.version
        yield account.store.book(file_id)


@contextmanager
def changing(account: "Account", file_id: str) -> Iterator[Workbook]:
    """A draft of the workbook; published and stored when the block ends well, else forgotten."""
    with account.store.transaction(write=True):
        file, now = file_of(account, file_id), account.clock()
        condition = _CONDITION.get() or Condition()
        condition.check(file.version)
        draft = account.store.book(file_id).draft(now)
        yield draft
        draft.publish()
        changed = file.changed(now, draft.properties["title"])
        account.store.put(changed, draft)
        condition.seen = changed.version


def masked(reply: Json, request: Request, message: str) -> Json:
    """The reply as far as the `fields` parameter lets it through."""
    if not (text := request.param("fields")):
        return reply
    mask = masks.parse(text)
    masks.check(mask, message)
    selected: Json = masks.select(reply, mask)
    return selected
