"""Files: announce and upload, list, look at, download, delete."""

from __future__ import annotations

import time
from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from together_ext.emulator import context
from together_ext.emulator.context import Context
from together_ext.emulator.serving import Content
from together_ext.emulator.settings import MIB
from together_ext.emulator.shapes import ApiError, Json, file_response
from together_ext.emulator.store import FileRecord, Incoming


class FileRoutes:
    """The handlers.

    Args:
        shared: The emulator.
    """

    def __init__(self, shared: Context) -> None:
        self._shared = shared
        self._store = shared.store

    async def announce(self, request: Request) -> Response:
        """``POST /files``: a file to come; answers where to PUT its bytes."""
        fields = await context.form(request)
        name, purpose, kind = context.described(fields)
        claimed = context.checksum(fields)
        self._shared.refuse_twice(claimed, purpose)
        record = self._store.new_file(name, purpose, kind, checksum=claimed)
        self._store.put(record)
        url = self._shared.storage_url(request, "PUT", f"/storage/{record.id}")
        headers = {"location": url, "x-together-file-id": record.id}
        return Response(status_code=302, headers=headers)

    async def preprocess(self, request: Request) -> Response:
        """``POST /files/{id}/preprocess``: the bytes are there, look at them."""
        record = self._shared.file(request.path_params["id"])
        if record.state == "pending":
            raise ApiError(400, "The bytes of this file never arrived.", code="file_not_uploaded")
        if record.checksum not in (None, record.sha256):
            message = f"The bytes that arrived have the sha256 {record.sha256}."
            raise ApiError(400, message, code="checksum_mismatch", param="checksum")
        return Json(file_response(await self._shared.process(record)))

    async def upload(self, request: Request) -> Response:
        """``POST /files/upload``: everything in one form."""
        fields = await context.form(request)
        upload = fields.get("file")
        if not isinstance(upload, UploadFile):
            raise ApiError(400, "file is required.", code="missing_field", param="file")
        incoming = self._store.incoming()
        try:
            name, purpose, kind = context.described(fields)
            await context.threaded(lambda: _copy(upload, incoming))
            self._shared.refuse_twice(incoming.sha256, purpose)
            record = arrived(self._store.new_file(name, purpose, kind), incoming)
            incoming.keep(self._store.content(record))
            self._store.put(record)
        finally:
            incoming.drop()
            await upload.close()
        return Json(file_response(await self._shared.process(record)))

    async def list(self, _request: Request) -> Response:
        """``GET /files``."""
        records = self._store.where(FileRecord)
        return Json({"object": "list", "data": [file_response(record) for record in records]})

    async def retrieve(self, request: Request) -> Response:
        """``GET /files/{id}``."""
        return Json(file_response(self._shared.file(request.path_params["id"])))

    async def delete(self, request: Request) -> Response:
        """``DELETE /files/{id}``."""
        record = self._shared.file(request.path_params["id"])
        self._store.query("DELETE FROM files WHERE id = ?", record.id)
        self._store.content(record).unlink(missing_ok=True)
        return Json({"id": record.id, "object": "file", "deleted": True})

    async def content(self, request: Request) -> Content:
        """``GET /files/{id}/content``."""
        record = self._shared.file(request.path_params["id"])
        if record.state == "pending" or record.sha256 is None or record.modified is None:
            raise ApiError(404, "This file has no content yet.", code="file_not_uploaded")
        return Content(self._store.content(record), record.sha256[:32], record.modified)


def arrived(record: FileRecord, incoming: Incoming) -> FileRecord:
    """The record of a file whose bytes are there."""
    return replace(
        record,
        state="uploaded",
        bytes=incoming.size,
        sha256=incoming.sha256,
        modified=time.time(),
    )


def _copy(upload: UploadFile, incoming: Incoming) -> None:
    upload.file.seek(0)
    while chunk := upload.file.read(MIB):
        incoming.write(chunk)
