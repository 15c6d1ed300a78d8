# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""What may be shown of a value in a repr, a log or an error: little, and no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

_SECRET_NAME = re.compile(
    r"secret|passw|credential|kube_?config|authori[sz]ation|cookie|(?:api|access|private|auth)[-_]?key|(?:token|signature)$",
    re.IGNORECASE,
)
# The query of an address may be its signature: a presigned address is a key to what it points at.
_QUERY = re.compile(r"(https?://[^\s?#\"'<>]*)[?#][^\s\"'<>]*", re.IGNORECASE)
_USER = re.compile(r"(https?://)[^\s/@\"'<>]*@", re.IGNORECASE)
_BEARER = re.compile(r"(bearer\s+)\S+", re.IGNORECASE)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
HIDDEN = "'…'"


def is_secret(name: str) -> bool:
    """Whether what has this name is nobody's business."""
    return _SECRET_NAME.search(name) is not None


def clip(text: str, size: int) -> str:
    """The beginning of a text."""
    return text if len(text) <= size else f"{text[: size - 1]}…"


def without_keys(text: str) -> str:
    """A text without what opens doors."""
    return _BEARER.sub(r"\1…", _USER.sub(r"\1…@", _QUERY.sub(r"\1?…", text)))


def excerpt(content: bytes, size: int = 200) -> str:
    """The beginning of a body on one line, without markup."""
    text = _TAGS.sub(" ", content[:4096].decode("utf-8", "replace"))
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return clip(without_keys(text), size)


def short(value: Any, name: str = "") -> str:
    """A value as a repr shows it."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        # Cut before it is searched: a body of megabytes is not worth it.
        return HIDDEN if is_secret(name) else repr(clip(without_keys(value[:1000]), 60))
    if isinstance(value, (bytes, bytearray)):
        return f"<{len(value)} bytes>"
    if isinstance(value, (list, tuple)):
        more = [f"… {len(value) - 3} more"] if len(value) > 3 else []
        return f"[{', '.join([*(short(item, name) for item in value[:3]), *more])}]"
    if isinstance(value, Mapping):
        more = [f"… {len(value) - 3} more"] if len(value) > 3 else []
        pairs = [
            f"{clip(str(key), 30)!r}: {short(value[key], str(key))}" for key in list(value)[:3]
        ]
        return f"{{{', '.join([*pairs, *more])}}}"
    return clip(repr(value), 100)


__all__ = ["HIDDEN", "clip", "excerpt", "is_secret", "short", "without_keys"]
