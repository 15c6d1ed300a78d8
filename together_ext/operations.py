"""The one door into the generated client's private functions.

Each function here makes a :class:`~together_ext.calls.Call` of one operation: the request as
``_get_kwargs`` builds it, and a parser around ``_parse_response``. So a renamed operation or
parameter is found by the type checker in this file alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import fields
from together_openapi.api.batches import cancel_batch as _cancel_batch
from together_openapi.api.batches import create_batch as _create_batch
from together_openapi.api.batches import get_batch as _get_batch
from together_openapi.api.batches import list_batches as _list_batches
from together_openapi.api.files import begin_upload as _begin_upload
from together_openapi.api.files import delete_file as _delete_file
from together_openapi.api.files import list_files as _list_files
from together_openapi.api.files import preprocess_file as _preprocess_file
from together_openapi.api.files import retrieve_file as _retrieve_file
from together_openapi.api.files import retrieve_file_content as _retrieve_file_content
from together_openapi.client import Client
from together_openapi.models import (
    BatchJob,
    BeginUploadRequest,
    CreateBatchRequest,
    CreateBatchResponse,
    FileDeleteResponse,
    FileList,
    FilePurpose,
    FileResponse,
    FileType,
)
from together_openapi.types import UNSET, Unset

from . import errors
from .calls import Call, invalid_response
from .flow import Reply

T = TypeVar("T")

# The parsers only ask it whether to raise on undocumented statuses, which calls.py does itself.
_CLIENT = Client("")

_UPLOAD_DOUBT = (
    "The file may be registered, without content. Nothing was billed; uploading again is safe."
)


def list_files() -> Call[FileList]:
    """``GET /files``."""
    name = "list_files"

    def parse(reply: Reply) -> FileList:
        files = _expect(FileList, _parsed(name, reply, _list_files._parse_response), name, reply)
        # An account without files may get null, and a file may be null.
        given = files.data if isinstance(files.data, list) else []
        files.data = [file for file in given if isinstance(file, FileResponse)]
        return files

    return Call(name, _list_files._get_kwargs(), parse)


def retrieve_file(id: str) -> Call[FileResponse]:
    """``GET /files/{id}``."""
    name = "retrieve_file"

    def parse(reply: Reply) -> FileResponse:
        return _file(_parsed(name, reply, _retrieve_file._parse_response), name, reply)

    return Call(name, _retrieve_file._get_kwargs(id), parse)


def delete_file(id: str) -> Call[FileDeleteResponse]:
    """``DELETE /files/{id}``."""
    name = "delete_file"

    def parse(reply: Reply) -> FileDeleteResponse:
        if reply.status == 404:  # an earlier attempt, whose answer was lost, has done it
            return FileDeleteResponse.from_dict({"id": id, "object": "file", "deleted": True})
        parsed = _parsed(name, reply, _delete_file._parse_response)
        return _expect(FileDeleteResponse, parsed, name, reply)

    return Call(name, _delete_file._get_kwargs(id), parse, gone_is_done=True)


def retrieve_file_content(id: str) -> Call[Reply]:
    """``GET /files/{id}/content``, streamed; storage on another origin may be redirected to."""
    kwargs = _retrieve_file_content._get_kwargs(id)
    # The file's own bytes are wanted: what is compressed on the way cannot be checked against
    # Content-Length, nor resumed.
    kwargs["headers"] = {**kwargs.get("headers", {}), "Accept-Encoding": "identity"}
    return Call("retrieve_file_content", kwargs, _unparsed, elsewhere=True, stream=True)


def begin_upload(*, file_name: str, purpose: str, file_type: str, checksum: str) -> Call[Reply]:
    """``POST /files``: answered by a redirect to where the bytes go, or 409 with a file's id."""
    body = BeginUploadRequest(
        purpose=FilePurpose(purpose),
        file_name=file_name,
        file_type=FileType(file_type),
        checksum=checksum,
    )
    return Call(
        "begin_upload",
        _begin_upload._get_kwargs(body=body),
        _unparsed,
        doubt=_UPLOAD_DOUBT,
        accept=frozenset({302, 409}),
    )


