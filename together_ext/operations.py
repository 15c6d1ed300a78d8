"""The one door into the generated client's private functions.

Each function here makes a :class:`~together_ext.calls.Call` of one operation: the request as
``_get_kwargs`` builds it, and a parser around ``_parse_response``. So a renamed operation or
parameter is found by the type checker in this file alone. What an operation needs is imported when
it is called: ten of them with their models take longer to import than a small file to download.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from together_openapi import models
from together_openapi.types import UNSET, Unset

from . import errors
from .calls import Call, invalid_response
from .flow import Reply

if TYPE_CHECKING:
    from together_openapi.models import BatchJob, FileDeleteResponse, FileList, FileResponse

T = TypeVar("T")

UPLOAD_DOUBT = (
    "The file may be registered, without content. Nothing was billed; uploading again is safe."
)


def list_files() -> Call[FileList]:
    """``GET /files``."""
    from together_openapi.api.files import list_files as operation

    name = "list_files"

    def parse(reply: Reply) -> FileList:
        files = expect(
            models.FileList, parsed_by(name, reply, operation._parse_response), name, reply
        )
        # An account without files may get null, and a file may be null.
        given = files.data if isinstance(files.data, list) else []
        files.data = [file for file in given if isinstance(file, models.FileResponse)]
        return files

    return Call(name, operation._get_kwargs(), parse)


def retrieve_file(id: str) -> Call[FileResponse]:
    """``GET /files/{id}``."""
    from together_openapi.api.files import retrieve_file as operation

    name = "retrieve_file"

    def parse(reply: Reply) -> FileResponse:
        return file_of(parsed_by(name, reply, operation._parse_response), name, reply)

    return Call(name, operation._get_kwargs(id), parse)


def delete_file(id: str) -> Call[FileDeleteResponse]:
    """``DELETE /files/{id}``."""
    from together_openapi.api.files import delete_file as operation

    name = "delete_file"

    def parse(reply: Reply) -> FileDeleteResponse:
        if reply.status == 404:  # an earlier attempt, whose answer was lost, has done it
            return models.FileDeleteResponse.from_dict(
                {"id": id, "object": "file", "deleted": True}
            )
        parsed = parsed_by(name, reply, operation._parse_response)
        return expect(models.FileDeleteResponse, parsed, name, reply)

    return Call(name, operation._get_kwargs(id), parse, gone_is_done=True)


def retrieve_file_content(id: str) -> Call[Reply]:
    """``GET /files/{id}/content``, streamed; storage on another origin may be redirected to."""
    from together_openapi.api.files import retrieve_file_content as operation

    kwargs = operation._get_kwargs(id)
    # The file's own bytes are wanted: what is compressed on the way cannot be checked against
    # Content-Length, nor resumed.
    kwargs["headers"] = {**kwargs.get("headers", {}), "Accept-Encoding": "identity"}
    return Call("retrieve_file_content", kwargs, unparsed, elsewhere=True, stream=True)


def begin_upload(*, file_name: str, purpose: str, file_type: str, checksum: str) -> Call[Reply]:
    """``POST /files``: answered by a redirect to where the bytes go, or 409 with a file's id."""
    from together_openapi.api.files import begin_upload as operation

    body = models.BeginUploadRequest(
        purpose=models.FilePurpose(purpose),
        file_name=file_name,
        file_type=models.FileType(file_type),
        checksum=checksum,
    )
    return Call(
        "begin_upload",
        operation._get_kwargs(body=body),
        unparsed,
        doubt=UPLOAD_DOUBT,
        # 404 and 405: a server that knows the documented way only, see operations_upload.
        accept=frozenset({302, 404, 405, 409}),
    )


def preprocess_file(id: str) -> Call[FileResponse]:
    """``POST /files/{id}/preprocess``: asked twice, it looks at the same bytes twice."""
    from together_openapi.api.files import preprocess_file as operation

    name = "preprocess_file"

    def parse(reply: Reply) -> FileResponse:
        return file_of(parsed_by(name, reply, operation._parse_response), name, reply)

    return Call(name, operation._get_kwargs(id), parse)


