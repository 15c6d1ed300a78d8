"""Small documents to compare."""

from __future__ import annotations

from typing import Any

from spec.diff.judge import Change
from spec.diff.report import compare

Json = Any


def document(
    *, operation: Json = None, path: str = "/things", method: str = "post", **parts: Json
) -> Json:
    """A document with one operation; `components` and the like go around it."""
    operation = {"responses": {"200": {"description": "fine"}}, **(operation or {})}
    head = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}
    return {**head, "paths": {path: {method: operation}}, **parts}


def content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def asking(schema: Json, **parts: Json) -> Json:
    """A document whose operation takes this."""
    return document(operation={"requestBody": {"content": content(schema)}}, **parts)


def answering(schema: Json, **parts: Json) -> Json:
    """A document whose operation gives this."""
    answer = {"description": "fine", "content": content(schema)}
    return document(operation={"responses": {"200": answer}}, **parts)


def schemas(**named: Json) -> Json:
    return {"schemas": named}


def changes(old: Json, new: Json) -> list[Change]:
    return compare(old, new).changes


def the_change(old: Json, new: Json) -> Change:
    """The one thing that changed."""
    found = changes(old, new)
    assert len(found) == 1, [change.sentence for change in found]
    return found[0]


def breaks(change: Change) -> str:
    return "+".join(sorted(change.breaks)) or "safe"
