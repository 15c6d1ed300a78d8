"""``client.files``: what users touch. Thin: the steps are flows in ``transfer/``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from . import names, operations
from .calls import fetch
from .file_arguments import (
    FileTypeName,
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
from .transfer.stream import ContentStream

if TYPE_CHECKING:
    from together_openapi.models import FileDeleteResponse, FileList, FileResponse

    from .client import Together
    from .file_arguments import FileId
    from .transfer.many import DownloadSummary


class Files:
    """The Files API, for threads. Reached as ``Together().files``."""

    def __init__(self, client: Together) -> None:
        self._client = client

    def upload(
        self,
        file: Uploadable,
        *,
        purpose: Purpose = "batch-api",
        file_type: FileTypeName | None = None,
        filename: str | None = None,
        multipart_threshold: int = THRESHOLD_BYTES,
        part_size: int | None = None,
        max_connections: int = 4,
        progress: ProgressCallback | bool | None = None,
    ) -> FileResponse:
        r"""Upload a file whole.

        It is read twice (once for its SHA-256, by which the API knows content it has already) and
        never held in memory. What the API says it received is compared with what was sent, and
        a file that changes meanwhile is an error.

        A large one goes in parts, several at a time. If the process dies, the same call made again
        sends the missing ones: by the content's SHA-256, wherever the file is by then. What that
        takes is kept in ``TOGETHER_STATE_DIR`` until the upload ends, for its owner alone.

        Args:
            file: What to upload:

                - a path; ``~`` is expanded;
                - a file opened with ``"rb"``: from its current position to its end. It stays open,
                  and where it was if it is a regular file;
                - ``bytes``;
                - an iterable of dicts: each becomes a line of JSON that ends in ``\n``.

                What cannot be read twice (a pipe, rows) goes to a temporary file (``TMPDIR``).
            purpose: What the file is for.
            file_type: ``jsonl``, ``csv`` or ``parquet``; by the name's suffix where not given.
            filename: The name at the API; that of the file where it is not given, ``rows.jsonl``
                for rows, and ``upload.`` with the type for what has no name.
            multipart_threshold: Bytes above which it goes in parts; storage takes no more than
                5 GB at once.
            part_size: Bytes in a part, at least 5 MiB; by default 64 MiB, or what makes 250 parts.
            max_connections: Parts under way at a time, at most.
            progress: As for :meth:`retrieve_content`.

        Returns:
            What the API knows of the file; ``.id`` is what ``batches.create`` takes. Where the
            same content was there already, that file.

        Raises:
            InputFileNotFoundError: There is no such file.
            InputFileError: It is a directory, a pipe, empty, too large or unreadable.
            InvalidArgumentError: A file in text mode or closed, a row that is not JSON (the text
                says which), or another argument that makes no sense.
            MissingPackageError: ``progress=True``, and tqdm is not installed.
            UploadError: It changed meanwhile, or did not arrive whole.
            OutcomeUnknownError: The answer to the registration was lost; uploading again is safe.
            APIError: The API refused, or could not be reached.

        Example:
            >>> file = client.files.upload("batch_input.jsonl")       # doctest: +SKIP
            >>> rows = ({"custom_id": f"row-{n}", "body": {}} for n in range(1000))
            >>> file = client.files.upload(rows)                      # doctest: +SKIP
        """
        # What a download does not need, it does not wait for.
        from .transfer.inputs import read_input
        from .transfer.upload import upload

        options = upload_options(
            self._client, purpose, multipart_threshold, part_size, max_connections, progress
        )
        source = read_input(file, filename, file_type)
        with metered(progress, f"upload {source.name}") as meter:
            return self._client._run(upload(source, options, meter, self._client._policy()))

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

        Args:
            id: The file's id.

        Returns:
            Its ``filename``, ``bytes``, ``purpose``, and how far its check is
            (``processing_status``).

        Raises:
            InvalidArgumentError: No id.
            NotFoundError: There is no such file.
            APIError: The API refused, or could not be reached.
        """
        call = operations.retrieve_file(names.check_id(id))
        return self._client._run(fetch(call, self._client._policy()))

    def delete(self, id: FileId) -> FileDeleteResponse:
        """Delete a file at the API.

        Args:
            id: The file's id.

        Returns:
            Its ``id``, and whether it is ``deleted``.

        Raises:
            InvalidArgumentError: No id.
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
        max_connections: int = MAX_CONNECTIONS,
        wait: float = 0.0,
        stall_timeout: float | None = None,
        min_speed: float = 0.0,
        durable: bool = True,
    ) -> FileObject:
        """Download a file to the disk, whole or not at all.

        The bytes go to a hidden file beside the destination, which takes its name only when all
        of them are on the disk: their number is checked against ``Content-Length``, and where
        there is none against the file's own metadata; where a header gives a checksum, that is
        checked too. What breaks off, or is killed, is gone on with from where it was, if the
        server proves that the file is still the same. Memory does not grow with the file.

        Args:
            id: The file's id, as in ``job.output_file_id``.
            output: Where to. None for ``normalize_key(f"{id}.jsonl")`` in the current directory; a
                directory for that name inside it; else the path itself. ``~`` is expanded, missing
                directories are made, a file that is there is replaced.
            progress: Called with a :class:`Progress` at most ten times a second; or True for a
                tqdm bar, False for none, None for one when standard error is a terminal.
            max_connections: At most; one at first, others while that makes it faster.
            wait: Seconds to wait for a file that is not there yet (202 or 404).
            stall_timeout: Seconds without a byte after which it is asked for again; 30 where it is
                not given, or the client's own ``timeout`` where that is set.
            min_speed: Bytes a second; a connection that brings fewer over ``stall_timeout``
                seconds is given up and asked for again. 0: any will do.
            durable: Whether the bytes must be on the disk, safe from a power cut, before the file
                takes its name. False is faster on slow disks.

        Returns:
            ``FileObject(object="local", id, filename, size)`` with the absolute path and the bytes
            on the disk.

        Raises:
            InvalidArgumentError: No id, no path, or a number out of its range.
            MissingPackageError: ``progress=True``, and tqdm is not installed.
            DownloadError: The bytes that came are not the whole file. What can be gone on with was
                kept beside the destination; ``together_ext.transfer.clean`` removes it.
            OutputError: The destination cannot be written.
            InsufficientDiskSpaceError: The disk is too full.
            NotFoundError: There is no such file.
            APIError: The API refused, or could not be reached.

        Example:
            >>> result = client.files.retrieve_content("file-123")    # doctest: +SKIP
            >>> result.filename, result.size                          # doctest: +SKIP
            ('/home/me/file-123.jsonl', 1048576)
        """
        options = download_options(
            self._client, max_connections, wait, stall_timeout, min_speed, durable
        )
        source = source_of(self._client, id)
        destination = names.destination(source.id, output)
        with metered(progress, f"download {destination.name}") as meter:
            return self._client._download(source, destination, options, meter)

    def retrieve_many(
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
        """Download many files into one directory, each whole or not at all.

        Each gets the name that :meth:`retrieve_content` gives it. One that fails holds up no other.

        Args:
            ids: The files' ids; one that comes twice is downloaded once.
            directory: Where to; made where it is missing. ``~`` is expanded.
            progress: As for :meth:`retrieve_content`, with the bytes and connections of all files
                added up. ``total`` is None until the size of each is known.
            max_connections: For all together. It bounds the bytes in flight, too: each connection
                holds 2 MiB at most that are not on the disk yet.
            on_error: ``"collect"`` to have failures in the summary, beside their ids; ``"raise"``
                to end with the first one.
            wait: As for :meth:`retrieve_content`.
            stall_timeout: As for :meth:`retrieve_content`.
            min_speed: As for :meth:`retrieve_content`.
            durable: As for :meth:`retrieve_content`.

        Returns:
            ``DownloadSummary(files, failures, bytes, seconds)``.

        Raises:
            InvalidArgumentError: An id is none, or two of them would get one name.
            MissingPackageError: ``progress=True``, and tqdm is not installed.
            TogetherError: The first failure, with ``on_error="raise"``.

        Example:
            >>> done = client.files.retrieve_many(["file-1", "file-2"], "results")  # doctest: +SKIP
        """
        options = download_options(
            self._client, max_connections, wait, stall_timeout, min_speed, durable
        )
        work = work_of(self._client, ids, directory, on_error)
        with metered(progress, f"download {len(work)} files") as meter:
            return self._client._download_many(work, options, on_error == "raise", meter)

    def content(
        self, id: FileId, *, wait: float = 0.0, stall_timeout: float | None = None
    ) -> ContentStream:
        """Open a file's content as a stream, for use in a ``with`` statement.

        Args:
            id: The file's id.
            wait: Seconds to wait for a file that is not there yet (202 or 404).
            stall_timeout: As for :meth:`retrieve_content`.

        Returns:
            A context manager with ``iter_bytes()``, ``iter_lines()``, ``iter_json()`` and ``size``.
            What breaks off is gone on with from where it was, if the file is still the same.

        Raises:
            InvalidArgumentError: No id.
            DownloadError: While iterating: the file did not come whole.
            APIError: On entering: the API refused, or could not be reached.

        Example:
            >>> with client.files.content("file-123") as stream:      # doctest: +SKIP
            ...     for row in stream.iter_json():
            ...         print(row["custom_id"])
        """
        return ContentStream(
            self._client._session(),
            source_of(self._client, id),
            self._client._policy(),
            download_options(self._client, 1, wait, stall_timeout, 0.0, False),
        )
