# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""The parts of a request, as httpx takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .model import Model, given, to_wire
from .types import UNSET, File, RequestFiles


def path_segment(value: object) -> str:
    """A value as one segment of a path: nothing in it can climb out of its place.

    Raises:
        ValueError: For what a URL cannot hold in one segment: nothing at all, "." and "..".
    """
    segment = str(to_wire(value))
    if segment in ("", ".", ".."):
        raise ValueError(f"{segment!r} cannot be part of a URL's path")
    return quote(segment, safe="")


def drop_unset(values: Mapping[str, Any]) -> dict[str, Any]:
    """Query parameters or form fields, without those that are left out."""
    return {
        key: to_wire(value)
        for key, value in values.items()
        if value is not UNSET and value is not None
    }


def to_headers(values: Mapping[str, Any]) -> dict[str, str]:
    """Headers or cookies, without those that are left out."""
    return {key: _text(value) for key, value in drop_unset(values).items()}


def to_multipart(model: Model) -> RequestFiles:
    """A form with files in it. httpx chooses a random boundary, which no content can hold."""
    parts: RequestFiles = []
    for wire, value in given(model):
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, File):
                parts.append((wire, item.to_tuple()))
            elif isinstance(item, (Model, Mapping)):
                parts.append((wire, (None, json.dumps(to_wire(item)).encode(), "application/json")))
            elif item is not None:
                parts.append((wire, (None, _text(to_wire(item)).encode())))
    return parts


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


__all__ = ["drop_unset", "path_segment", "to_headers", "to_multipart"]
