"""Multipart uploads: many signed URLs for one file, put together at the end."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from together_ext.emulator import context
from together_ext.emulator.context import Context
from together_ext.emulator.routes_files import arrived
from together_ext.emulator.settings import MAX_FILE_BYTES, MAX_PARTS, MIB
from together_ext.emulator.shapes import ApiError, Json, file_response, not_found
from together_ext.emulator.store import FileRecord, Incoming, Part, Upload


class MultipartRoutes:
    """The handlers.

    Args:
        shared: The emulator.
    """

    def __init__(self, shared: Context) -> None:
        self._shared = shared
        self._store = shared.store

    async def initiate(self, request: Request) -> Response:
        """``POST /files/multipart/initiate``."""
        fields = await context.json_object(request)
        name, purpose, kind = context.described(fields)
        claimed = context.checksum(fields)
        size = _whole(fields, "file_size", 1, MAX_FILE_BYTES)
        count = _whole(fields, "num_parts", 1, MAX_PARTS)
        smallest = self._shared.settings.min_part_bytes
        if (count - 1) * smallest >= size:
            message = f"{size} bytes do not make {count} parts of at least {smallest} bytes."
            raise ApiError(400, message, code="invalid_value", param="num_parts")
        self._shared.refuse_twice(claimed, purpose)
        record = self._store.new_file(name, purpose, kind, checksum=claimed)
        upload = Upload(f"upload-{uuid.uuid4()}", record.id, size, count)
        self._store.put(record, upload)
        parts = [
            {
                "PartNumber": number,
                "URL": self._shared.storage_url(
                    request, "PUT", f"/storage/parts/{upload.id}/{number}"
                ),
                # Part of what is signed, as with S3: a client that drops it is refused.
                "Headers": {"x-emulator-part": str(number)},
            }
            for number in range(1, count + 1)
        ]
        return Json({"upload_id": upload.id, "file_id": record.id, "parts": parts})

    async def complete(self, request: Request) -> Response:
        """``POST /files/multipart/complete``."""
        fields = await context.json_object(request)
        upload, record = self._find(fields)
        self._check(upload, fields.get("parts"))
        incoming = self._store.incoming()
        try:
            paths = [self._store.part(upload.id, n) for n in range(1, upload.num_parts + 1)]
            await context.threaded(lambda: _join(paths, incoming))
            if self._store.get(Upload, upload.id) is None:
                raise not_found("upload", upload.id)
            if record.checksum not in (None, incoming.sha256):
                message = f"The parts together have the sha256 {incoming.sha256}."
                raise ApiError(400, message, code="checksum_mismatch", param="checksum")
            incoming.keep(self._store.content(record))
            record = arrived(record, incoming)
            self._store.put(record)
            self._store.drop_upload(upload)
        finally:
            incoming.drop()
        return Json(file_response(await self._shared.process(record)))

    async def abort(self, request: Request) -> Response:
        """``POST /files/multipart/abort``."""
        upload, record = self._find(await context.json_object(request))
        self._store.drop_upload(upload)
        self._store.query("DELETE FROM files WHERE id = ?", record.id)
        return Json({"upload_id": upload.id, "file_id": record.id, "aborted": True})

    def _find(self, fields: dict[str, Any]) -> tuple[Upload, FileRecord]:
        id = context.text(fields, "upload_id")
        upload = self._store.get(Upload, id)
        if upload is None or upload.file_id != context.text(fields, "file_id"):
            raise not_found("upload", id)
        return upload, self._shared.file(upload.file_id)

    def _check(self, upload: Upload, claimed: object) -> None:
        """Refuse a list of parts that is not exactly what arrived."""
        held = {p.number: p for p in self._store.where(Part, "upload_id = ?", upload.id)}
        wanted = list(range(1, upload.num_parts + 1))
        given = claimed if isinstance(claimed, list) else []
        entries = [entry for entry in given if isinstance(entry, dict)]
        if [entry.get("part_number") for entry in entries] != wanted or len(entries) != len(given):
            message = f"parts must name parts 1 to {upload.num_parts}, in order."
            raise ApiError(400, message, code="invalid_part_order", param="parts")
        smallest = self._shared.settings.min_part_bytes
        for entry in entries:
            number, etag = entry["part_number"], entry.get("etag")
            part = held.get(number)
            if part is None or not isinstance(etag, str) or etag.strip('"') != part.etag:
                message = f"Part {number} has not arrived under this etag."
                raise ApiError(400, message, code="invalid_part", param="parts")
            if part.bytes < smallest and number != upload.num_parts:
                message = f"Part {number} has {part.bytes} bytes, fewer than {smallest}."
                raise ApiError(400, message, code="entity_too_small", param="parts")
        total = sum(part.bytes for part in held.values())
        if total != upload.file_size:
            message = f"The parts have {total} bytes, not {upload.file_size}."
            raise ApiError(400, message, code="size_mismatch", param="parts")


def _whole(fields: dict[str, Any], name: str, least: int, most: int) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        message = f"{name} must be an integer from {least} to {most}."
        raise ApiError(400, message, code="invalid_value", param=name)
    return value


def _join(paths: list[Path], incoming: Incoming) -> None:
    for path in paths:
        with path.open("rb") as part:
            while chunk := part.read(4 * MIB):
                incoming.write(chunk)
