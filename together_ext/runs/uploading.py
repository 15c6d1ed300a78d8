"""A shard to a file at the API that a job can be made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import errors, operations
from ..flow import Flow
from ..progress import Meter
from ..transfer.arrival import is_unusable
from ..transfer.inputs import read_input
from ..transfer.upload import Options, upload
from .desk import Desk, text_of
from .ledger import Entry

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

    from ..transfer.content import Content


def upload_shard(desk: Desk, entry: Entry) -> Flow[str]:
    """Bring a shard to the API, and return the id of its file once it can be used.

    Raises:
        UploadError: It did not arrive whole, or the API does not take it.
        LedgerError: It is not the file that the ledger knows.
        APIError: The API refused.
    """
    path = desk.path(entry)

    given = read_input(path, _name(entry), "jsonl")

    def known() -> Flow[Content]:
        content = yield from given.open()
        if (yield from content.sha256()) != entry.sha256:
            content.close()
            raise errors.LedgerError(
                f"{path} is not the file that the ledger knows. Remove {desk.spec.room.table} and "
                "give the same input again: it is then made anew, and no job is made twice.",
                path=str(path),
            )
        return content

    shard = replace(given, open=known)
    options = Options(desk.api, "batch-api")
    step: Callable[[], Flow[FileResponse]] = lambda: upload(  # noqa: E731  (one line, typed)
        shard, options, Meter(None), desk.policy
    )
    file = yield from desk.patiently(f"the upload of {entry.name}", step)
    yield from _checked(desk, entry, file)
    return file.id


def _checked(desk: Desk, entry: Entry, file: FileResponse) -> Flow[None]:
    """Wait until the API has looked at a file; before that no job can be made of it."""
    began = desk.clock()
    looks = 0
    while True:
        status = text_of(file.processing_status) or ""
        if is_unusable(file):
            raise errors.UploadError(
                f"{entry.name} is at the API as {file.id}, which calls it {status}: "
                f"{file.validation_report or 'no reason given'}.",
                path=str(desk.path(entry)),
                expected=entry.size,
            )
        # Older servers say Processed alone, or nothing.
        if status == "COMPLETED" or (not status and file.processed is not False):
            return
        if desk.clock() - began >= desk.patience:
            if not status:
                return  # some never say it; the create will
            raise errors.UploadError(
                f"{entry.name} is at the API as {file.id} and still {status} after "
                f"{desk.patience:g} s. Go on later with the same call.",
                path=str(desk.path(entry)),
            )
        yield from desk.pause(min(2.0, 0.1 * 2.0**looks) * (0.75 + 0.5 * desk.policy.chance()))
        looks = min(looks + 1, 16)
        # PENDING can mean that a former process was killed between the bytes and this request.
        again = operations.preprocess_file if status == "PENDING" else operations.retrieve_file
        file = yield from desk.ask(f"file {file.id}", again(file.id))


def _name(entry: Entry) -> str:
    """Name the file at the API by its content: by it a lost ledger finds its files again."""
    return f"batch-{entry.sha256[:32]}.jsonl"


def files_like(desk: Desk, entry: Entry) -> Flow[set[str]]:
    """Find all files at the API with the content of a shard."""
    files = yield from desk.ask("the list of files", operations.list_files())
    return {
        file.id
        for file in files.data
        if file.filename == _name(entry) and file.bytes_ == entry.size
    }
