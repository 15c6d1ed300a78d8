# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Models, read leniently and written as they were read.

A model is a declaration. How it is read and written follows from its type hints, worked out once a
class, so that one place decides what happens when a server is newer than this client:

- a missing field is UNSET, even a promised one; an unknown one goes to additional_properties;
- a value that does not fit its type (null for a promised object, a date nobody can read) is kept;
- an enum keeps values it does not know.

What comes back out is what went in, except that times are written to the microsecond.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from reprlib import Repr
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

from attrs import NOTHING, define, field, fields

from .types import UNSET, Unset

T = TypeVar("T")
M = TypeVar("M", bound="Model")
Reader = Callable[[Any], Any]

_short = Repr()
_short.maxstring, _short.maxother, _short.maxlist, _short.maxdict = 60, 200, 3, 3


@define(repr=False)
class Model:
    """What every generated class can do.

    Attributes:
        additional_properties: What was read without the class knowing it; it is written again.
    """

    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    @classmethod
    def from_dict(cls: type[M], src_dict: Mapping[str, Any]) -> M:
        """Read a JSON object; never raises for what is in it."""
        plan = _plan(cls)
        model = cls(
            **{
                f.name: f.read(src_dict[f.wire]) if f.wire in src_dict else UNSET
                for f in plan.fields
            }
        )
        known = {f.wire for f in plan.fields}
        model.additional_properties = {
            k: plan.read_extra(v) for k, v in src_dict.items() if k not in known
        }
        return model

    def to_dict(self) -> dict[str, Any]:
        """Write a JSON object, without what is UNSET."""
        return {wire: to_wire(value) for wire, value in given(self)}

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

    def __repr__(self) -> str:
        shown = (f"{wire}={_short.repr(value)}" for wire, value in given(self))
        return f"{type(self).__name__}({', '.join(shown)})"


def given(model: Model) -> Iterator[tuple[str, Any]]:
    """Names on the wire and values of everything that is not UNSET."""
    for f in _plan(type(model)).fields:
        value = getattr(model, f.name)
        if value is not UNSET:
            yield f.wire, value
    yield from model.additional_properties.items()


def to_wire(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):  # of which datetime is a kind
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [to_wire(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_wire(item) for key, item in value.items()}
    return value


@overload
def read(as_: type[T], value: object) -> T: ...
@overload
def read(as_: object, value: object) -> Any: ...
def read(as_: Any, value: Any) -> Any:
    """Read a JSON value as a type; what does not fit is kept as it came."""
    return _reader(as_)(value)


class _Field(NamedTuple):
    wire: str
    name: str
    read: Reader
    required: bool
    tags: tuple[Any, ...]
    """The only values that it can have, which tell variants apart; empty if any will do."""


class _Plan(NamedTuple):
    fields: tuple[_Field, ...]
    read_extra: Reader


_plans: dict[type[Model], _Plan] = {}


def _plan(cls: type[Model]) -> _Plan:
    if cls not in _plans:
        hints = get_type_hints(cls)
        extra = get_args(hints["additional_properties"])[1]
        known = [a for a in fields(cls) if a.name != "additional_properties"]
        _plans[cls] = _Plan(
            tuple(
                _Field(
                    wire=a.metadata.get("wire", a.name),
                    name=a.name,
                    read=_reader(hints[a.name]),
                    required=a.default is NOTHING,
                    tags=_tags(hints[a.name]),
                )
                for a in known
            ),
            _reader(extra),
        )
    return _plans[cls]


def _as_it_is(value: Any) -> Any:
    return value


def _reader(hint: Any) -> Reader:
    if get_origin(hint) in (Union, UnionType):
        return _union_reader(_variants(hint))
    if get_origin(hint) is list:
        item = _reader(get_args(hint)[0])
        return lambda value: [item(one) for one in value] if isinstance(value, list) else value
    if not isinstance(hint, type):
        return _as_it_is
    if issubclass(hint, Model):
        return lambda value: hint.from_dict(value) if isinstance(value, Mapping) else value
    if issubclass(hint, Enum):
        kind = str if issubclass(hint, str) else int
        return lambda value: hint(value) if type(value) is kind else value
    return _string_reader(_PARSERS[hint]) if hint in _PARSERS else _as_it_is


def _variants(hint: Any) -> list[Any]:
    return [arg for arg in get_args(hint) if arg not in (Unset, type(None))]


def _union_reader(hints: list[Any]) -> Reader:
    if len(hints) == 1:
        return _reader(hints[0])
    models = [hint for hint in hints if isinstance(hint, type) and issubclass(hint, Model)]
    enums = [hint for hint in hints if isinstance(hint, type) and issubclass(hint, Enum)]
    others = [_reader(hint) for hint in hints if hint not in models and hint not in enums]
    if str not in hints:  # nobody else takes a string that no enum knows
        others += [_reader(hint) for hint in enums]

    def read_union(value: Any) -> Any:
        if models and isinstance(value, Mapping):
            return max(models, key=lambda model: _fit(model, value)).from_dict(value)
        for member in (member for enum in enums for member in enum):
            if type(member.value) is type(value) and member.value == value:
                return member
        return next(
            (result for result in (reader(value) for reader in others) if result is not value),
            value,
        )

    return read_union


def _fit(model: type[Model], value: Mapping[str, Any]) -> tuple[bool, int]:
    """How well an object fits a variant: is all that was promised there; names in common."""
    plan_fields = _plan(model).fields
    possible = all(
        (not f.tags or value[f.wire] in f.tags) if f.wire in value else not f.required
        for f in plan_fields
    )
    return possible, sum(f.wire in value for f in plan_fields)


def _tags(hint: Any) -> tuple[Any, ...]:
    alone = _variants(hint) if get_origin(hint) in (Union, UnionType) else [hint]
    if len(alone) != 1:
        return ()
    if get_origin(alone[0]) is Literal:
        return get_args(alone[0])
    is_tag = isinstance(alone[0], type) and issubclass(alone[0], Enum) and len(alone[0]) == 1
    return tuple(alone[0]) if is_tag else ()


def _string_reader(parse: Reader) -> Reader:
    def read_string(value: Any) -> Any:
        try:
            return parse(value) if isinstance(value, str) else value
        except (ValueError, OverflowError):
            return value

    return read_string


def _parse_datetime(value: str) -> datetime.datetime:
    # Before Python 3.11, datetime.fromisoformat reads neither "Z" nor nanoseconds.
    # Imported late: it takes as long as everything else here together.
    from dateutil.parser import isoparse

    return isoparse(value)


_PARSERS: dict[type, Reader] = {
    datetime.datetime: _parse_datetime,
    datetime.date: lambda value: _parse_datetime(value).date(),
    UUID: UUID,
}

__all__ = ["Model", "given", "read", "to_wire"]
