"""Text that ends up in docstrings."""

from __future__ import annotations

import re
from typing import Any

from spec.document import Document

_TEXTS = {"title", "description", "summary"}
# What Python's source or UTF-8 cannot hold, and what shows a text in another order than it is in:
# https://trojansource.codes
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def texts(document: Document) -> tuple[Document, int]:
    """Control characters in titles, summaries and descriptions go."""
    count = 0

    def clean(value: Any, key: str) -> Any:
        nonlocal count
        if isinstance(value, dict):
            return {name: clean(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [clean(part, "") for part in value]
        if key in _TEXTS and isinstance(value, str) and _UNFIT.search(value):
            count += 1
            return _UNFIT.sub("", value)
        return value

    fixed = clean(document, "")
    return (fixed, count) if count else (document, 0)
