"""``client.files`` for event loops: the methods of :mod:`~together_ext.files`, to be awaited."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Literal

from . import names, operations
from .calls import fetch
from .file_arguments import (
    FileTypeName,
    Row,
    Uploadable,
    download_options,
    metered,
    source_of,
    upload_options,
    work_of,
)
from .names import Purpose
from .progress import ProgressCallback
from .transfer.download import FileObject
from .transfer.options import MAX_CONNECTIONS
from .transfer.parts import THRESHOLD_BYTES
from .transfer.stream import AsyncContentStream

if TYPE_CHECKING:
    from together_openapi.models import FileDeleteResponse, FileList, FileResponse

    from .client import AsyncTogether
    from .file_arguments import FileId
    from .transfer.many import DownloadSummary


class AsyncFiles:
    """The Files API, for event loops. Reached as ``AsyncTogether().files``."""

    def __init__(self, client: AsyncTogether) -> None:
        self._client = client

    async def upload(
        self,
        file: Uploadable | AsyncIterable[Row],
        *,
        purpose: Purpose = "batch-api",
        file_type: FileTypeName | None = None,
        filename: str | None = None,
        multipart_threshold: int = THRESHOLD_BYTES,
        part_size: int | None = None,
        max_connections: int = 4,
        progress: ProgressCallback | bool | None = None,
    ) -> FileResponse:
        """Upload a file whole; see :meth:`Files.upload`.

        Rows may come from an async iterable too. Any other ``file`` is read in worker threads.
        """
        # What a download does not need, it does not wait for.
        from .transfer.inputs import read_async_input
        from .transfer.upload import upload

        options = upload_options(
            self._client, purpose, multipart_threshold, part_size, max_connections, progress
        )
        source = await read_async_input(file, filename, file_type)
        with metered(progress, f"upload {source.name}") as meter:
            return await self._client._run(upload(source, options, meter, self._client._policy()))

    async def list(self) -> FileList:
        """List the files of this key's account; see :meth:`Files.list`."""
        return await self._client._run(fetch(operations.list_files(), self._client._policy()))

    async def retrieve(self, id: FileId) -> FileResponse:
        """Get what the API knows of a file; see :meth:`Files.retrieve`."""
        call = operations.retrieve_file(names.check_id(id))
        return await self._client._run(fetch(call, self._client._policy()))

    async def delete(self, id: FileId) -> FileDeleteResponse:
        """Delete a file at the API; see :meth:`Files.delete`."""
        call = operations.delete_file(names.check_id(id))
        return await self._client._run(fetch(call, self._client._policy()))

    async def retrieve_content(
        self,
        id: FileId,
        *,
        output: str | os.PathLike[str] | None = None,
        progress: ProgressCallback | bool | None = None,
        max_connections: int = MAX_CONNECTIONS,
        wait: float = 0.0,
        stall_timeout: float | None = None,
        min_speed: float = 0.0,
        durable: bool = True,
    ) -> FileObject:
        """Download a file to the disk, whole or not at all; see :meth:`Files.retrieve_content`.

        It runs in a worker thread, and has ended when this has, also when this is cancelled.
        """
        options = download_options(
            self._client, max_connections, wait, stall_timeout, min_speed, durable
        )
        source = source_of(self._client, id)
        destination = names.destination(source.id, output)
        with metered(progress, f"download {destination.name}") as meter:
            return await self._client._download(source, destination, options, meter)

    async def retrieve_many(
        self,
        ids: Iterable[FileId],
        directory: str | os.PathLike[str],
        *,
        progress: ProgressCallback | bool | None = None,
        max_connections: int = MAX_CONNECTIONS,
        on_error: Literal["collect", "raise"] = "collect",
        wait: float = 0.0,
        stall_timeout: float | None = None,
        min_speed: float = 0.0,
        durable: bool = True,
    ) -> DownloadSummary:
        """Download many files into one directory; see :meth:`Files.retrieve_many`."""
        options = download_options(
            self._client, max_connections, wait, stall_timeout, min_speed, durable
        )
        work = work_of(self._client, ids, directory, on_error)
        with metered(progress, f"download {len(work)} files") as meter:
            return await self._client._download_many(work, options, on_error == "raise", meter)

    def content(
        self, id: FileId, *, wait: float = 0.0, stall_timeout: float | None = None
    ) -> AsyncContentStream:
        """Open a file's content as a stream, for ``async with``; see :meth:`Files.content`."""
        return AsyncContentStream(
            self._client._session(),
            source_of(self._client, id),
            self._client._policy(),
            download_options(self._client, 1, wait, stall_timeout, 0.0, False),
        )
