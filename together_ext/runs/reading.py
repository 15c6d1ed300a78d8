"""From a source's lines or rows to requests, each checked: one stream, read once."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from typing import Any, cast

import msgspec

from .bulk import check_all
from .check import Problem, Rules, Wrong, check, doubled_key, line_of
from .source import Batch, Source, without_bom
from .template import Maker

_OWN = ("custom_id", "method")  # columns that mean the same in a row and in a request
_WHOLE = {"custom_id", "body", "method"}
_NUL = b"\0"

# A request and where it came from: its place among the rows given, its line (or row) and byte in
# the source, its custom_id and whether that was made here, its model, its line, the caller's
# columns. A plain tuple: as objects of a class they would cost a fifth of the time of the check.
Row = tuple[int, int, int | None, str, bool, str, bytes, bytes | None]


@dataclass
class Block:
    """What came of a batch.

    Attributes:
        rows: Those that can be sent.
        problems: Those that cannot.
        done: Bytes or rows of the source read so far.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    done: int = 0


class Reading:
    """One way through a source.

    Args:
        source: Where the rows come from.
        rules: What they have to satisfy.
        maker: Makes a request of a row; None where rows are requests.
        columns: Which of a row's own columns to keep: names, or True for all.
        digest: Whether to hash what is made of the rows.
    """

    def __init__(
        self,
        source: Source,
        rules: Rules,
        maker: Maker | None,
        columns: bool | tuple[str, ...] = (),
        *,
        digest: bool = False,
    ) -> None:
        self.source = source
        self._rules = rules
        self._maker = maker
        self._columns = columns
        self._index = 0
        self._line = 0
        self._offset = 0
        self._digest = hashlib.sha256()
        self._hashing = digest

    @property
    def given(self) -> int:
        """Rows read so far."""
        return self._index

    def digest(self) -> str:
        """Return the sha256 of all that was made of the rows, in hex."""
        return self._digest.hexdigest()

    def blocks(self) -> Iterator[Block]:
        """Read the source to its end."""
        self._index = self._line = self._offset = 0
        self._digest = hashlib.sha256()
        # A line in memory may be larger than a request: of a row a request may take a part.
        held = max(self._rules.row_bytes, 1024 * 1024) if self._maker else self._rules.row_bytes
        for batch in self.source.batches(held):
            block = Block(done=batch.done)
            if batch.lines is not None:
                if not self._take_all(batch, block):
                    self._take_lines(batch.lines, block)
            else:
                self._take_rows(batch, block)
            if self._hashing:
                pieces = [line + _NUL + (kept or b"") for *_, line, kept in block.rows]
                pieces += [f"{p.index} {p.message}".encode() for p in block.problems]
                self._digest.update(b"\n".join([*pieces, b""]))
            yield block

    def _take_all(self, batch: Batch, block: Block) -> bool:
        """Take lines that are good as they are; False, and nothing is taken, if any is not."""
        text = batch.text
        if self._maker is not None or self._columns or text is None:
            return False
        # Beside a text there are no lines that were too long.
        lines = given = cast("list[bytes]", batch.lines)
        if text.endswith(b"\r"):
            text = text.replace(b"\r\n", b"\n").removesuffix(b"\r")
            lines = text.split(b"\n")
        found = check_all(text, lines, self._rules)
        if found is None:
            return False
        count, index, line = len(lines), self._index, self._line + 1
        offsets = list(accumulate([len(line) + 1 for line in given], initial=self._offset))
        columns = (
            *(range(index, index + count), range(line, line + count), offsets, found[0]),
            *(repeat(False), found[1], lines, repeat(None)),
        )
        # The last offset is where the next line begins.
        block.rows = list(zip(*columns, strict=False))
        self._index, self._line, self._offset = index + count, line + count - 1, offsets[-1]
        return True

    def _take_lines(self, lines: list[bytes | int], block: Block) -> None:
        rules, plain = self._rules, self._maker is None and not self._columns
        for found in lines:
            self._line += 1
            offset = self._offset
            if isinstance(found, int):
                self._offset += found + 1
                message = f"the line has {found} bytes, more than the {rules.row_bytes} of a row"
                self._wrong(block, self._line, offset, None, message)
                continue
            self._offset += len(found) + 1
            line = found[:-1] if found.endswith(b"\r") else found
            if not offset:
                line = without_bom(line)
            if not line or line.isspace():
                continue
            try:
                _look_closely(line)
                if plain:
                    id, made, model, sent = check(line, self._index, rules)
                    row: Row = (self._index, self._line, offset, id, made, model, sent, None)
                else:
                    row = self._made(self._line, offset, _decoded(line), line)
            except Wrong as wrong:
                self._wrong(block, self._line, offset, line, str(wrong))
                continue
            block.rows.append(row)
            self._index += 1

    def _take_rows(self, batch: Batch, block: Block) -> None:
        for number, given in batch.rows or ():
            try:
                row = self._made(number, None, given, None)
            except Wrong as wrong:
                self._wrong(block, number, None, given, str(wrong))
                continue
            block.rows.append(row)
            self._index += 1

    def _made(self, number: int, offset: int | None, given: Any, line: bytes | None) -> Row:
        if not isinstance(given, Mapping):
            raise Wrong(f"the row is a {type(given).__name__}, not a dict")
        if None in given:  # where csv puts what has no column
            raise Wrong("the row has more cells than there are columns")
        if self._maker is None:
            sent = line if line is not None else line_of(dict(given), _write)
        else:
            try:
                made = self._maker(given)
            except Wrong:
                raise
            except Exception as error:
                # It is the caller's own and comes out as it is, but of which row only we know.
                # Notes are of Python 3.11; 3.10 shows none.
                if hasattr(error, "add_note"):
                    kind = "row" if offset is None else "line"
                    error.add_note(f"make_request was given {kind} {number}, counted from 1.")
                raise
            if not isinstance(made, Mapping):
                raise Wrong(f"make_request gave a {type(made).__name__}, not a dict")
            if not (isinstance(made.get("body"), Mapping) and set(made) <= _WHOLE):
                made = {"body": made}
            own = {key: given[key] for key in _OWN if key in given}
            sent = line_of({**own, **made}, _write)
        id, is_made, model, checked = check(sent, self._index, self._rules)
        kept = self._kept(given)
        return self._index, number, offset, id, is_made, model, checked, kept

    def _kept(self, given: Mapping[str, Any]) -> bytes | None:
        if not self._columns:
            return None
        if isinstance(self._columns, bool):
            return line_of(dict(given), _write)
        missing = [name for name in self._columns if name not in given]
        if missing:
            raise Wrong(f"there is no column {missing[0]!r} to keep")
        return line_of({name: given[name] for name in self._columns}, _write)

    def _wrong(
        self, block: Block, number: int, offset: int | None, given: Any, message: str
    ) -> None:
        id = None
        if isinstance(given, bytes):
            try:
                given = _decoded(given)
            except Wrong:
                given = None
        if isinstance(given, Mapping) and isinstance(given.get("custom_id"), str):
            id = given["custom_id"][:256].encode("utf-8", "replace").decode()
        block.problems.append(Problem(self._index, number, offset, id, message))
        self._index += 1


def _look_closely(line: bytes) -> None:
    if not line.isascii():
        try:
            line.decode()
        except UnicodeDecodeError as error:
            raise Wrong(
                f"not UTF-8: byte {error.start} of the line is {line[error.start]:#04x}"
            ) from None
    key = doubled_key(line)
    if key is not None:
        raise Wrong(f"the key {key!r} is there twice")


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except (ValueError, RecursionError) as error:  # msgspec's error and Unicode's are ValueErrors
        raise Wrong(f"not JSON: {error}") from None


def _write(value: Any) -> Any:
    """Say in JSON what rows hold that JSON has no word for.

    msgspec itself writes dates, times and decimals.
    """
    if hasattr(value, "item") and getattr(value, "shape", None) == ():  # numpy's scalars
        return value.item()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (datetime.date, datetime.time)):  # pandas' own kind of datetime
        return value.isoformat()
    raise TypeError(f"JSON has no word for a {type(value).__name__}")
