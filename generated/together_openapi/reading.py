# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""How JSON becomes models: by type hints, worked out once a class; what does not fit is kept."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from types import UnionType
from typing import (
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)
from uuid import UUID

from attrs import NOTHING, fields_dict

from .model import Model, wires
from .types import UNSET, Unset

T = TypeVar("T")
Reader = Callable[[Any], Any]

_log = logging.getLogger(__package__)


@overload
def read(as_: type[T], value: object) -> T: ...
@overload
def read(as_: object, value: object) -> Any: ...
def read(as_: Any, value: Any) -> Any:
    """Read a JSON value as a type; what does not fit is kept as it came."""
    found = _reader(as_)(value)
    if _log.isEnabledFor(logging.DEBUG):
        from .oddities import oddities

        for line in oddities(as_, found):
            _log.debug("%s", line)
    return found


class Field(NamedTuple):
    """One field of a model, as it is read."""

    name: str
    wire: str
    hint: Any
    read: Reader
    required: bool


class Plan(NamedTuple):
    """How a class is read."""

    fields: tuple[Field, ...]
    known: frozenset[str]
    extra: Any
    read_extra: Reader
    tags: Mapping[str, tuple[Any, ...]]
    """Names on the wire whose values tell this class from others, and those values."""


_plans: dict[type[Model], Plan] = {}


def plan(cls: type[Model]) -> Plan:
    """How a class is read, worked out when it is first needed."""
    if cls not in _plans:
        hints = get_type_hints(cls)
        attributes = fields_dict(cls)
        known = tuple(
            Field(
                name, wire, hints[name], _reader(hints[name]), attributes[name].default is NOTHING
            )
            for name, wire in wires(cls)
        )
        extra = get_args(hints["additional_properties"])[1]
        tags = {f.wire: values for f in known if (values := _only_values(f.hint))}
        _plans[cls] = Plan(
            known, frozenset(f.wire for f in known), extra, _reader(extra), {**tags, **cls.TAGS}
        )
    return _plans[cls]


def variants(hint: Any) -> tuple[Any, ...]:
    """The types that a hint allows."""
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _only_values(hint: Any) -> tuple[Any, ...]:
    """The one value that a field can have, as a tuple; empty if there are more."""
    alone = [variant for variant in variants(hint) if variant not in (Unset, type(None))]
    if len(alone) != 1:
        return ()
    if get_origin(alone[0]) is Literal:
        return get_args(alone[0])
    is_tag = isinstance(alone[0], type) and issubclass(alone[0], Enum) and len(alone[0]) == 1
    return tuple(member.value for member in alone[0]) if is_tag else ()


def _read_model(cls: type[Model], source: Mapping[str, Any]) -> Model:
    how = plan(cls)
    model = cls(
        **{f.name: f.read(source[f.wire]) if f.wire in source else UNSET for f in how.fields}
    )
    model.additional_properties = {
        k: how.read_extra(v) for k, v in source.items() if k not in how.known
    }
    return model


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _reader(hint: Any) -> Reader:
    allowed = [variant for variant in variants(hint) if variant not in (Unset, type(None))]
    if len(allowed) != 1:
        return _union_reader(allowed)
    hint = allowed[0]
    if get_origin(hint) is list:
        item = _reader(get_args(hint)[0])
        return lambda value: [item(one) for one in value] if isinstance(value, list) else value
    if not isinstance(hint, type):
        return _as_it_is
    if issubclass(hint, Model):
        return lambda value: _read_model(hint, value) if isinstance(value, Mapping) else value
    if issubclass(hint, Enum):
        kind = str if issubclass(hint, str) else int
        return lambda value: hint(value) if type(value) is kind else value
    return _string_reader(_PARSERS[hint]) if hint in _PARSERS else _as_it_is


# ------------------------------------------------------------------------------------------- unions


