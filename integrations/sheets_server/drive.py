"""The part of Drive v3 that spreadsheet programs need: files and permissions."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from . import masks
from .calls import Reply, Request, Route
from .defaults import new_workbook
from .errors import DriveError, Json
from .files import SPREADSHEET_TYPE, File, stamp

if TYPE_CHECKING:
    from .account import Account

_FILES = r"/drive/v3/files"
_FILE = rf"{_FILES}/([^/]+)"
_DEFAULT = "kind,id,name,mimeType"


def drive_file(account: "Account", file_id: str) -> File:
    """The file. Raises the Drive API's 404."""
    file = account.store.file(file_id)
    if file is None or file.deleted:
        raise DriveError(404, f"File not found: {file_id}.", reason="notFound", location="fileId")
    return file


def resource(account: "Account", file: File) -> Json:
    """The file as the Drive API shows it."""
    owner = {
        "kind": "drive#user",
        "displayName": account.context.caller,
        "me": True,
        "permissionId": _OWNER,
        "emailAddress": account.context.caller,
    }
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": SPREADSHEET_TYPE,
        "createdTime": stamp(file.created),
        "modifiedTime": stamp(file.modified),
        "version": str(account.told_version(file)),
        "trashed": False,
        "starred": False,
        "parents": ["root"],
        "owners": [owner],
        "ownedByMe": True,
        "permissions": permissions(account, file),
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit",
    } | file.properties


def _shown(account: "Account", file: File, request: Request) -> Reply:
    mask = masks.parse(request.param("fields") or _DEFAULT)
    return Reply(masks.select(resource(account, file), mask))


def list_files(account: "Account", request: Request) -> Reply:
    """The files that a query finds, the latest changed first."""
    wanted = _query(request.param("q") or "")
    with account.store.transaction(write=False):
        files = sorted(account.store.files(), key=lambda file: (file.modified, file.created), reverse=True)
    found = [item for item in (resource(account, file) for file in files) if wanted(item)]
    size, start = request.number("pageSize", default=100), request.number("pageToken", default=0)
    reply: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": found[start : start + size]}
    if start + size < len(found):
        reply["nextPageToken"] = str(start + size)
    default = f"kind,incompleteSearch,nextPageToken,files({_DEFAULT})"
    return Reply(masks.select(reply, masks.parse(request.param("fields") or default)))


_TERM = re.compile(
    r"""\s*(?:(?P<field>\w+)\s*(?P<sign>=|!=|contains)\s*(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|true|false)
    |(?P<parent>"[^"]*"|'[^']*')\s+in\s+parents)\s*(?:and\b|$)""",
    re.VERBOSE,
)


def _query(text: str) -> Callable[[Json], bool]:
    """A search query: terms joined by "and"."""
    tests: list[Callable[[Json], bool]] = []
    at = 0
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None:
            raise DriveError(400, "Invalid Value", reason="invalid", location="q")
        tests.append(_test(term))
        at = term.end()
    return lambda item: all(test(item) for test in tests)


def _test(term: re.Match[str]) -> Callable[[Json], bool]:
    if term["parent"]:
        parent = term["parent"][1:-1]
        return lambda item: parent in item["parents"]
    field, sign = term["field"], term["sign"]
    value: object = term["value"] == "true"
    if term["value"] not in ("true", "false"):
        value = re.sub(r"\\(.)", r"\1", term["value"][1:-1])
    if sign == "contains":
        return lambda item: str(value).casefold() in str(item.get(field, "")).casefold()
    return lambda item: (item.get(field) == value) == (sign == "=")


def create_file(account: "Account", request: Request) -> Reply:
    """A new, blank spreadsheet."""
    body = request.object()
    if body.get("mimeType", SPREADSHEET_TYPE) != SPREADSHEET_TYPE:
        raise DriveError(400, "Only spreadsheets can be created here.", reason="invalid")
    file_id, now = account.context.ids.file(), account.clock()
    name = body.get("name") or "Untitled"
    book = new_workbook(file_id, name, ids=account.context.ids, now=now)
    file = File(file_id, name, now, now, properties=_own_properties(body))
    with account.store.transaction(write=True):
        account.store.put(file, book)
    return _shown(account, file, request)


def _own_properties(body: Json) -> Json:
    names = ("parents", "description", "starred", "appProperties", "properties")
    return {name: body[name] for name in names if name in body}


