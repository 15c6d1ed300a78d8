# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""The parts of a request, as httpx takes them."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from typing import IO, Any
from urllib.parse import quote

from .types import UNSET, File, RequestFiles

_CHUNK = 256 * 1024


def fill(template: str, **values: object) -> str:
    """A path with its parameters in their places, each as one segment that cannot climb out.

    Raises:
        ValueError: For what a URL cannot hold in one segment: nothing at all, "." and "..".
    """
    return re.sub(
        r"\{(\w+)\}", lambda m: path_segment(values[m[1]]) if m[1] in values else m[0], template
    )


class Segment(str):
    """Part of a path that is quoted already."""

    __slots__ = ()


def path_segment(value: object) -> str:
    """A value as one segment of a path.

    Raises:
        ValueError: If no path can hold it.
    """
    if isinstance(value, Segment):
        return value
    segment = scalar_text(_wire(value), "a parameter of the path")
    if segment in ("", ".", ".."):
        raise ValueError(f"{segment!r} cannot be part of a URL's path")
    return quote(segment, safe="")


def drop_unset(values: Mapping[str, Any]) -> dict[str, Any]:
    """Query parameters or form fields, without those that are left out."""
    return {
        key: _wire(value)
        for key, value in values.items()
        if value is not UNSET and value is not None
    }


def _wire(value: Any) -> Any:
    """What stands for a value on the wire; models are imported where there may be one."""
    if type(value) is str:
        return value
    from .model import to_wire

    return to_wire(value)


def to_headers(values: Mapping[str, Any]) -> dict[str, str]:
    """Headers or cookies, without those that are left out."""
    return {key: _text(value) for key, value in drop_unset(values).items()}


def to_form(model: Any) -> dict[str, Any]:
    """The fields of a form without files. What has an inside is written as JSON.

    https://spec.openapis.org/oas/v3.1.1.html#encoding-content-type

    Raises:
        ValueError: If it has no fields.
    """
    fields = _wire(model)
    if not isinstance(fields, Mapping):
        raise ValueError(f"a form has fields, and a {type(model).__name__} has none")
    form = {}
    for name, value in drop_unset(fields).items():
        parts = [_json_or(part) for part in value] if isinstance(value, list) else None
        form[name] = _json_or(value) if parts is None else parts
    return form


def _json_or(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def to_multipart(model: Any) -> RequestFiles:
    """A form with files in it, which httpx reads piece by piece while it sends.

    httpx chooses a random boundary, which no content can hold, and quotes names.

    Raises:
        ValueError: If it has no fields.
    """
    from .model import Model, given

    if not isinstance(model, (Model, Mapping)):
        raise ValueError(f"a form has fields, and a {type(model).__name__} has none")
    parts: RequestFiles = []
    for wire, value in given(model) if isinstance(model, Model) else model.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, File):
                parts.append((wire, item.to_tuple()))
            elif isinstance(item, (bytes, bytearray)):
                parts.append((wire, File(bytes(item)).to_tuple()))
            elif hasattr(item, "read"):
                parts.append((wire, File(item).to_tuple()))
            elif isinstance(item, (Model, Mapping, list)):
                parts.append((wire, (None, json.dumps(_wire(item)).encode(), "application/json")))
            elif item is not None:
                parts.append((wire, (None, _text(_wire(item)).encode())))
    return parts


def to_content(body: Any) -> Any:
    """A body that is sent as it is."""
    return body.payload if isinstance(body, File) else body


def for_async(kwargs: dict[str, Any]) -> dict[str, Any]:
    """The same request for an httpx.AsyncClient, which does not read from file objects itself."""
    content = kwargs.get("content")
    if content is None or not hasattr(content, "read"):
        return kwargs
    headers = dict(kwargs.get("headers", {}))
    size = _size(content)
    if size is not None:
        headers["Content-Length"] = str(size)
    return {**kwargs, "headers": headers, "content": _pieces(content)}


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    # In the event loop's own thread, as httpx does with the files of a form.
    while piece := file.read(_CHUNK):
        yield piece


def _size(file: IO[bytes]) -> int | None:
    """How much is left to read, where that can be known."""
    try:
        place = file.tell()
        size = file.seek(0, os.SEEK_END)
        file.seek(place)
        return size - place
    except (AttributeError, OSError, io.UnsupportedOperation):
        return None


def scalar_text(value: Any, name: str) -> str:
    """A value that has no inside, as text.

    Raises:
        ValueError: If it is a list or an object.
    """
    if isinstance(value, (dict, list)):
        raise ValueError(f"{name}: a {type(value).__name__} cannot be sent here")
    return "" if value is None else _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


__all__ = [
    "Segment",
    "drop_unset",
    "fill",
    "for_async",
    "path_segment",
    "scalar_text",
    "to_content",
    "to_form",
    "to_headers",
    "to_multipart",
]
