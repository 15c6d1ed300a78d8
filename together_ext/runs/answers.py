"""One line of an answer file. Pure: bytes in, what they say out.

Read leniently: a field of another kind than promised is as good as none, and only a line that is no
JSON object, or names no row, belongs to no row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from .verdict import Verdict, judge


class _Usage(Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Body(Struct):
    usage: _Usage | None = None
    error: Any = None


class _Response(Struct):
    status_code: int | None = None
    body: _Body | None = None


class _Answer(Struct):
    custom_id: str
    response: _Response | None = None
    error: Any = None


class Parts(Struct):
    """The bytes of an answer's two parts, as they came."""

    custom_id: str

    response: Raw | UnsetType = UNSET
    error: Raw | UnsetType = UNSET


_HALVES = re.compile("[\ud800-\udfff]")
_decode = msgspec.json.Decoder(_Answer).decode
parts = msgspec.json.Decoder(Parts).decode


@dataclass(frozen=True)
class Answer:
    """What a line says.

    Attributes:
        custom_id: The row it is about.
        verdict: What it says about it.
        prompt_tokens: Tokens read, where it says so.
        completion_tokens: Tokens written, where it says so.
        counted: Whether it says anything of tokens.
    """

    custom_id: str
    verdict: Verdict
    prompt_tokens: int
    completion_tokens: int
    counted: bool


def read_answer(line: bytes) -> Answer | None:
    """Read a line; None if it is not UTF-8, no JSON object, or names no row."""
    if not line.isascii():
        try:
            line.decode()
        except UnicodeDecodeError:
            return None
    try:
        found = _decode(line)
    except (msgspec.DecodeError, RecursionError):
        made = _leniently(line)
        if made is None:
            return None
        found = made
    response, error = found.response, found.error
    if not error and response is not None:
        error = None  # "" or {} where there is nothing to say
    status: int | None = None
    body: _Body | None = None
    usage: _Usage | None = None
    if response is not None:
        status, body = response.status_code, response.body
        usage = None if body is None else body.usage
    if error is None and response is None:
        verdict = Verdict(False, True, "no_answer", "the line holds neither response nor error")
    else:
        told = error if error is not None else None if body is None else body.error
        # A body with an error in it under status 200 is the model's own business.
        verdict = judge(
            status=status, error=error is not None, code=_code(told), message=_message(told, status)
        )
    prompt = _tokens(None if usage is None else usage.prompt_tokens)
    completion = _tokens(None if usage is None else usage.completion_tokens)
    counted = usage is not None and not (
        usage.prompt_tokens is None and usage.completion_tokens is None
    )
    return Answer(found.custom_id, verdict, prompt, completion, counted)


def _leniently(line: bytes) -> _Answer | None:
    try:
        # What is wrong with the shape is found before what is wrong with the JSON behind it.
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        try:
            value = msgspec.json.decode(mended(line) or b"")
        except (msgspec.DecodeError, RecursionError):
            return None
    if not isinstance(value, dict) or not isinstance(value.get("custom_id"), str):
        return None
    given = value.get("response")
    response = None
    if isinstance(given, dict):
        body = given.get("body")
        usage = body.get("usage") if isinstance(body, dict) else None
        response = _Response(
            _int(given.get("status_code")),
            _Body(
                None
                if not isinstance(usage, dict)
                else _Usage(_int(usage.get("prompt_tokens")), _int(usage.get("completion_tokens"))),
                body.get("error"),
            )
            if isinstance(body, dict)
            else None,
        )
    elif given is not None:
        response = _Response()
    return _Answer(value["custom_id"], response, value.get("error"))


def mended(line: bytes) -> bytes | None:
    """Write in strict JSON what many servers take for it; None where that cannot be done.

    They write NaN and Infinity (here null), halves of surrogate pairs (here U+FFFD), bare control
    characters, a byte order mark. An answer is paid for, and asking again may bring the same.
    """

    def number(text: str) -> float | None:
        return float(text) if isfinite(float(text)) else None

    try:
        value = json.loads(line, strict=False, parse_constant=lambda _: None, parse_float=number)
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        return None
    return _HALVES.sub("\ufffd", text).encode()


def _int(value: Any) -> int | None:
    # No number that is meant has 20 digits, and Python refuses to read one of thousands.
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _tokens(value: int | None) -> int:
    # SQLite's integers have 64 bits; a count that large is none.
    return value if value is not None and 0 <= value < 2**53 else 0


def _code(error: Any) -> str | int | None:
    if not isinstance(error, Mapping):
        return None
    found = error.get("code")
    if found is None:
        found = error.get("type")
    return found if isinstance(found, (str, int)) and not isinstance(found, bool) else None


def _message(error: Any, status: int | None) -> str | None:
    if isinstance(error, str):
        return error
    if isinstance(error, Mapping) and isinstance(error.get("message"), str):
        return str(error["message"])
    return None if status is None else f"the response has status {status}"
