"""The two applications: the API, and the object store that its presigned URLs point at."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from together_ext.emulator import context, routes_storage
from together_ext.emulator.context import Context
from together_ext.emulator.frame import ADMIN, Frame, plain
from together_ext.emulator.routes_batches import BatchRoutes
from together_ext.emulator.routes_files import FileRoutes
from together_ext.emulator.routes_inference import InferenceRoutes
from together_ext.emulator.routes_multipart import MultipartRoutes
from together_ext.emulator.routes_storage import StorageRoutes
from together_ext.emulator.shapes import ApiError, Json

Handler = Callable[[Request], Awaitable[Any]]


def applications(shared: Context) -> tuple[ASGIApp, ASGIApp]:
    """The API and the object store of one emulator."""
    return _api(shared), _storage(shared)


def _api(shared: Context) -> ASGIApp:
    files, parts = FileRoutes(shared), MultipartRoutes(shared)
    batches, models = BatchRoutes(shared), InferenceRoutes(shared)
    table: list[tuple[str, str, Handler]] = [
        ("POST", "/files", files.announce),
        ("GET", "/files", files.list),
        ("POST", "/files/upload", files.upload),
        ("POST", "/files/multipart/initiate", parts.initiate),
        ("POST", "/files/multipart/complete", parts.complete),
        ("POST", "/files/multipart/abort", parts.abort),
        ("GET", "/files/{id}", files.retrieve),
        ("DELETE", "/files/{id}", files.delete),
        ("GET", "/files/{id}/content", files.content),
        ("POST", "/files/{id}/preprocess", files.preprocess),
        ("POST", "/batches", batches.create),
        ("GET", "/batches", batches.list),
        ("GET", "/batches/{id}", batches.retrieve),
        ("POST", "/batches/{id}/cancel", batches.cancel),
        ("POST", "/chat/completions", models.infer),
        ("POST", "/completions", models.infer),
        ("POST", "/embeddings", models.infer),
        ("POST", "/audio/transcriptions", models.audio),
        ("POST", "/audio/translations", models.audio),
        ("GET", "/models", models.models),
    ]
    admin: list[tuple[str, str, Handler]] = [
        ("POST", "/_emulator/faults", partial(_add_fault, shared)),
        ("GET", "/_emulator/faults", partial(_list_faults, shared)),
        ("DELETE", "/_emulator/faults", partial(_clear_faults, shared)),
        ("GET", "/_emulator/books", partial(_report, shared)),
    ]
    routes = _routes(admin, "") + _routes(table, "") + _routes(table, "/v1")
    bare = partial(_api_error, shared.settings.batch_errors == "string")
    app = Starlette(
        exception_handlers={
            ApiError: bare,
            HTTPException: bare,
            ClientDisconnect: _left,
            Exception: _broken,
        },
    )
    app.router = Router(routes, redirect_slashes=False)
    return _frame(shared, _Guard(app, shared.settings.api_keys, bare), "api", table)


def _storage(shared: Context) -> ASGIApp:
    storage = StorageRoutes(shared)
    table: list[tuple[str, str, Handler]] = [
        ("PUT", "/storage/parts/{upload_id}/{number:int}", storage.put_part),
        ("PUT", "/storage/{id}", storage.put_file),
        ("GET", "/storage/{id}", storage.get_file),
    ]
    app = Starlette(
        exception_handlers={
            HTTPException: routes_storage.no_such_key,
            Exception: routes_storage.broken,
        },
    )
    app.router = Router(_routes(table, ""), redirect_slashes=False)
    named = [(method, path.replace(":int", ""), handler) for method, path, handler in table]
    return _frame(shared, app, "storage", named)


def _frame(
    shared: Context, app: ASGIApp, origin: str, table: list[tuple[str, str, Handler]]
) -> Frame:
    def locate(scope: Scope) -> str:
        id = [*plain(scope["path"]).split("/"), "", ""][2]
        return shared.storage_url(Request(scope), "GET", f"/storage/{id}")

    templates = [path for _, path, _ in table]
    return Frame(app, origin, templates, shared.books, shared.faults, locate)


def _routes(table: list[tuple[str, str, Handler]], prefix: str) -> list[Route]:
    """One route for a path: with one for each method, the first would answer 405 for the rest."""
    by_path: dict[str, dict[str, Handler]] = {}
    for method, path, handler in table:
        by_path.setdefault(prefix + path, {})[method] = handler
    return [
        Route(path, partial(_dispatch, handlers), methods=list(handlers))
        for path, handlers in by_path.items()
    ]


async def _dispatch(handlers: dict[str, Handler], request: Request) -> Any:
    method = "GET" if request.method == "HEAD" else request.method
    return await handlers[method](request)


class _Guard:
    """Lets nobody in without a key, and only loopback to the administration."""

    def __init__(
        self, app: ASGIApp, keys: tuple[str, ...], refuse: Callable[..., Awaitable[Response]]
    ) -> None:
        self._app = app
        self._keys = frozenset(keys)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        error: ApiError | None = None
        if scope["path"].startswith(ADMIN):
            if not _is_loopback(request):
                error = ApiError(403, "Administration is for loopback only.", code="forbidden")
        else:
            error = self._problem(request.headers.get("authorization", ""))
        if error is None:
            await self._app(scope, receive, send)
        else:
            await (await self._refuse(request, error))(scope, receive, send)

    def _problem(self, header: str) -> ApiError | None:
        scheme, _, key = header.partition(" ")
        key = key.strip()
        if scheme.lower() == "bearer" and key and (not self._keys or key in self._keys):
            return None
        what = "This API key is not valid." if key else "An API key is required."
        return ApiError(401, what, code="invalid_api_key")


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def _api_error(bare: bool, request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        what = {404: "No such route.", 405: "This method is not allowed here."}
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code)
        message = what.get(error.status_code, error.detail)
        headers = dict(error.headers) if error.headers else None
        error = ApiError(error.status_code, message, code=code, headers=headers)
    assert isinstance(error, ApiError)
    batches = plain(request.url.path).split("/")[1:2] == ["batches"]
    return error.response(bare=bare and batches)


async def _left(_request: Request, _error: Exception) -> Response:
    # Nobody reads this. It only keeps a client that hung up from looking like a broken server.
    return Response(status_code=400)


async def _broken(_request: Request, _error: Exception) -> Response:
    # The server logs the traceback; the client gets none of it.
    message = "The emulator broke; its log says how."
    return ApiError(500, message, code="internal_error").response()


async def _add_fault(shared: Context, request: Request) -> Response:
    try:
        fault = shared.faults.add(await context.json_object(request))
    except ValueError as problem:
        raise ApiError(400, str(problem), code="invalid_fault") from None
    return Json({"id": fault.id}, status_code=201)


async def _list_faults(shared: Context, _request: Request) -> Response:
    return Json(shared.faults.listing())


async def _clear_faults(shared: Context, _request: Request) -> Response:
    shared.faults.clear()
    return Json({"cleared": True})


async def _report(shared: Context, _request: Request) -> Response:
    return Json({"storage_port": shared.storage_port, **shared.books.report()})