def preprocess_file(id: str) -> Call[FileResponse]:
    """``POST /files/{id}/preprocess``: asked twice, it looks at the same bytes twice."""
    name = "preprocess_file"

    def parse(reply: Reply) -> FileResponse:
        return _file(_parsed(name, reply, _preprocess_file._parse_response), name, reply)

    return Call(name, _preprocess_file._get_kwargs(id), parse)


def create_batch(
    *,
    file_id: str,
    endpoint: str,
    completion_window: str,
    model_id: str | None,
    priority: int | None,
) -> Call[BatchJob]:
    """``POST /batches``: the request that costs money."""
    name = "create_batch"
    doubt = (
        f"The batch may run, and be billed. Look for a job with input_file_id {file_id!r} in "
        "batches.list(); create it again only if there is none."
    )
    body = CreateBatchRequest(
        endpoint=endpoint,
        input_file_id=file_id,
        completion_window=completion_window,
        model_id=UNSET if model_id is None else model_id,
        priority=UNSET if priority is None else priority,
    )

    def parse(reply: Reply) -> BatchJob:
        try:
            parsed = _parsed(name, reply, _create_batch._parse_response)
            answer = _expect(CreateBatchResponse, parsed, name, reply)
            return _job(answer.job, name, reply)
        except errors.InvalidResponseError as error:
            # The status said that it was done; that its answer cannot be read does not undo it.
            raise errors.OutcomeUnknownError(
                f"{error} {doubt}",
                operation=name,
                status=reply.status,
                request_id=reply.request_id,
            ) from error

    return Call(name, _create_batch._get_kwargs(body=body), parse, doubt=doubt)


def get_batch(id: str) -> Call[BatchJob]:
    """``GET /batches/{id}``."""
    name = "get_batch"

    def parse(reply: Reply) -> BatchJob:
        return _job(_parsed(name, reply, _get_batch._parse_response), name, reply)

    return Call(name, _get_batch._get_kwargs(id), parse)


def list_batches() -> Call[list[BatchJob]]:
    """``GET /batches``: a bare array, or null."""
    name = "list_batches"

    def parse(reply: Reply) -> list[BatchJob]:
        parsed = _parsed(name, reply, _list_batches._parse_response)
        if parsed is None:
            return []
        jobs = _expect(list, parsed, name, reply)
        return [_without_unset(job) for job in jobs if isinstance(job, BatchJob)]

    return Call(name, _list_batches._get_kwargs(), parse)


def cancel_batch(id: str) -> Call[BatchJob]:
    """``POST /batches/{id}/cancel``: cancelling twice is cancelling once."""
    name = "cancel_batch"

    def parse(reply: Reply) -> BatchJob:
        return _job(_parsed(name, reply, _cancel_batch._parse_response), name, reply)

    return Call(name, _cancel_batch._get_kwargs(id), parse)


def _unparsed(reply: Reply) -> Reply:
    return reply


def _parsed(name: str, reply: Reply, parse: Callable[..., Any]) -> Any:
    try:
        return parse(client=_CLIENT, response=reply.raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        errors.forget_frames(error)
        # Not what it says, nor itself as the cause: it quotes the body, and the body may quote the
        # key. The excerpt in our own error has it blotted out.
        why = f"it cannot be read ({type(error).__name__})"
        raise invalid_response(name, reply, why) from None


def _expect(kind: type[T], value: Any, name: str, reply: Reply) -> T:
    if not isinstance(value, kind):
        raise invalid_response(name, reply, f"{kind.__name__} was promised")
    return value


def _file(value: Any, name: str, reply: Reply) -> FileResponse:
    file = _expect(FileResponse, value, name, reply)
    if not isinstance(file.id, str) or not file.id:
        raise invalid_response(name, reply, "a file without an id came")
    return file


def _job(value: Any, name: str, reply: Reply) -> BatchJob:
    job = _expect(BatchJob, value, name, reply)
    if not isinstance(job.id, str) or not job.id:
        raise invalid_response(name, reply, "a batch without an id came")
    return _without_unset(job)


def _without_unset(job: BatchJob) -> BatchJob:
    """Make what is missing None: every field of a job may be null, and ``is None`` should do."""
    for field in fields(BatchJob):
        if isinstance(getattr(job, field.name), Unset):
            setattr(job, field.name, None)
    return job
