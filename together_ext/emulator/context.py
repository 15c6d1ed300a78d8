"""What the routes share, and the small readers of requests they all need."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from together_ext.emulator import rows
from together_ext.emulator.batches import Runner
from together_ext.emulator.books import Books
from together_ext.emulator.engines import Engine
from together_ext.emulator.faults import Faults
from together_ext.emulator.presign import Signer
from together_ext.emulator.settings import FILE_TYPES, MIB, PURPOSES, Settings
from together_ext.emulator.shapes import ApiError, not_found
from together_ext.emulator.store import FileRecord, Store

_MAX_JSON = 64 * MIB
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_T = TypeVar("_T")


@dataclass
class Context:
    """The one emulator behind both origins."""

    settings: Settings
    store: Store
    runner: Runner
    engine: Engine
    signer: Signer
    books: Books
    faults: Faults
    storage_port: int

    def storage_url(self, request: Request, method: str, path: str) -> str:
        """A presigned URL on the second origin, on the host name the client itself uses."""
        name = re.sub(r":\d*$", "", request.headers.get("host", ""))
        if not _HOST.fullmatch(name):
            name = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        return self.signer.url(f"http://{name}:{self.storage_port}", method, path)

    def file(self, id: str) -> FileRecord:
        """A file that exists.

        Raises:
            ApiError: 404.
        """
        record = self.store.get(FileRecord, id)
        if record is None:
            raise not_found("file", id)
        return record

    def refuse_twice(self, checksum: str | None, purpose: str) -> None:
        """Answer 409 when this very content is already there for this purpose."""
        if checksum is None:
            return
        condition = "sha256 = ? AND purpose = ? AND state = 'processed'"
        for twin in self.store.where(FileRecord, condition, checksum, purpose):
            message = f"The same content is already there as {twin.id}."
            raise ApiError(409, message, code="file_exists", extra={"file_id": twin.id})

    async def process(self, record: FileRecord) -> FileRecord:
        """Look at a file that has arrived, and make it ready to use."""
        path = self.store.content(record)
        lines, problem = 0, None
        # A file too large to be run is not parsed: its one line might be all of it.
        small = (record.bytes or 0) <= self.settings.max_batch_bytes
        if record.purpose == "batch-api" and small:
            lines, problem = await threaded(lambda: rows.scan(path))
        elif record.file_type == "jsonl":
            lines = await threaded(lambda: rows.count(path))
        latest = self.file(record.id)
        done = replace(latest, state="processed", line_count=lines, problem=problem)
        if latest.state != "processed":
            done = replace(done, ready_at=time.time() + self.settings.processing_seconds)
        self.store.put(done)
        return done


async def threaded(work: Callable[[], _T]) -> _T:
    """Run blocking work beside the event loop.

    In a thread that nobody waits for at the end, which a pool's threads are not: putting 50 GB
    together takes a while, and half of it is swept away by the next start anyway.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def settle(done: Callable[[], None]) -> None:
        # The loop may be closed by now, or the request that waited may be gone.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else done())

    def run() -> None:
        try:
            value = work()
        except Exception as error:
            problem = error
            settle(lambda: future.set_exception(problem))
        else:
            settle(lambda: future.set_result(value))

    threading.Thread(target=run, daemon=True, name="emulator").start()
    return await future


async def json_object(request: Request) -> dict[str, Any]:
    """The request's body as a JSON object.

    Raises:
        ApiError: It is something else.
    """
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > _MAX_JSON:
            raise ApiError(413, "The request body is too large.", code="too_large")
    try:
        found = rows.parse(bytes(raw))
    except ValueError:
        raise ApiError(400, "The request body is not valid JSON.", code="invalid_json") from None
    if not isinstance(found, dict):
        raise ApiError(400, "The request body must be a JSON object.", code="invalid_json")
    return found


async def form(request: Request) -> dict[str, Any]:
    """The fields of a form of either kind, of a JSON object, or of the query: clients send all."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    fields: dict[str, Any] = dict(request.query_params)
    if kind == "application/json":
        return fields | await json_object(request)
    try:
        sent = await request.form()
    except (MultiPartException, ValueError, KeyError):
        raise ApiError(400, "The form cannot be read.", code="invalid_form") from None
    return fields | dict(sent.items())


def text(fields: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A required non-empty string.

    Raises:
        ApiError: It is absent, empty, or not a string that can be stored.
    """
    value = fields.get(name, default)
    if not isinstance(value, str) or not value:
        raise ApiError(400, f"{name} is required.", code="missing_field", param=name)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ApiError(400, f"{name} is not valid Unicode.", param=name) from None
    return value


def described(fields: Mapping[str, Any]) -> tuple[str, str, str]:
    """The name, purpose and type that every way of uploading gives.

    Raises:
        ApiError: One is missing or unknown.
    """
    upload = fields.get("file")
    fallback = upload.filename if isinstance(upload, UploadFile) else None
    name = text(fields, "file_name", fallback)
    purpose = text(fields, "purpose")
    if purpose not in PURPOSES:
        raise ApiError(400, f"{purpose!r} is not a purpose.", code="invalid_value", param="purpose")
    kind = text(fields, "file_type", "jsonl")
    if kind not in FILE_TYPES:
        raise ApiError(400, f"{kind!r} is not a type.", code="invalid_value", param="file_type")
    return name, purpose, kind


def checksum(fields: Mapping[str, Any]) -> str | None:
    """The sha256 a client claims, if it does.

    Raises:
        ApiError: It is not one.
    """
    value = fields.get("checksum")
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", value):
        raise ApiError(400, "checksum must be a sha256 in hex.", param="checksum")
    return value.lower()
