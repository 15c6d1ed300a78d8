"""An upload as a flow: register, put the bytes, have them checked.

Registering is answered by a redirect to a presigned URL on another origin, which takes the bytes
and must not see the key. A 409 says that the same content is there already; it is believed only
when the size and the purpose agree.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .. import errors, origins
from ..calls import Call, Policy, fetch, send
from ..flow import Body, Flow, Reply, Work
from ..progress import Meter

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

_CHUNK_BYTES = 1024 * 1024
# Hashed in slices, so that a cancelled upload of a large file ends between two of them.
_HASH_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Registration:
    """What to upload, and the calls it takes.

    Attributes:
        path: The local file, checked.
        purpose: What it is for.
        begin: Makes the call that registers it, given its size and SHA-256 (hex).
        preprocess: Makes the call that has the API look at the bytes, given the file's id.
        retrieve: Makes the call for the metadata of a file, given its id.
    """

    path: Path
    purpose: str
    begin: Callable[[str], Call[Reply]]
    preprocess: Callable[[str], Call[FileResponse]]
    retrieve: Callable[[str], Call[FileResponse]]


@dataclass(frozen=True)
class _Snapshot:
    """What tells whether a file changed: compared before and after it is read."""

    size: int
    modified: int
    inode: int

    @staticmethod
    def of(handle: BinaryIO) -> _Snapshot:
        status = os.fstat(handle.fileno())
        return _Snapshot(status.st_size, status.st_mtime_ns, status.st_ino)


def upload(registration: Registration, meter: Meter, policy: Policy) -> Flow[FileResponse]:
    """Upload a file whole.

    Raises:
        UploadError: It changed meanwhile, or arrived in another size.
        OutcomeUnknownError: The answer to the registration was lost.
        APIError: The API refused.
    """
    path = registration.path
    snapshot, digest = yield from _hash(path)
    reply = yield from send(registration.begin(digest), policy)
    if reply.status == 409:
        return (yield from _already_there(registration, snapshot.size, reply, policy))
    file_id, url = _presigned(path, reply)
    meter.start(snapshot.size)
    yield from _put(path, snapshot, url, meter, policy)
    meter.finish()
    file = yield from fetch(registration.preprocess(file_id), policy)
    _compare_size(path, snapshot.size, file)
    return file


def _hash(path: Path) -> Flow[tuple[_Snapshot, str]]:
    digest = hashlib.sha256()
    with _reading(path) as handle:
        snapshot = _Snapshot.of(handle)

        def hash_slice() -> int:
            read = 0
            while read < _HASH_BYTES and (data := _read(handle, path, _CHUNK_BYTES)):
                digest.update(data)
                read += len(data)
            return read

        while (yield Work(hash_slice)):
            pass
    return snapshot, digest.hexdigest()


def _presigned(path: Path, reply: Reply) -> tuple[str, str]:
    file_id = reply.headers.get("x-together-file-id")
    if reply.status != 302 or not file_id:
        raise errors.UploadError(
            f"{path} was not uploaded: the API answered {reply.status} "
            "without the id and the place that a registration gets.",
            path=str(path),
        )
    try:
        return file_id, origins.follow(str(reply.raw.request.url), reply.headers.get("location"))
    except ValueError as error:
        raise errors.UploadError(
            f"{path} was not uploaded: the redirect to its place is not followed: {error}.",
            path=str(path),
        ) from None


def _put(path: Path, snapshot: _Snapshot, url: str, meter: Meter, policy: Policy) -> Flow[None]:
    def chunks() -> Iterator[bytes]:
        # Called anew for each attempt, so that a retry sends the file from its start and not from
        # wherever the attempt before had come to.
        meter.start(snapshot.size)
        return _read_exactly(path, snapshot)

    body = Body(snapshot.size, chunks, meter.advance)
    kwargs = {"method": "put", "url": url}
    call = Call("put_content", kwargs, parse=lambda reply: reply, body=body)
    try:
        yield from send(call, policy)
    except errors.APIStatusError as error:
        raise errors.UploadError(
            f"{path} was not uploaded: the storage refused it ({error.status}: "
            f"{' '.join(error.body[:200].split())}). Upload it again.",
            path=str(path),
            expected=snapshot.size,
        ) from error


def _read_exactly(path: Path, snapshot: _Snapshot) -> Iterator[bytes]:
    with _reading(path) as handle:
        left = snapshot.size
        while left > 0 and (data := _read(handle, path, min(_CHUNK_BYTES, left))):
            left -= len(data)
            if left == 0 and _Snapshot.of(handle) != snapshot:
                break  # before the last bytes leave: the storage then keeps nothing
            yield data
        else:
            if left == 0:
                return
    raise errors.UploadError(
        f"{path} changed while it was uploaded. Upload it again when it is finished.",
        path=str(path),
        expected=snapshot.size,
    )


def _already_there(
    registration: Registration, size: int, reply: Reply, policy: Policy
) -> Flow[FileResponse]:
    path = registration.path
    try:
        file_id = json.loads(reply.content)["file_id"]
        file = yield from fetch(registration.retrieve(file_id), policy)
    except (ValueError, TypeError, KeyError, errors.NotFoundError) as error:
        raise errors.ConflictError(
            f"begin_upload: 409 from {reply.url}, without a file that could be used instead. "
            "Delete the file that is in the way, or wait until it is finished.",
            operation="begin_upload",
            status=409,
            body=reply.excerpt(),
            request_id=reply.request_id,
        ) from error
    purpose = str(getattr(file.purpose, "value", file.purpose))
    if purpose != registration.purpose:
        raise errors.UploadError(
            f"{path} is at the API already, as {file_id} for purpose {purpose!r}, not "
            f"{registration.purpose!r}. Delete that file to upload it anew.",
            path=str(path),
        )
    _compare_size(path, size, file)
    return file


def _compare_size(path: Path, size: int, file: FileResponse) -> None:
    said = file.bytes_
    # 0 and nothing are what a file has that was not counted yet; any other number is a claim.
    if isinstance(said, int) and said not in (0, size):
        raise errors.UploadError(
            f"{path} has {size} bytes, and the API says that {file.id} has {said}. "
            "Delete that file and upload again.",
            path=str(path),
            expected=size,
            received=said,
        )


def _reading(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=0)
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(handle: BinaryIO, path: Path, count: int) -> bytes:
    try:
        return handle.read(count)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> errors.UploadError:
    return errors.UploadError(
        f"{path} cannot be read any more: {error.strerror or error}.", path=str(path)
    )
