"""The second origin: an object store that knows presigned URLs and no keys, and speaks XML."""

from __future__ import annotations

from html import escape

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from together_ext.emulator.context import Context
from together_ext.emulator.routes_files import arrived
from together_ext.emulator.serving import Content
from together_ext.emulator.settings import MAX_PUT_BYTES
from together_ext.emulator.store import FileRecord, Incoming, Part, Upload


class StorageRoutes:
    """The handlers.

    Args:
        shared: The emulator.
    """

    def __init__(self, shared: Context) -> None:
        self._shared = shared
        self._store = shared.store

    async def put_file(self, request: Request) -> Response:
        """``PUT`` of a whole file; again replaces."""
        id = request.path_params["id"]
        refusal = self._refusal(request)
        if refusal:
            return refusal
        if self._store.get(FileRecord, id) is None:
            return _xml(404, "NoSuchKey", "Nothing was announced under this key.")
        incoming = self._store.incoming()
        try:
            refusal = await _receive(request, incoming, MAX_PUT_BYTES)
            if refusal:
                return refusal
            record = self._store.get(FileRecord, id)
            if record is None:
                return _xml(404, "NoSuchKey", "The file was deleted meanwhile.")
            incoming.keep(self._store.content(record))
            self._store.put(arrived(record, incoming))
        finally:
            incoming.drop()
        return Response(status_code=200, headers={"etag": f'"{incoming.sha256[:32]}"'})

    async def put_part(self, request: Request) -> Response:
        """``PUT`` of one part of a multipart upload; again replaces."""
        refusal = self._refusal(request)
        if refusal:
            return refusal
        upload = self._store.get(Upload, request.path_params["upload_id"])
        number = int(request.path_params["number"])
        if upload is None:
            return _xml(404, "NoSuchUpload", "The upload does not exist, or has ended.")
        if request.headers.get("x-emulator-part") != str(number):
            return _xml(403, "SignatureDoesNotMatch", "A header that came with the URL is missing.")
        incoming = self._store.incoming()
        try:
            refusal = await _receive(request, incoming, min(upload.file_size, MAX_PUT_BYTES))
            if refusal:
                return refusal
            if self._store.get(Upload, upload.id) is None:
                return _xml(404, "NoSuchUpload", "The upload has ended meanwhile.")
            incoming.keep(self._store.part(upload.id, number))
            etag = incoming.sha256[:32]
            self._store.put(Part(upload.id, number, incoming.size, etag))
        finally:
            incoming.drop()
        return Response(status_code=200, headers={"etag": f'"{etag}"'})

    async def get_file(self, request: Request) -> Response | Content:
        """``GET`` of a file, for answers that redirect here."""
        refusal = self._refusal(request)
        if refusal:
            return refusal
        record = self._store.get(FileRecord, request.path_params["id"])
        if record is None or record.sha256 is None or record.modified is None:
            return _xml(404, "NoSuchKey", "The key does not exist.")
        return Content(self._store.content(record), record.sha256[:32], record.modified)

    def _refusal(self, request: Request) -> Response | None:
        if "authorization" in request.headers:
            message = (
                "Only one auth mechanism allowed: the URL is signed, and Authorization came too."
            )
            return _xml(400, "InvalidArgument", message)
        method = "GET" if request.method == "HEAD" else request.method
        code = self._shared.signer.problem(method, request.url.path, request.query_params)
        if code:
            return _xml(403, code, "The URL is not signed for this request, or has expired.")
        return None


async def _receive(request: Request, incoming: Incoming, limit: int) -> Response | None:
    declared = request.headers.get("content-length")
    too_large = _xml(400, "EntityTooLarge", f"More than {limit} bytes.")
    if declared is not None and int(declared) > limit:
        return too_large
    try:
        async for chunk in request.stream():
            incoming.write(chunk)
            if incoming.size > limit:
                return too_large
    except ClientDisconnect:
        return _xml(400, "IncompleteBody", "The connection ended before the body did.")
    if declared is not None and int(declared) != incoming.size:
        return _xml(400, "IncompleteBody", f"{declared} bytes were declared.")
    return None


def _xml(status: int, code: str, message: str) -> Response:
    body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return Response(text, status_code=status, media_type="application/xml")


async def no_such_key(_request: Request, error: Exception) -> Response:
    """The object store's own 404 and 405."""
    status = getattr(error, "status_code", 404)
    if status == 405:
        return _xml(405, "MethodNotAllowed", "This method is not allowed here.")
    return _xml(404, "NoSuchKey", "The key does not exist.")


async def broken(_request: Request, _error: Exception) -> Response:
    """The object store's own 500."""
    return _xml(500, "InternalError", "The emulator broke; its log says how.")
