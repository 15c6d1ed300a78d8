"""The operations of uploads by form and in parts: the rest of the door that ``operations`` is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from together_openapi import models
from together_openapi.types import File

from . import errors, names
from .calls import Call, invalid_response
from .flow import Body, Reply
from .operations import UPLOAD_DOUBT, expect, file_of, parsed_by, unparsed

if TYPE_CHECKING:
    from together_openapi.models import FileResponse, InitiateMultipartUploadResponse

    from .transfer.form import Form


def read_file(name: str, reply: Reply) -> FileResponse:
    """Read the file that an answer tells of, whatever was asked.

    Raises:
        InvalidResponseError: It tells of none.
    """
    from together_openapi.api.files import preprocess_file as operation

    return file_of(parsed_by(name, reply, operation._parse_response), name, reply)


def upload_file(
    *, purpose: str, file_name: str, file_type: str, form: Form, body: Body
) -> Call[Reply]:
    """``POST /files/upload``: content and all in one form; 409 as in ``begin_upload``.

    The fields are in the form already; they are given for what the generated client asks for.
    """
    from together_openapi.api.files import upload_file as operation

    request = models.UploadFileRequest(
        purpose=models.FilePurpose(purpose),
        file_name=file_name,
        file=File(b""),
        file_type=models.FileType(file_type),
    )
    kwargs = operation._get_kwargs(body=request)
    del kwargs["files"]
    kwargs["headers"] = {"Content-Type": form.content_type}
    return Call(
        "upload_file",
        kwargs,
        unparsed,
        doubt=(
            "The file may be there. Nothing was billed; look for it in files.list(), or upload "
            "it again."
        ),
        accept=frozenset({409}),
        body=body,
    )


def initiate_multipart_upload(
    *, file_name: str, file_size: int, num_parts: int, purpose: str, file_type: str, checksum: str
) -> Call[Reply]:
    """``POST /files/multipart/initiate``: answered by where the parts go, or 409."""
    from together_openapi.api.files import initiate_multipart_upload as operation

    body = models.InitiateMultipartUploadRequest(
        file_name=file_name,
        file_size=file_size,
        num_parts=num_parts,
        purpose=models.FilePurpose(purpose),
        file_type=models.FileType(file_type),
        checksum=checksum,
    )
    return Call(
        "initiate_multipart_upload",
        operation._get_kwargs(body=body),
        unparsed,
        doubt=UPLOAD_DOUBT,
        accept=frozenset({409}),
    )


def read_parts(reply: Reply) -> InitiateMultipartUploadResponse:
    """Read where the parts of an upload go.

    Raises:
        InvalidResponseError: The answer does not say.
    """
    from together_openapi.api.files import initiate_multipart_upload as operation

    name = "initiate_multipart_upload"
    parsed = parsed_by(name, reply, operation._parse_response)
    answer = expect(models.InitiateMultipartUploadResponse, parsed, name, reply)
    try:
        names.check_id(answer.upload_id)
        names.check_id(answer.file_id)
    except errors.InvalidArgumentError:
        raise invalid_response(name, reply, "an upload without its ids came") from None
    return answer


def complete_multipart_upload(
    *, upload_id: str, file_id: str, etags: Mapping[int, str]
) -> Call[FileResponse]:
    """``POST /files/multipart/complete``: asked twice, the second finds it done or is refused."""
    from together_openapi.api.files import complete_multipart_upload as operation

    name = "complete_multipart_upload"
    body = models.CompleteMultipartUploadRequest(
        upload_id=upload_id,
        file_id=file_id,
        parts=[models.CompletedPart(number, etags[number]) for number in sorted(etags)],
    )

    def parse(reply: Reply) -> FileResponse:
        parsed = parsed_by(name, reply, operation._parse_response)
        return file_of(
            parsed.file if isinstance(parsed, models.FileEnvelope) else parsed, name, reply
        )

    return Call(name, operation._get_kwargs(body=body), parse)


def abort_multipart_upload(*, upload_id: str, file_id: str) -> Call[Reply]:
    """``POST /files/multipart/abort``: an upload that is not there is given up already."""
    from together_openapi.api.files import abort_multipart_upload as operation

    body = models.AbortMultipartUploadRequest(upload_id=upload_id, file_id=file_id)
    return Call(
        "abort_multipart_upload",
        operation._get_kwargs(body=body),
        unparsed,
        accept=frozenset({404}),
    )
