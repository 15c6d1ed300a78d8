"""An upload as a flow: read, register, put the bytes, have them checked.

==============================  ==============================================================
the registration's answer       then
==============================  ==============================================================
302 to a presigned URL          the bytes are PUT there, and the API is asked to look at them
409 with a file's id            that file, where size, purpose and state agree
404, 405                        the form of ``POST /files/upload``: this server knows only the
                                documented way
2xx with a file                 that file, where it holds as many bytes; else the form
==============================  ==============================================================

Above a size it is a multipart upload instead, see ``multipart``. What ends an upload before its
bytes are there takes its registration back.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import TYPE_CHECKING

from .. import errors, operations, operations_upload
from ..calls import Policy, fetch, send
from ..flow import Body, Flow, Reply, Undo
from ..progress import Meter
from . import arrival, form, multipart, parts
from .content import Content
from .inputs import Input
from .presigned import ExpiredError, check_target, put, refused

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

log = logging.getLogger("together_ext")

# Seconds that taking a registration back may hold up a cancellation.
_UNDO_SECONDS = 10.0
# Seconds by which the API's clock may differ between the machines behind it.
_CLOCK_SKEW = 5.0


@dataclass(frozen=True)
class Options:
    """How to upload.

    Attributes:
        api: The base URL.
        purpose: What the file is for.
        multipart_threshold: Bytes above which it goes in parts.
        part_size: Bytes in a part; None to choose by the file's size.
        max_connections: Parts under way at a time, at most.
        account: Gives what tells the key from others.
    """

    api: str
    purpose: str
    multipart_threshold: int = parts.THRESHOLD_BYTES
    part_size: int | None = None
    max_connections: int = 4
    account: Callable[[], str] = str


def upload(source: Input, options: Options, meter: Meter, policy: Policy) -> Flow[FileResponse]:
    """Upload a file whole.

    Raises:
        UploadError: It changed meanwhile, or did not arrive whole.
        OutcomeUnknownError: The answer to the registration was lost.
        APIError: The API refused.
    """
    content = yield from source.open()
    try:
        _check_limit(content)
        digest = yield from content.sha256()
        if content.size > options.multipart_threshold:
            job = multipart.Job(
                content=content,
                api=options.api,
                account=options.account(),
                sha256=digest,
                name=source.name,
                purpose=options.purpose,
                file_type=source.file_type,
                part_size=parts.part_size_for(content.size, options.part_size),
                width=options.max_connections,
            )
            file = yield from multipart.upload(job, meter, policy)
        else:
            file = yield from _single(source, options.purpose, content, digest, meter, policy)
        return arrival.check_size(content.label, content.size, file)
    finally:
        content.close()


def _check_limit(content: Content) -> None:
    if content.size > parts.MAX_FILE_BYTES:
        raise errors.InputFileError(
            f"{content.label} has {content.size} bytes; the API takes files of up to "
            f"{parts.MAX_FILE_BYTES}. Split it.",
            path=content.label,
        )


def _single(
    source: Input, purpose: str, content: Content, digest: str, meter: Meter, policy: Policy
) -> Flow[FileResponse]:
    last = False
    while True:
        call = operations.begin_upload(
            file_name=source.name, purpose=purpose, file_type=source.file_type, checksum=digest
        )
        reply: Reply = yield from send(call, policy)
        if reply.status == 409:
            return (
                yield from arrival.already_there(
                    content.label, content.size, purpose, reply, policy
                )
            )
        if reply.status != 302:
            found = _given(content, purpose, reply)
            if found is not None:
                return found
            return (yield from _form(source, purpose, content, meter, policy))
        file_id = reply.headers.get("x-together-file-id")
        if not file_id:
            raise _no_place(content, reply)
        try:
            url = yield from check_target(
                content.label, reply.whole_url, reply.headers.get("location")
            )
            yield from put(
                content,
                0,
                content.size,
                url=url,
                headers={},
                begin=lambda: meter.start(content.size),
                advance=meter.advance,
                policy=policy,
            )
        except GeneratorExit:
            raise
        except BaseException as error:  # Ctrl-C and cancellation too
            yield Undo(_take_back(file_id, reply, policy), _UNDO_SECONDS)
            if isinstance(error, ExpiredError) and not last:
                log.info("%s: its presigned URL is not accepted, registering anew", content.label)
                last = True
                continue
            if isinstance(error, ExpiredError):
                raise refused(content, error.reason) from error.reason
            raise
        meter.finish()
        return (yield from fetch(operations.preprocess_file(file_id), policy))


def _no_place(content: Content, reply: Reply) -> errors.UploadError:
    return errors.UploadError(
        f"{content.label} was not uploaded: the API answered {reply.status} "
        "without the id and the place that a registration gets.",
        path=content.label,
    )


def _given(content: Content, purpose: str, reply: Reply) -> FileResponse | None:
    """Return the file of an answer that tells of one at once, where it is the one wanted."""
    if reply.status in {404, 405}:
        return None
    try:
        file = operations_upload.read_file("begin_upload", reply)
    except errors.InvalidResponseError:
        raise _no_place(content, reply) from None
    same = str(file.purpose) == purpose and arrival.is_whole(content.size, file)
    return file if same else None


def _form(
    source: Input, purpose: str, content: Content, meter: Meter, policy: Policy
) -> Flow[FileResponse]:
    laid = form.encode(
        [("purpose", purpose), ("file_name", source.name), ("file_type", source.file_type)],
        file_name=source.name,
        boundary=secrets.token_hex(32),
    )

    def chunks() -> Iterator[bytes]:
        meter.start(laid.size(content.size))
        return chain([laid.head], content.chunks(0, content.size), [laid.tail])

    call = operations_upload.upload_file(
        purpose=purpose,
        file_name=source.name,
        file_type=source.file_type,
        form=laid,
        body=Body(laid.size(content.size), chunks, meter.advance),
    )
    reply = yield from send(call, policy)
    if reply.status == 409:
        return (
            yield from arrival.already_there(content.label, content.size, purpose, reply, policy)
        )
    meter.finish()
    return operations_upload.read_file("upload_file", reply)


def _take_back(file_id: str, registered: Reply, policy: Policy) -> Flow[None]:
    """Delete a registration that no bytes came to. Never raises.

    Only where the API says that the file is without content and was made by this registration: a
    server may give the same id to two uploads of the same content, and the other one goes on.
    """
    try:
        once = replace(policy, max_retries=0)
        file = yield from fetch(operations.retrieve_file(file_id), once)
        if file.bytes_ or not _made_by(registered, file.created_at):
            return
        yield from fetch(operations.delete_file(file_id), once)
    except errors.TogetherError as error:
        log.info("the registration of %s stays, without content: %s", file_id, error)


def _made_by(registered: Reply, created_at: object) -> bool:
    # By the API's own clock on both sides.
    if not isinstance(created_at, (int, float)):
        return False
    try:
        answered = parsedate_to_datetime(registered.headers.get("date", "")).timestamp()
    except (ValueError, TypeError):
        return False
    return abs(answered - created_at) <= _CLOCK_SKEW
