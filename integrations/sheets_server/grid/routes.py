"""The grid's own routes: its page, its scripts, and files in and out.

Nothing here knows where the server is mounted: the page finds the API relative to its own address. The
page itself holds no data, so it needs no ticket; every call that reads or writes cells passes the same
check as a program's call, since it goes through the REST API with the caller's own credentials.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from integrations.sheets_server.errors import Json
from integrations.sheets_server.importing import LARGEST_FILE, BadFile
from integrations.sheets_server.xlsx import Rest, RestError, export_csv, export_xlsx, import_file

_ASSETS = Path(__file__).parent / "assets"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The page's Content-Security-Policy: its own files and server, nothing inline or foreign."""


class Handle(Protocol):
    """The Sheets server without a socket: one request of the REST API."""

    def __call__(
        self, method: str, path: str, query: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]: ...


def routes(handle: Handle) -> list[BaseRoute]:
    """The routes of the grid, for a server whose REST API is `handle`."""
    files = _Files(handle)
    return [
        Mount("/grid/assets", _Assets(directory=_ASSETS)),
        Route("/grid/{spreadsheet_id}", _page),
        Route("/grid/{spreadsheet_id}/export.xlsx", files.answer(files.export_xlsx)),
        Route("/grid/{spreadsheet_id}/export.csv", files.answer(files.export_csv)),
        Route("/grid/{spreadsheet_id}/import", files.answer(files.import_file), methods=["POST"]),
    ]


async def _page(_: Request) -> Response:
    page = await run_in_threadpool((_ASSETS / "index.html").read_bytes)
    headers = {
        "content-security-policy": POLICY,
        "cache-control": "no-cache",
        "referrer-policy": "no-referrer",
    }
    return Response(page, media_type="text/html", headers=headers)


class _Assets(StaticFiles):
    """Scripts and styles; looked up again each time, so that an upgrade never mixes old and new ones."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["cache-control"] = "no-cache"
        return response


class _Files:
    """Import and export with the caller's own credentials."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def answer(
        self, act: Callable[[Request, Rest], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that words refusals as the REST API does."""

        async def endpoint(request: Request) -> Response:
            try:
                return await act(request, self._rest(request))
            except RestError as error:
                return JSONResponse(error.body, error.status)
            except BadFile as error:
                return _refused(413 if error.reason == "large" else 400, str(error), error.reason)

        return endpoint

    async def export_xlsx(self, request: Request, rest: Rest) -> Response:
        content = await run_in_threadpool(export_xlsx, rest, request.path_params["spreadsheet_id"])
        return _file(content, "export.xlsx", _XLSX)

    async def export_csv(self, request: Request, rest: Rest) -> Response:
        wanted = request.query_params.get("gid", "0")
        if not wanted.isdecimal():
            return _refused(400, "gid is the number of a sheet", "bad")
        spreadsheet_id = request.path_params["spreadsheet_id"]
        content = await run_in_threadpool(export_csv, rest, spreadsheet_id, int(wanted))
        return _file(content, "export.csv", "text/csv; charset=utf-8")

    async def import_file(self, request: Request, rest: Rest) -> Response:
        spreadsheet_id = request.path_params["spreadsheet_id"]
        # Nobody unknown may make the server unpack a file, so the check comes before the body is read.
        path = f"/v4/spreadsheets/{quote(spreadsheet_id, safe='')}"
        await run_in_threadpool(rest, "GET", path, {"fields": "spreadsheetId"}, b"")
        content = await _body(request)
        name = request.query_params.get("name", "import.xlsx")
        return JSONResponse(await run_in_threadpool(import_file, rest, content, name, spreadsheet_id))

    def _rest(self, request: Request) -> Rest:
        headers = {"content-type": "application/json"}
        if authorization := request.headers.get("authorization"):
            headers["authorization"] = authorization

        def rest(method: str, path: str, query: Mapping[str, str], body: bytes) -> Json:
            status, _, answer = self._handle(method, path, urlencode(query), body, headers)
            data: Json = json.loads(answer or b"{}")
            if status >= 400:
                raise RestError(status, data)
            return data

        return rest


async def _body(request: Request) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_FILE:
            raise BadFile("large")
    return content


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


def _refused(status: int, message: str, reason: str) -> Response:
    word = "INVALID_ARGUMENT" if status == 400 else "FAILED_PRECONDITION"
    return JSONResponse(
        {"error": {"code": status, "message": message, "status": word, "reason": reason}}, status
    )