def _union_reader(hints: list[Any]) -> Reader:
    models = [hint for hint in hints if isinstance(hint, type) and issubclass(hint, Model)]
    enums = [hint for hint in hints if isinstance(hint, type) and issubclass(hint, Enum)]
    others = [_reader(hint) for hint in hints if hint not in models and hint not in enums]
    for kind in (str, int):
        same = [enum for enum in enums if issubclass(enum, kind)]
        # Of several open enums, none may claim what it does not know: it would be the first's.
        if kind not in hints and len(same) == 1:
            others.append(_reader(same[0]))
    choose: list[Callable[[Mapping[str, Any]], type[Model]]] = []

    def read_union(value: Any) -> Any:
        if models and isinstance(value, Mapping):
            if not choose:  # late, because a model may hold a union of models like itself
                choose.append(_chooser(models))
            return _read_model(choose[0](value), value)
        for member in (member for enum in enums for member in enum):
            if type(member.value) is type(value) and member.value == value:
                return member
        return next(
            (result for result in (reader(value) for reader in others) if result is not value),
            value,
        )

    return read_union


def _chooser(models: list[type[Model]]) -> Callable[[Mapping[str, Any]], type[Model]]:
    """Which of several classes an object is: by its tag if they have one, else by its names."""
    if len(models) == 1:
        return lambda value: models[0]
    tag = _tag(models)
    by_value = {value: cls for cls in models for value in plan(cls).tags.get(tag or "", ())}
    untagged = [cls for cls in models if tag not in plan(cls).tags]

    def choose(value: Mapping[str, Any]) -> type[Model]:
        told = value.get(tag) if tag is not None else None
        if isinstance(told, (str, int)) and told in by_value:
            return by_value[told]
        possible = untagged if told is not None else models
        best = max(possible, key=lambda cls: _fit(cls, value), default=Model)
        return best if best is not Model and any(_fit(best, value)) else Model

    return choose


def _tag(models: list[type[Model]]) -> str | None:
    """The name whose value is another in each class that has it; of several, what most have."""
    tags = [plan(cls).tags for cls in models]
    found: list[tuple[int, str]] = []
    for name in dict.fromkeys(name for tag in tags for name in tag):
        values = [tag[name] for tag in tags if name in tag]
        flat = [value for several in values for value in several]
        if len(values) > 1 and len(set(flat)) == len(flat):
            found.append((len(values), name))
    return max(found, key=lambda pair: pair[0], default=(0, None))[1]


def _fit(cls: type[Model], value: Mapping[str, Any]) -> tuple[bool, int]:
    """How well an object fits a class: is all that was promised there; names in common."""
    how = plan(cls)
    possible = all(
        (f.wire not in how.tags or value[f.wire] in how.tags[f.wire])
        if f.wire in value
        else not f.required
        for f in how.fields
    )
    return possible, sum(f.wire in value for f in how.fields)


# ------------------------------------------------------------------------------------------ strings


def _string_reader(parse: Reader) -> Reader:
    def read_string(value: Any) -> Any:
        try:
            return parse(value) if isinstance(value, str) else value
        except (ValueError, OverflowError):
            return value

    return read_string


def _parse_datetime(value: str) -> datetime.datetime:
    if value[10:11] not in ("T", "t", " "):
        raise ValueError("not a time")  # isoparse takes "1763" for a year
    # Before Python 3.11, datetime.fromisoformat reads neither "Z" nor nanoseconds.
    # Imported late: it takes as long as everything else here together.
    from dateutil.parser import isoparse

    return isoparse(value)


def _parse_date(value: str) -> datetime.date:
    return _same(datetime.date.fromisoformat(value), value)


def _parse_uuid(value: str) -> UUID:
    return _same(UUID(value), value)


def _same(found: T, value: str) -> T:
    """What would be written in other letters is kept instead: an id is sent back as it came."""
    if str(found) != value:
        raise ValueError("not as it would be written")
    return found


_PARSERS: dict[type, Reader] = {
    datetime.datetime: _parse_datetime,
    datetime.date: _parse_date,
    UUID: _parse_uuid,
}

__all__ = ["Field", "Plan", "plan", "read", "variants"]
