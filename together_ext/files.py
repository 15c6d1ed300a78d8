"""``client.files``: what users touch. Thin: the steps are flows in ``transfer/``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from . import names, operations
from .calls import fetch
from .progress import Meter, Progress, ProgressCallback, open_bar
from .transfer.download import FileObject, Source, download
from .transfer.stream import AsyncContentStream, ContentStream
from .transfer.upload import Registration, upload

if TYPE_CHECKING:
    from together_openapi.models import FileDeleteResponse, FileList, FileResponse
    from together_openapi.types import Unset

    from .client import AsyncTogether, Together

__all__ = ["AsyncFiles", "FileObject", "Files", "Progress"]

if TYPE_CHECKING:
    # What `job.output_file_id` can be. None and Unset get an InvalidArgumentError that says why.
    FileId = str | None | Unset
Purpose = Literal[
    "batch-api",
    "fine-tune",
    "eval",
    "eval-sample",
    "eval-output",
    "eval-summary",
    "batch-generated",
    "calibration",
]
FileTypeName = Literal["jsonl", "csv", "parquet"]


class Files:
    """The Files API, for threads. Reached as ``Together().files``."""

    def __init__(self, client: Together) -> None:
        self._client = client

    def upload(
        self,
        file: str | os.PathLike[str],
        *,
        purpose: Purpose = "batch-api",
        file_type: FileTypeName | None = None,
        progress: ProgressCallback | bool | None = None,
    ) -> FileResponse:
        """Upload a file whole.

        It is read twice (once for its SHA-256, by which the API knows content it has already) and
        never held in memory. What storage says it received is compared with what was sent.

        Args:
            file: A path; ``~`` is expanded.
            purpose: What the file is for.
            file_type: ``jsonl``, ``csv`` or ``parquet``; by the suffix where it is not given.
            progress: Called with a :class:`Progress` at most ten times a second; or True for a
                tqdm bar, False for none, None for one when standard error is a terminal.

        Returns:
            What the API knows of the file; ``.id`` is what ``batches.create`` takes. Where the
            same content was there already, that file.

        Raises:
            InputFileNotFoundError: There is no such file.
            InputFileError: It is a directory, empty or unreadable.
            InvalidArgumentError: Unknown ``purpose`` or ``file_type``.
            UploadError: It changed meanwhile, or did not arrive whole.
            OutcomeUnknownError: The answer to the registration was lost; uploading again is safe.
            APIError: The API refused, or could not be reached.

        Example:
            >>> file = client.files.upload("batch_input.jsonl")       # doctest: +SKIP
        """
        registration = _registration(file, purpose, file_type)
        with _metered(progress, f"upload {registration.path.name}") as meter:
            return self._client._run(upload(registration, meter, self._client._policy()))

    def list(self) -> FileList:
        """List the files of this key's account.

        Returns:
            An object whose ``data`` holds the files.

        Raises:
            APIError: The API refused, or could not be reached.
        """
        return self._client._run(fetch(operations.list_files(), self._client._policy()))

    def retrieve(self, id: FileId) -> FileResponse:
        """Get what the API knows of a file.

        Raises:
            NotFoundError: There is no such file.
            APIError: The API refused, or could not be reached.
        """
        call = operations.retrieve_file(names.check_id(id))
        return self._client._run(fetch(call, self._client._policy()))

    def delete(self, id: FileId) -> FileDeleteResponse:
        """Delete a file at the API.

        Raises:
            NotFoundError: There is no such file.
            APIError: The API refused, or could not be reached.
        """
        call = operations.delete_file(names.check_id(id))
        return self._client._run(fetch(call, self._client._policy()))

    def retrieve_content(
        self,
        id: FileId,
        *,
        output: str | os.PathLike[str] | None = None,
        progress: ProgressCallback | bool | None = None,
    ) -> FileObject:
        """Download a file to the disk, whole or not at all.

        The bytes go to a hidden file beside the destination, which takes its name only when all
        of them are on the disk: their number is checked against ``Content-Length``, and where
        there is none against the file's own metadata. Memory does not grow with the file.

        Args:
            id: The file's id, as in ``job.output_file_id``.
            output: Where to. None for ``normalize_key(f"{id}.jsonl")`` in the current directory; a
                directory for that name inside it; else the path itself. ``~`` is expanded, missing
                directories are made, a file that is there is replaced.
            progress: Called with a :class:`Progress` at most ten times a second; or True for a
                tqdm bar, False for none, None for one when standard error is a terminal.

        Returns:
            ``FileObject(object="local", id, filename, size)`` with the absolute path and the bytes
            on the disk.

        Raises:
            InvalidArgumentError: No id, or no path.
            DownloadError: The bytes that came are not the whole file. Nothing was kept.
            OutputError: The destination cannot be written.
            InsufficientDiskSpaceError: The disk is too full.
            NotFoundError: There is no such file.
            APIError: The API refused, or could not be reached.

        Example:
            >>> result = client.files.retrieve_content("file-123")    # doctest: +SKIP
            >>> result.filename, result.size                          # doctest: +SKIP
            ('/home/me/file-123.jsonl', 1048576)
        """
        source = _source(id)
        destination = names.destination(source.id, output)
        with _metered(progress, f"download {destination.name}") as meter:
            return self._client._run(download(source, destination, meter, self._client._policy()))

    def content(self, id: FileId) -> ContentStream:
        """Open a file's content as a stream, for use in a ``with`` statement.

        Args:
            id: The file's id.

        Returns:
            A context manager with ``iter_bytes()``, ``iter_lines()`` and ``size``.

        Raises:
            InvalidArgumentError: No id.
            DownloadError: While iterating: the file did not come whole.
            APIError: On entering: the API refused, or could not be reached.
        """
        return ContentStream(self._client._session(), _source(id), self._client._policy())


class AsyncFiles:
    """The Files API, for event loops. Reached as ``AsyncTogether().files``."""

    def __init__(self, client: AsyncTogether) -> None:
        self._client = client

    async def upload(
        self,
        file: str | os.PathLike[str],
        *,
        purpose: Purpose = "batch-api",
        file_type: FileTypeName | None = None,
        progress: ProgressCallback | bool | None = None,
    ) -> FileResponse:
        """Upload a file whole; see :meth:`Files.upload`."""
        registration = _registration(file, purpose, file_type)
        with _metered(progress, f"upload {registration.path.name}") as meter:
            return await self._client._run(upload(registration, meter, self._client._policy()))

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
    ) -> FileObject:
        """Download a file to the disk, whole or not at all; see :meth:`Files.retrieve_content`."""
        source = _source(id)
        destination = names.destination(source.id, output)
        with _metered(progress, f"download {destination.name}") as meter:
            return await self._client._run(
                download(source, destination, meter, self._client._policy())
            )

    def content(self, id: FileId) -> AsyncContentStream:
        """Open a file's content as a stream, for ``async with``; see :meth:`Files.content`."""
        return AsyncContentStream(self._client._session(), _source(id), self._client._policy())


def _registration(file: object, purpose: object, file_type: object) -> Registration:
    path = names.input_file(file)
    checked = names.check_purpose(purpose)
    kind = names.file_type_of(path, file_type)
    return Registration(
        path=path,
        purpose=checked,
        begin=lambda digest: operations.begin_upload(
            file_name=path.name, purpose=checked, file_type=kind, checksum=digest
        ),
        preprocess=operations.preprocess_file,
        retrieve=operations.retrieve_file,
    )


def _source(id: object) -> Source:
    checked = names.check_id(id)
    return Source(
        id=checked,
        content=operations.retrieve_file_content(checked),
        metadata=operations.retrieve_file(checked),
    )


@contextmanager
def _metered(progress: ProgressCallback | bool | None, label: str) -> Iterator[Meter]:
    bar = open_bar(progress, label)
    tell = bar if bar is not None else progress if callable(progress) else None
    try:
        yield Meter(tell)
    finally:
        if bar is not None:
            bar.close()
