r"""What is wrong with a request line. Pure: bytes in, a request or a problem out.

A line is what stands between two ``\n``; U+2028 and U+0085 are data. A ``\r`` before the ``\n``, a
byte order mark before the first line and blank lines belong to the file, not to its rows: they are
left out. Everything else of a line goes on as the bytes it is, unless it has to be completed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

MAX_CUSTOM_ID = 64  # characters; the API's documentation
BOM = b"\xef\xbb\xbf"


class _Body(Struct):
    model: str | UnsetType | None = UNSET


class _Line(Struct):
    custom_id: str | UnsetType | None = UNSET
    body: _Body | UnsetType | None = UNSET
    method: str | UnsetType | None = UNSET


_decode = msgspec.json.Decoder(_Line).decode
_decode_raw = msgspec.json.Decoder(dict[str, Raw]).decode
_encode = msgspec.json.Encoder().encode

# Keys of which a second one would leave it to the server which of the two it takes.
_OUTER = ("custom_id", "body", "method", "url")
_INNER = ("model",)
_TELLING = tuple(f'"{key}"'.encode() for key in (*_OUTER, *_INNER))


class Wrong(Exception):
    """A row that cannot be sent; its text says why."""


@dataclass(frozen=True)
class Problem:
    """One row that cannot be sent.

    Attributes:
        index: The row's place among the rows given, from 0.
        line: Its line in the file, from 1; in a source that is no file of lines, its row, from 1.
        offset: The byte at which the line starts in the (decompressed) file; None where there are
            no bytes.
        custom_id: Its custom_id, where that much can be read.
        message: What is wrong.
    """

    index: int
    line: int
    offset: int | None
    custom_id: str | None
    message: str

    def __str__(self) -> str:
        where = f"row {self.line}" if self.offset is None else f"line {self.line}"
        at = "" if self.offset is None else f" (byte {self.offset})"
        return f"{where}{at}: {self.message}"


@dataclass(frozen=True)
class Rules:
    """What a row has to satisfy.

    Attributes:
        endpoint: The endpoint of the run; audio wants ``"method": "FILE"``.
        model: The model of rows that name none.
        row_bytes: Bytes a line may have, its line end included.
    """

    endpoint: str
    model: str | None
    row_bytes: int

    @property
    def audio(self) -> bool:
        """Whether each line must say ``"method": "FILE"``."""
        return "/audio/" in self.endpoint


def check(line: bytes, index: int, rules: Rules) -> tuple[str, bool, str, bytes]:
    """Check a request line and complete it.

    Args:
        line: The line without its end, known to be UTF-8.
        index: The row's place among the rows given, from 0; an id is made of it where there is
            none.
        rules: What it has to satisfy.

    Returns:
        The custom_id, whether it was made here, the model, and the line to send: the same bytes,
        unless the custom_id, the model or audio's method had to be put in.

    Raises:
        Wrong: It cannot be sent.
    """
    try:
        parsed = _decode(line)
    except (msgspec.DecodeError, RecursionError):
        raise Wrong(_why(line)) from None
    body = parsed.body
    if not isinstance(body, _Body):
        if body is UNSET:
            raise Wrong("body is missing; write it, or pass make_request=")
        raise Wrong("body must be an object, not null")
    id, model = parsed.custom_id, body.model
    missing: dict[str, bytes] = {}
    if not isinstance(id, str):
        id = made_id(index)
        missing["custom_id"] = _encode(id)
    elif not id or len(id) > MAX_CUSTOM_ID:
        raise Wrong(_bad_id(id))
    if not isinstance(model, str):
        if rules.model is None:
            raise Wrong("body.model is missing; name it, or pass model=")
        model = rules.model
        missing["model"] = _encode(model)
    elif not model:
        raise Wrong("body.model is empty")
    if rules.audio and parsed.method != "FILE":
        if parsed.method is not UNSET and parsed.method is not None:
            raise Wrong(f'method must be "FILE" for {rules.endpoint}, not {parsed.method!r}')
        missing["method"] = b'"FILE"'
    if missing:
        line = _complete(line, missing)
    if len(line) >= rules.row_bytes:
        raise Wrong(
            f"the row has {len(line) + 1} bytes with its line end, more than the "
            f"{rules.row_bytes} that one may have"
        )
    return id, "custom_id" in missing, model, line


def made_id(index: int, again: int = 0) -> str:
    """Make the custom_id of a row that has none.

    Args:
        index: The row's place among the rows given: the same at every run.
        again: How many of its names the caller's own ids took already.
    """
    return f"row-{index}" if not again else f"row-{index}-{again}"


def with_id(line: bytes, id: str) -> bytes:
    """Give a line that was checked another custom_id."""
    return _complete(line, {"custom_id": _encode(id)})


def doubled_key(
    line: bytes, outer: tuple[str, ...] = _OUTER, inner: tuple[str, ...] = _INNER
) -> str | None:
    """Say which key that decides something is in a line twice, if one is.

    Other keys may be: what they mean is the API's to say, and the line is sent as it is. A key
    that is written with escapes goes unnoticed where no other is there twice; nothing writes one.

    Args:
        line: The line.
        outer: Keys of the request that decide something.
        inner: Keys of its body that do.
    """
    if outer is _OUTER and all(line.count(key) < 2 for key in _TELLING):
        return None

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            # Which object this is shows only from outside, so each says what it holds twice.
            keys = [key for key, _ in items]
            made["\0twice"] = {key for key in keys if keys.count(key) > 1}
        return made

    try:
        value = json.loads(line, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        body = value.get("body")
        for keys, holder in ((outer, value), (inner, body if isinstance(body, dict) else {})):
            for key in keys:
                if key in holder.get("\0twice", ()):
                    return key
    return None


def line_of(request: Mapping[str, Any], enc_hook: Any = None) -> bytes:
    """Write a request as a line, without its end.

    Raises:
        Wrong: It holds something that JSON has no word for.
    """
    try:
        # NaN becomes null: it is how frames say that there is nothing, and JSON has no NaN.
        return msgspec.json.encode(request, enc_hook=enc_hook)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise Wrong(f"the request cannot be written as JSON: {error}") from None


def _complete(line: bytes, missing: Mapping[str, bytes]) -> bytes:
    given = {key: bytes(value) for key, value in _decode_raw(line).items()}
    if "model" in missing:
        inner = {key: bytes(value) for key, value in _decode_raw(given["body"]).items()}
        given["body"] = _object({"model": missing["model"], **_without(inner, "model")})
    outer = {key: missing[key] for key in ("custom_id", "method") if key in missing}
    first = {"custom_id": outer.pop("custom_id", given.get("custom_id", b""))}
    return _object({**first, **outer, **_without(given, "custom_id", *outer)})


def _without(given: Mapping[str, bytes], *keys: str) -> dict[str, bytes]:
    return {key: value for key, value in given.items() if key not in keys}


def _object(members: Mapping[str, bytes]) -> bytes:
    return b"{" + b",".join(_encode(key) + b":" + value for key, value in members.items()) + b"}"


def _bad_id(id: str) -> str:
    if not id:
        return "custom_id is empty"
    return f"custom_id has {len(id)} characters, more than the {MAX_CUSTOM_ID} that one may have"


def _why(line: bytes) -> str:
    try:
        value = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return f"not JSON: {str(error).removeprefix('JSON is malformed: ')}"
    except RecursionError:
        return "not JSON: nested too deeply"
    if not isinstance(value, dict):
        return f"not a JSON object but {_kind(value)}"
    for key, kind in (("custom_id", str), ("body", dict), ("method", str)):
        found = value.get(key)
        if found is not None and not isinstance(found, kind):
            wanted = "a string" if kind is str else "an object"
            return f"{key} must be {wanted}, not {_kind(found)}"
    return f"body.model must be a string, not {_kind(value['body'].get('model'))}"


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    return names.get(type(value), "null" if value is None else "a number")
