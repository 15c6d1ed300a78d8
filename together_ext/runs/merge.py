"""Outcomes to the result file: one line for each row given, in input order.

::

    {"custom_id": "a", "index": 0, "status": "ok", "response": {"status_code": 200, "body": {…}},
     "error": null, "attempts": 1}

``response`` and ``error`` are the bytes that came. Where a row has no error of its own and is not
answered (it is missing, could not be sent, or the response has a status of 400 or more), ``error``
is made: ``{"code": …, "message": …}``. With ``keep_columns`` there is also ``columns``. The same
outcomes give the same bytes.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from ..errors import InputFileError, InvalidArgumentError
from .answers import mended, parts
from .formats import form_of
from .outcomes import Outcomes
from .output import OutputFile
from .steps import Step, Steps
from .table import ERROR, MISSING, STATUSES

_PAGE = 1000  # rows read from the table at once, so that its memory does not grow with it
_OPEN = 64  # files of answers open at once, as in writing
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Merged:
    """What was written.

    Attributes:
        path: The result file.
        rows: Lines in it: as many as rows were given.
        bytes: Its size.
    """

    path: Path
    rows: int
    bytes: int


class ResultRow(NamedTuple):
    """A row of the result; ``response``, ``error`` and ``columns`` are JSON, as bytes."""

    custom_id: str | None
    idx: int
    status: str
    response: bytes | None
    error: bytes | None
    attempts: int
    columns: bytes | None


def merge(outcomes: Outcomes, output: Path | str) -> Steps[Merged]:
    """Write the result file, whole or not at all.

    Args:
        outcomes: The run's outcomes. Rows whose jobs were never collected are written as
            ``missing``.
        output: ``.parquet`` and ``.csv`` choose these formats (with ``response``, ``error`` and
            ``columns`` as JSON text); any other name gets JSON lines.

    Raises:
        OutputError: It cannot be written, or another process is writing it.
        InputFileError: An answer file is not what it was when it was collected.
        MissingPackageError: ``.parquet`` without pyarrow.
    """
    return Steps(_merge(outcomes, Path(output)))


def check_output(output: Path) -> None:
    """Find out early whether a result file can be written; nothing is left behind.

    Raises:
        InvalidArgumentError: Its name promises a packed file, which would not be one.
        OutputError: It cannot, or another process is writing it.
        MissingPackageError: ``.parquet`` without pyarrow.
    """
    if output.suffix.lower() in {".gz", ".zst"}:
        raise InvalidArgumentError(
            f"results are not packed: leave {output.suffix} out of output={str(output)!r}."
        )
    sink = OutputFile(output.absolute())
    try:
        form_of(output, lambda _: None)
    finally:
        sink.release()


def _merge(outcomes: Outcomes, output: Path) -> Generator[Step, None, Merged]:
    sink = OutputFile(output.absolute())
    total = 0
    try:
        form = form_of(output, sink.write)
        for page in result_rows(outcomes):
            form.write(page)
            total += len(page)
            yield Step("merge", total)
        form.finish()
        size = sink.commit()
    finally:
        sink.release()
    return Merged(sink.destination, total, size)


def result_rows(outcomes: Outcomes) -> Generator[list[ResultRow], None, None]:
    """Yield the rows of the result in input order, some at a time."""
    with ExitStack() as stack:
        reader = _AnswerFiles(outcomes, stack)
        after = -1
        while True:
            with outcomes.table.errors():
                page = outcomes.table.db.execute(
                    "SELECT idx, custom_id, status, attempts, answer, answer_start, answer_size, "
                    "code, message, columns FROM rows WHERE idx > ? ORDER BY idx LIMIT ?",
                    (after, _PAGE),
                ).fetchall()
            if not page:
                return
            after = page[-1][0]
            yield [_row(reader, *values) for values in page]


def _row(
    reader: _AnswerFiles,
    index: int,
    id: str | None,
    status: int,
    attempts: int,
    answer: int | None,
    start: int,
    size: int,
    code: str | None,
    message: str | None,
    columns: bytes | None,
) -> ResultRow:
    response = error = None
    if answer is not None:
        response, error = reader.parts(answer, start, size, str(id))
    if status in {ERROR, MISSING} and (error is None or not error.startswith(b"{")):
        if status == MISSING and code is None:
            code, message = "missing", "no job of this row was collected"
        error = _encode({"code": code, "message": message})
    return ResultRow(id, index, STATUSES[status], response, error, attempts, columns)


class _AnswerFiles:
    """Reads single lines of the answer files, of which a few are held open."""

    def __init__(self, outcomes: Outcomes, stack: ExitStack) -> None:
        self._outcomes = outcomes
        self._files: dict[int, IO[bytes]] = {}
        stack.callback(self._close)

    def parts(self, number: int, start: int, size: int, id: str) -> tuple[bytes | None, ...]:
        """Return the bytes of a line's response and error; None for what is null or not there."""
        file = self._open(number)
        file.seek(start)
        line = file.read(size)
        found: Any = None
        with suppress(msgspec.DecodeError, RecursionError):
            found = parts(line)
        if found is None and (strict := mended(line)) is not None:
            with suppress(msgspec.DecodeError, RecursionError):
                found = parts(strict)
        if found is None or found.custom_id != id:
            path = str(self._outcomes.answer_path(number))
            raise InputFileError(
                f"{path} is not what it was when it was collected: byte {start} does not hold the "
                f"answer to {id!r}. Download it again.",
                path=path,
            )
        given = (
            None if isinstance(part, msgspec.UnsetType) else bytes(part)
            for part in (found.response, found.error)
        )
        return tuple(None if part == b"null" else part for part in given)

    def _open(self, number: int) -> IO[bytes]:
        file = self._files.get(number)
        if file is None:
            if len(self._files) >= _OPEN:
                self._files.pop(next(iter(self._files))).close()
            path = self._outcomes.answer_path(number)
            try:
                file = self._files[number] = path.open("rb")
            except OSError as error:
                raise InputFileError(
                    f"the answer file {path} cannot be read: {error.strerror}.",
                    path=str(path),
                    errno=error.errno,
                ) from error
        return file

    def _close(self) -> None:
        for file in self._files.values():
            file.close()