def create_batch(
    *,
    file_id: str,
    endpoint: str,
    completion_window: str,
    model_id: str | None,
    priority: int | None,
) -> Call[BatchJob]:
    """``POST /batches``: the request that costs money."""
    from together_openapi.api.batches import create_batch as operation

    name = "create_batch"
    doubt = (
        f"The batch may run, and be billed. Look for a job with input_file_id {file_id!r} in "
        "batches.list(); create it again only if there is none."
    )
    body = models.CreateBatchRequest(
        endpoint=endpoint,
        input_file_id=file_id,
        completion_window=completion_window,
        model_id=UNSET if model_id is None else model_id,
        priority=UNSET if priority is None else priority,
    )

    def parse(reply: Reply) -> BatchJob:
        try:
            parsed = parsed_by(name, reply, operation._parse_response)
            answer = expect(models.CreateBatchResponse, parsed, name, reply)
            return _job(answer.job, name, reply)
        except errors.InvalidResponseError as error:
            # The status said that it was done; that its answer cannot be read does not undo it.
            raise errors.OutcomeUnknownError(
                f"{error} {doubt}",
                operation=name,
                status=reply.status,
                request_id=reply.request_id,
            ) from error

    return Call(name, operation._get_kwargs(body=body), parse, doubt=doubt)


def get_batch(id: str) -> Call[BatchJob]:
    """``GET /batches/{id}``."""
    from together_openapi.api.batches import get_batch as operation

    name = "get_batch"

    def parse(reply: Reply) -> BatchJob:
        return _job(parsed_by(name, reply, operation._parse_response), name, reply)

    return Call(name, operation._get_kwargs(id), parse)


def list_batches() -> Call[list[BatchJob]]:
    """``GET /batches``: a bare array, or null."""
    from together_openapi.api.batches import list_batches as operation

    name = "list_batches"

    def parse(reply: Reply) -> list[BatchJob]:
        parsed = parsed_by(name, reply, operation._parse_response)
        if parsed is None:
            return []
        jobs = expect(list, parsed, name, reply)
        return [_without_unset(job) for job in jobs if isinstance(job, models.BatchJob)]

    return Call(name, operation._get_kwargs(), parse)


def cancel_batch(id: str) -> Call[BatchJob]:
    """``POST /batches/{id}/cancel``: cancelling twice is cancelling once."""
    from together_openapi.api.batches import cancel_batch as operation

    name = "cancel_batch"

    def parse(reply: Reply) -> BatchJob:
        return _job(parsed_by(name, reply, operation._parse_response), name, reply)

    return Call(name, operation._get_kwargs(id), parse)


def response_reader(endpoint: str) -> Callable[[Mapping[str, Any]], Any] | None:
    """Return what makes a model of an endpoint's response body; None where there is none.

    Transcriptions have none: their shape follows from the request.
    """
    if endpoint == "/v1/chat/completions":
        return models.ChatCompletionResponse.from_dict
    if endpoint == "/v1/completions":
        return models.CompletionResponse.from_dict
    if endpoint == "/v1/embeddings":
        return models.EmbeddingResponse.from_dict
    return None


class _Lenient:
    """What parsers ask whether to raise on undocumented statuses, as calls.py does.

    The generated client itself would bring httpx along.
    """

    raise_on_unexpected_status = False


def unparsed(reply: Reply) -> Reply:
    """Leave an answer to be read by others."""
    return reply


def parsed_by(name: str, reply: Reply, parse: Callable[..., Any]) -> Any:
    """Parse an answer, or say that it cannot be."""
    try:
        return parse(client=_Lenient, response=reply.raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        errors.forget_frames(error)
        # Not what it says, nor itself as the cause: it quotes the body, and the body may quote the
        # key. The excerpt in our own error has it blotted out.
        why = f"it cannot be read ({type(error).__name__})"
        raise invalid_response(name, reply, why) from None


def expect(kind: type[T], value: Any, name: str, reply: Reply) -> T:
    """Return an answer that is of the kind promised."""
    if not isinstance(value, kind):
        raise invalid_response(name, reply, f"{kind.__name__} was promised")
    return value


def file_of(value: Any, name: str, reply: Reply) -> FileResponse:
    """Return the file that an answer tells of."""
    file = expect(models.FileResponse, value, name, reply)
    if not isinstance(file.id, str) or not file.id:
        raise invalid_response(name, reply, "a file without an id came")
    return file


def _job(value: Any, name: str, reply: Reply) -> BatchJob:
    job = expect(models.BatchJob, value, name, reply)
    if not isinstance(job.id, str) or not job.id:
        raise invalid_response(name, reply, "a batch without an id came")
    return _without_unset(job)


def _without_unset(job: BatchJob) -> BatchJob:
    """Make what is missing None: every field of a job may be null, and ``is None`` should do."""
    from attrs import fields

    for field in fields(models.BatchJob):
        if isinstance(getattr(job, field.name), Unset):
            setattr(job, field.name, None)
    return job
