"""What the API says of a file that was sent, or that it has already: believed where it agrees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .. import errors, operations, retry
from ..calls import Policy, fetch
from ..flow import Flow, Reply, Sleep

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

# What becomes of a file whose bytes were looked at and found wanting. Such a file stands in the way
# of the same content for ever, and no batch takes it.
_UNUSABLE = {"FAILED", "INVALID_FORMAT"}

# The answers to the last step of an upload that leave open how it ends, and those that end it.
OPEN = (
    errors.APIConnectionError,
    errors.ServerError,
    errors.InvalidResponseError,
    errors.RateLimitError,
)
REFUSED = (errors.BadRequestError, errors.UnprocessableEntityError)


def check_size(label: str, size: int, file: FileResponse) -> FileResponse:
    """Return a file whose size at the API is the one that was sent.

    Raises:
        UploadError: It is another.
    """
    said = _size(file)
    # A file that was not looked at yet may have 0 for "not counted"; one that was has 0 bytes.
    if said is None or said == size or (said == 0 and not _looked_at(file)):
        return file
    raise errors.UploadError(
        f"{label} has {size} bytes, and the API says that {file.id} has {said}. "
        "Delete that file and upload again.",
        path=label,
        expected=size,
        received=said,
    )


def is_whole(size: int, file: FileResponse) -> bool:
    """Say whether the API holds as many bytes as were sent; no word on it is a no."""
    return _size(file) == size


def has_arrived(size: int, file: FileResponse) -> bool:
    """Say whether the API certainly holds the whole content.

    The size alone does not tell: it may be the one that was announced.
    """
    return is_whole(size, file) and (
        _looked_at(file) or _text(file.processing_status) in {"QUEUED", "RUNNING"}
    )


def found(file_id: str, size: int, policy: Policy, *, wait: bool) -> Flow[FileResponse | None]:
    """Look for a file that an upload may have become; None where it is not there whole.

    Args:
        file_id: Its id.
        size: Bytes of the content.
        policy: How often to look.
        wait: Whether to look again while the file has the size and was not looked at: its upload
            is gone, so it may just have been put together.
    """
    attempt = 0
    while True:
        try:
            file: FileResponse = yield from fetch(operations.retrieve_file(file_id), policy)
        except errors.NotFoundError:
            return None
        if has_arrived(size, file):
            return file
        if not wait or not is_whole(size, file) or attempt >= policy.max_retries:
            return None
        yield Sleep(retry.backoff(attempt, policy.chance()))
        attempt += 1


def is_unusable(file: FileResponse) -> bool:
    """Say whether the API looked at the bytes and found them wanting."""
    return _text(file.processing_status) in _UNUSABLE


def already_there(
    label: str, size: int, purpose: str, reply: Reply, policy: Policy
) -> Flow[FileResponse]:
    """Return the file that a 409 says holds the same content.

    Raises:
        ConflictError: It names none, or one that is not there.
        UploadError: That file is not what is wanted: another purpose, another size or none known,
            or it was found unusable.
    """
    operation = "begin_upload"
    try:
        file_id = json.loads(reply.content)["file_id"]
        if not isinstance(file_id, str) or not file_id:
            raise TypeError("no id")
        file: FileResponse = yield from fetch(operations.retrieve_file(file_id), policy)
    except (ValueError, TypeError, KeyError, RecursionError, errors.NotFoundError) as error:
        raise errors.ConflictError(
            f"{operation}: 409 from {reply.url}, without a file that could be used instead. "
            "Delete the file that is in the way, or wait until it is finished.",
            operation=operation,
            status=409,
            body=reply.excerpt(),
            request_id=reply.request_id,
        ) from error
    said = _text(file.purpose)
    if said != purpose:
        raise errors.UploadError(
            f"{label} is at the API already, as {file_id} for purpose {said!r}, not "
            f"{purpose!r}. Delete that file to upload it anew.",
            path=label,
        )
    check_size(label, size, file)
    if is_unusable(file):
        status = _text(file.processing_status)
        raise errors.UploadError(
            f"{label} is at the API already, as {file_id}, and its check ended as {status}. "
            "Look at that file's validation_report; delete it to upload the content anew.",
            path=label,
            expected=size,
        )
    if not is_whole(size, file):
        raise errors.UploadError(
            f"{label} is at the API already, as {file_id}, whose size the API does not say. It may "
            "be another upload that is under way: wait for it, or delete that file.",
            path=label,
            expected=size,
        )
    return file


def _size(file: FileResponse) -> int | None:
    said = file.bytes_
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _looked_at(file: FileResponse) -> bool:
    return file.processed is True or _text(file.processing_status) in {"COMPLETED", *_UNUSABLE}


def _text(value: object) -> str:
    return str(getattr(value, "value", value))
