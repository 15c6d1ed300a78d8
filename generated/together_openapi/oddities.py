# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""What a server said that its spec does not; looked for only where somebody reads the debug log."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

from .model import Model
from .reading import plan, variants
from .redact import HIDDEN, clip, short
from .types import UNSET, Unset

_EXACT = (str, bool, bytes, list, datetime.datetime, datetime.date, UUID)


def oddities(hint: Any, value: Any) -> Iterator[str]:
    """A line for each kind of oddity, with the first value of that kind; no value of a secret."""
    seen = set()
    for where, kind, line in _look(hint, value, "the answer"):
        if (where, kind) not in seen:
            seen.add((where, kind))
            yield line


def _look(
    hint: Any, value: Any, where: str, *, secret: bool = False
) -> Iterator[tuple[str, str, str]]:
    told = HIDDEN if secret else short(value, where.rpartition(".")[2])
    allowed = variants(hint)
    fitting = next((one for one in allowed if _fits(one, value)), None)
    if value is UNSET:
        if Unset not in allowed:
            yield where, "missing", f"{where} was promised and is not there"
    elif fitting is None:
        kind = "an unknown kind of object" if isinstance(value, Model) else type(value).__name__
        wanted = " | ".join(_name(one) for one in allowed if one is not Unset)
        yield where, kind, f"{where} is {kind}, not {wanted}; kept: {told}"
    elif isinstance(value, Enum) and value.name not in type(value).__members__:
        yield (
            where,
            "value",
            f"{where} has a value that {type(value).__name__} does not know: {told}",
        )
    elif isinstance(value, list):
        item = get_args(fitting)[0] if get_args(fitting) else Any
        for one in value:
            yield from _look(item, one, where, secret=secret)
    if isinstance(value, Model):
        yield from _look_into(value)


def _look_into(model: Model) -> Iterator[tuple[str, str, str]]:
    how, cls = plan(type(model)), type(model).__name__
    for f in how.fields:
        secret = f.wire in model.SECRETS
        yield from _look(f.hint, getattr(model, f.name), f"{cls}.{f.wire}", secret=secret)
    for key, value in model.additional_properties.items():
        if how.extra is not Any:
            yield from _look(how.extra, value, f"{cls}.*")
        elif how.fields:
            place = f"{cls}.{clip(key, 60)!a}"
            yield place, "unknown", f"{place} is a field that {cls} does not know; kept"


def _fits(hint: Any, value: Any) -> bool:
    if hint is Any:
        return True
    if hint is None or hint is type(None):
        return value is None
    if get_origin(hint) is Literal:
        return any(type(one) is type(value) and one == value for one in get_args(hint))
    kind = get_origin(hint) or hint
    if not isinstance(kind, type):
        return True
    if kind in (int, float):
        return isinstance(value, int if kind is int else (int, float)) and not isinstance(
            value, bool
        )
    if kind in _EXACT or issubclass(kind, (Enum, Model, Unset)):
        return isinstance(value, kind)
    return True


def _name(hint: Any) -> str:
    return getattr(hint, "__name__", None) or str(hint)


__all__ = ["oddities"]
