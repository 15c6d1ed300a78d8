"""A multipart upload: many parts of one file, side by side, each tried on its own.

What is known is on the disk before anything is done that it would be missed for: the upload's id
before the first part leaves, each part's ETag before the next one is begun. So a process that was
killed loses the parts that were under way and no other.

====================================  ========================================================
what goes wrong                       then
====================================  ========================================================
a part is cut off, 5xx, 429           that part again, whole (``max_retries`` each)
403 or 404 for a part                 its URL has expired, or the upload is gone: given up, and
                                      begun anew once
400 or 422 to the completion          given up; the record goes, whether that gets through or not
the process is killed                 the next call goes on from the record
anything else, Ctrl-C                 given up: aborted at the API, the record removed. Where the
                                      abort does not get through, the record stays, and the next
                                      call goes on from it
====================================  ========================================================
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .. import errors, operations_upload
from ..calls import Policy, fetch, send
from ..flow import Flow, Parallel, Sleep, Undo, Work
from ..progress import Meter
from . import arrival
from .content import Content
from .parts import Part, split
from .presigned import ExpiredError, Origin, check_target, headers_of, put, refused
from .record import Destination, Identity, Record, RecordFile
from .tally import Tally

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

log = logging.getLogger("together_ext")

# Seconds between looks at an upload that another process is doing.
_LOCK_POLL = 0.25
# Seconds that giving up may hold up a cancellation.
_UNDO_SECONDS = 10.0


@dataclass(frozen=True)
class Job:
    """What to upload in parts.

    Attributes:
        content: The bytes.
        api: The base URL.
        account: What tells the key from others.
        sha256: Of the content.
        name: What the API will call it.
        purpose: What it is for.
        file_type: Its format.
        part_size: Bytes of all parts but the last.
        width: Parts under way at a time, at most.
    """

    content: Content
    api: str
    account: str
    sha256: str
    name: str
    purpose: str
    file_type: str
    part_size: int
    width: int

    @property
    def identity(self) -> Identity:
        """What tells this upload from others."""
        return Identity(
            api=self.api,
            account=self.account,
            sha256=self.sha256,
            size=self.content.size,
            name=self.name,
            purpose=self.purpose,
            file_type=self.file_type,
        )


def upload(job: Job, meter: Meter, policy: Policy) -> Flow[FileResponse]:
    """Upload a file in parts, going on where a killed process was.

    Raises:
        UploadError: It changed meanwhile, or did not arrive whole.
        OutcomeUnknownError: The answer to the registration was lost.
        APIError: The API refused.
    """
    kept = RecordFile(job.identity)
    try:
        if not (yield Work(kept.acquire)):
            log.info("waiting for another upload of %s", job.content.label)
            while not (yield Work(kept.acquire)):
                yield Sleep(_LOCK_POLL)
        anew = False
        while True:
            record: Record | None = yield Work(kept.load)
            if record is None:
                begun = yield from _initiate(job, policy)
                if not isinstance(begun, Record):
                    return begun
                record = begun
            try:
                return (yield from _go_on(job, record, kept, meter, policy))
            except ExpiredError as error:
                if anew:
                    raise refused(job.content, error.reason) from error.reason
                log.info("%s: its upload is not accepted, beginning anew", job.content.label)
                anew = True
    finally:
        kept.release()


def _initiate(job: Job, policy: Policy) -> Flow[Record | FileResponse]:
    count = len(split(job.content.size, job.part_size))
    call = operations_upload.initiate_multipart_upload(
        file_name=job.name,
        file_size=job.content.size,
        num_parts=count,
        purpose=job.purpose,
        file_type=job.file_type,
        checksum=job.sha256,
    )
    label = job.content.label
    reply = yield from send(call, policy)
    if reply.status == 409:
        size = job.content.size
        return (yield from arrival.already_there(label, size, job.purpose, reply, policy))
    answer = operations_upload.read_parts(reply)
    by_number: dict[object, Destination] = {}
    known: dict[Origin, list[str]] = {}
    try:
        for part in answer.parts:
            url = yield from check_target(label, reply.whole_url, part.url, known)
            by_number[part.part_number] = Destination(url, headers_of(part.headers))
        return Record(
            identity=job.identity,
            part_size=job.part_size,
            upload_id=answer.upload_id,
            file_id=answer.file_id,
            destinations=[by_number[number] for number in range(1, count + 1)],
        )
    except GeneratorExit:
        raise
    except BaseException as error:  # Ctrl-C and cancellation too
        yield Undo(_abort(answer.upload_id, answer.file_id, policy), _UNDO_SECONDS)
        if not isinstance(error, (KeyError, TypeError, AttributeError, ValueError)):
            raise
        raise errors.UploadError(
            f"{label} was not uploaded: the API did not name a place for each of {count} parts.",
            path=label,
        ) from None


def _go_on(
    job: Job, record: Record, kept: RecordFile, meter: Meter, policy: Policy
) -> Flow[FileResponse]:
    completing = False
    try:
        yield Work(lambda: kept.save(record))
        yield from _put_parts(job, record, kept, meter, policy)
        completing = True
        file = yield from _complete(job, record, policy)
    except GeneratorExit:
        raise
    except arrival.OPEN:
        if not completing:
            yield Undo(_give_up(record, kept, policy), _UNDO_SECONDS)
        # Else it may be done, or be done later, and the record is how the next call does it.
        raise
    except BaseException as error:  # Ctrl-C and cancellation too
        yield Undo(_give_up(record, kept, policy), _UNDO_SECONDS)
        if isinstance(error, (ExpiredError, *arrival.REFUSED)):
            yield Work(kept.remove)  # gone on from, it would lead to the same again
        raise
    meter.finish()
    yield Work(kept.remove)
    return file


def _put_parts(
    job: Job, record: Record, kept: RecordFile, meter: Meter, policy: Policy
) -> Flow[None]:
    missing = []
    resumed_from = 0
    for part in split(job.content.size, record.part_size):
        if part.number in record.etags:
            resumed_from += part.size
        else:
            missing.append(part)
    progress = Tally(meter, job.content.size, resumed_from)
    if record.etags:
        log.info(
            "%s: going on, %d of %d parts are there",
            job.content.label,
            len(record.etags),
            len(record.destinations),
        )
    progress.tell()
    if not missing:
        return
    lock = threading.Lock()

    def keep(part: Part, etag: str) -> None:
        with lock:
            record.etags[part.number] = etag
            kept.save(record)

    def put_part(part: Part) -> Flow[None]:
        there = record.destinations[part.number - 1]
        sent = 0
        progress.began()

        def begin() -> None:
            nonlocal sent
            progress.advance(-sent)
            sent = 0

        def advance(count: int) -> None:
            nonlocal sent
            sent += count
            progress.advance(count)

        reply = yield from put(
            job.content,
            part.start,
            part.stop,
            url=there.url,
            headers=there.headers,
            begin=begin,
            advance=advance,
            policy=policy,
        )
        etag = reply.headers.get("etag")
        if not etag:
            raise errors.UploadError(
                f"{job.content.label} was not uploaded: the storage took part {part.number} "
                "without an ETag, by which parts are put together.",
                path=job.content.label,
                expected=job.content.size,
            )
        yield Work(lambda: keep(part, etag))
        progress.ended()

    flows: Iterator[Flow[None]] = map(put_part, missing)
    yield Parallel(flows, min(job.width, len(missing)), progress.tell)


def _complete(job: Job, record: Record, policy: Policy) -> Flow[FileResponse]:
    call = operations_upload.complete_multipart_upload(
        upload_id=record.upload_id, file_id=record.file_id, etags=record.etags
    )
    try:
        return (yield from fetch(call, policy))
    except (errors.APIStatusError, errors.InvalidResponseError) as error:
        # An attempt before this one, or a process before this one, may have done it.
        gone = isinstance(error, errors.NotFoundError)
        file = yield from arrival.found(record.file_id, job.content.size, policy, wait=gone)
        # One that was refused, and found wanting, is not taken for done.
        final = isinstance(error, arrival.REFUSED)
        if file is not None and not (final and arrival.is_unusable(file)):
            return file
        if isinstance(error, errors.NotFoundError):
            raise ExpiredError(error) from error
        raise


def _give_up(record: Record, kept: RecordFile, policy: Policy) -> Flow[None]:
    if (yield from _abort(record.upload_id, record.file_id, policy)):
        yield Work(kept.remove)


def _abort(upload_id: str, file_id: str, policy: Policy) -> Flow[bool]:
    """Tell the API that no more parts will come; whether it could be told."""
    call = operations_upload.abort_multipart_upload(upload_id=upload_id, file_id=file_id)
    try:
        yield from fetch(call, replace(policy, max_retries=min(policy.max_retries, 1)))
    except errors.TogetherError as error:
        log.warning("upload %s could not be aborted: %s", upload_id, error)
        return False
    return True
