"""How routes get at workbooks: to look, or to change one as a whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import masks
from .calls import Request
from .errors import ApiError, Json
from .files import File
from .ids import is_file_id
from .model import Workbook

if TYPE_CHECKING:
    from .account import Account


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
        file_of(account, file_id)
        yield account.store.book(file_id)


@contextmanager
def changing(account: "Account", file_id: str) -> Iterator[Workbook]:
    """A draft of the workbook; published and stored when the block ends well, else forgotten."""
    with account.store.transaction(write=True):
        file, now = file_of(account, file_id), account.clock()
        draft = account.store.book(file_id).draft(now)
        yield draft
        draft.publish()
        account.store.put(file.changed(now, draft.properties["title"]), draft)


def masked(reply: Json, request: Request, message: str) -> Json:
    """The reply as far as the `fields` parameter lets it through."""
    if not (text := request.param("fields")):
        return reply
    mask = masks.parse(text)
    masks.check(mask, message)
    selected: Json = masks.select(reply, mask)
    return selected
