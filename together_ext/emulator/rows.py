"""Reading a batch input file: where its rows are, and what is wrong with it. No clock.

Lines end at the line feed byte and nowhere else: U+2028 and its kind are data.
"""

from __future__ import annotations

import json
import random
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from together_ext.emulator.settings import MAX_CUSTOM_ID, MIB, Settings


class BadInput(Exception):
    """The file cannot be run; the text names the line."""


@dataclass
class Index:
    """Where each row starts, and the one model they share, if they do."""

    starts: array[int] = field(default_factory=lambda: array("Q"))
    models: set[str] = field(default_factory=set)


def parse(line: bytes) -> Any:
    """One line as strict JSON.

    Raises:
        ValueError: It is not UTF-8 or not JSON; ``NaN`` and too deep nesting count as not JSON.
    """

    def refuse(name: str) -> NoReturn:
        raise ValueError(f"{name} is not JSON")

    try:
        return json.loads(line.decode("utf-8"), parse_constant=refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def index(
    file: BinaryIO, endpoint: str, model: str | None, settings: Settings, found: Index
) -> Iterator[None]:
    """Check every row, pausing after each so that a caller can do something else.

    Args:
        file: The input, at its start.
        endpoint: The job's endpoint.
        model: The job's model, for rows that name none.
        settings: The limits.
        found: Filled with what is there.

    Raises:
        BadInput: At the first thing wrong.
    """
    seen: set[str] = set()
    start = 0
    blank: int | None = None
    for number, line in enumerate(file, 1):
        if not line.strip():
            blank = blank or number
            start += len(line)
            continue
        if blank is not None:
            raise BadInput(f"line {blank}: empty line between rows")
        if number > settings.max_rows:
            raise BadInput(f"line {number}: more than {settings.max_rows} requests")
        row = _row(number, line, endpoint)
        id, body = row["custom_id"], row["body"]
        if id in seen:
            raise BadInput(f"line {number}: custom_id {id!r} is used more than once")
        seen.add(id)
        name = body.get("model") or model
        if not isinstance(name, str):
            raise BadInput(f"line {number}: body.model is missing or not a string")
        if not name.isprintable():
            raise BadInput(f"line {number}: body.model is not a name")
        found.models.add(name)
        found.starts.append(start)
        start += len(line)
        yield
    if not found.starts:
        raise BadInput("line 1: the file holds no requests")


def _row(number: int, line: bytes, endpoint: str) -> Mapping[str, Any]:
    try:
        row = parse(line)
    except ValueError as error:
        raise BadInput(f"line {number}: not valid JSON ({error})") from None
    if not isinstance(row, dict):
        raise BadInput(f"line {number}: not a JSON object")
    id = row.get("custom_id")
    if not isinstance(id, str) or not id:
        raise BadInput(f"line {number}: custom_id is missing or not a string")
    if len(id) > MAX_CUSTOM_ID:
        raise BadInput(f"line {number}: custom_id is longer than {MAX_CUSTOM_ID} characters")
    if not isinstance(row.get("body"), dict):
        raise BadInput(f"line {number}: body is missing or not an object")
    if "/audio/" in endpoint and row.get("method", "FILE") != "FILE":
        raise BadInput(f"line {number}: method must be FILE for {endpoint}")
    return row


def order(job_id: str, count: int) -> list[int]:
    """The order the rows are run and written in: always the same for a job, never the input's."""
    places = list(range(count))
    random.Random(job_id).shuffle(places)  # noqa: S311  (the same each time is the point)
    if count > 1 and places == list(range(count)):
        places.append(places.pop(0))
    return places


def count(path: Path) -> int:
    """How many lines a file has, however long they are."""
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(MIB):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines + (last != b"\n")


def scan(path: Path) -> tuple[int, str | None]:
    """Look at a batch file lightly, as preprocessing does: is each line a JSON object?

    Args:
        path: The file; its lines are read one at a time.

    Returns:
        The number of non-empty lines, and the first problem or ``None``.
    """
    lines = 0
    problem: str | None = None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            lines += 1
            if problem is None:
                try:
                    value = parse(line)
                except ValueError:
                    problem = f"line {number}: not valid JSON"
                else:
                    if not isinstance(value, dict):
                        problem = f"line {number}: not a JSON object"
    return lines, problem if lines else "line 1: the file holds no requests"