def get_file(account: "Account", request: Request) -> Reply:
    """What is known of a file."""
    with account.store.transaction(write=False):
        return _shown(account, drive_file(account, request.group(0)), request)


def update_file(account: "Account", request: Request) -> Reply:
    """Another name or description, or another folder."""
    body = request.object()
    with account.store.transaction(write=True):
        old, now = drive_file(account, request.group(0)), account.clock()
        name = body.get("name") or old.name
        own = old.properties | _own_properties(body)
        if added := request.param("addParents"):
            own["parents"] = added.split(",")
        book = account.store.book(old.id).draft(now)
        book.properties = book.properties | {"title": name}
        if "trashed" in body:
            own["trashed"] = bool(body["trashed"])
        file = replace(old.changed(now, name), properties=own)
        account.store.put(file, book)
        return _shown(account, file, request)


def delete_file(account: "Account", request: Request) -> Reply:
    """The file is gone for good."""
    with account.store.transaction(write=True):
        account.store.put(replace(drive_file(account, request.group(0)), deleted=True), None)
    return Reply(status=204)


def copy_file(account: "Account", request: Request) -> Reply:
    """A copy of a file with its content; permissions and comments stay behind."""
    body = request.object()
    with account.store.transaction(write=True):
        source, now = drive_file(account, request.group(0)), account.clock()
        file_id, name = account.context.ids.file(), body.get("name") or f"Copy of {source.name}"
        book = account.store.book(source.id).draft(now)
        book.id, book.properties = file_id, book.properties | {"title": name}
        file = File(file_id, name, now, now, properties=source.properties | _own_properties(body))
        account.store.put(file, book)
        return _shown(account, file, request)


_OWNER = "00000000000000000001"


def permissions(account: "Account", file: File) -> list[Json]:
    """Who may see or change a file; the account owns it."""
    owner = {
        "kind": "drive#permission",
        "id": _OWNER,
        "type": "user",
        "emailAddress": account.context.caller,
        "role": "owner",
        "displayName": account.context.caller,
        "deleted": False,
        "pendingOwner": False,
    }
    return [*file.permissions, owner]


def list_permissions(account: "Account", request: Request) -> Reply:
    """The permissions of a file."""
    with account.store.transaction(write=False):
        found = permissions(account, drive_file(account, request.group(0)))
    mask = masks.parse(request.param("fields") or "kind,permissions(id,type,kind,role)")
    return Reply(masks.select({"kind": "drive#permissionList", "permissions": found}, mask))


def create_permission(account: "Account", request: Request) -> Reply:
    """Share a file."""
    body = request.object()
    kind, email = body.get("type", "user"), body.get("emailAddress", "")
    identity = "anyoneWithLink" if kind == "anyone" else str(account.context.ids.number())
    new: Json = {"kind": "drive#permission", "id": identity, "type": kind, "role": body.get("role", "reader")}
    if email:
        new |= {"emailAddress": email, "displayName": email, "deleted": False, "pendingOwner": False}
    with account.store.transaction(write=True):
        file = drive_file(account, request.group(0))
        others = tuple(
            old
            for old in file.permissions
            if old["id"] != identity and (not email or old.get("emailAddress") != email)
        )
        account.store.put(replace(file, permissions=(new, *others)), None)
    return Reply(masks.select(new, masks.parse(request.param("fields") or "kind,id,type,role")))


def delete_permission(account: "Account", request: Request) -> Reply:
    """Take a share back."""
    wanted = request.group(1)
    with account.store.transaction(write=True):
        file = drive_file(account, request.group(0))
        kept = tuple(item for item in file.permissions if item["id"] != wanted)
        if len(kept) == len(file.permissions):
            raise DriveError(
                404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId"
            )
        account.store.put(replace(file, permissions=kept), None)
    return Reply(status=204)


ROUTES: tuple[Route, ...] = (
    ("GET", _FILES, list_files),
    ("POST", _FILES, create_file),
    ("GET", _FILE, get_file),
    ("PATCH", _FILE, update_file),
    ("DELETE", _FILE, delete_file),
    ("POST", rf"{_FILE}/copy", copy_file),
    ("GET", rf"{_FILE}/permissions", list_permissions),
    ("POST", rf"{_FILE}/permissions", create_permission),
    ("DELETE", rf"{_FILE}/permissions/([^/]+)", delete_permission),
)
