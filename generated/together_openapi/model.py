# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Models, read leniently and written as they were read.

A model is a declaration. How it is read follows from its type hints (see `reading`), so that one
place decides what happens when a server is newer than this client:

- a missing field is UNSET, even a promised one; an unknown one goes to additional_properties;
- a value that does not fit its type (null for a promised object, a date nobody can read) is kept;
- an enum keeps values it does not know; an object of a kind nobody knows is a plain Model.

What comes back out is what went in, except that times are written to the microsecond. With the
logger of this package at DEBUG, one line says of each kind of oddity where it was met.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from attrs import define, field

from .types import UNSET

M = TypeVar("M", bound="Model")

_SHOWN = 400


@define(repr=False)
class Model:
    """What every generated class can do; by itself, an object of a kind that nobody knows.

    Attributes:
        additional_properties: What was read without the class knowing it; it is written again.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Values of discriminators that choose this class, by their names on the wire."""

    SECRETS: ClassVar[frozenset[str]] = frozenset()
    """Names on the wire of what the spec calls a password: no repr and no log shows its value."""

    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    @classmethod
    def from_dict(cls: type[M], src_dict: Mapping[str, Any]) -> M:
        """Read a JSON object; never raises for what is in it."""
        from .reading import read

        return read(cls, src_dict)

    def to_dict(self) -> dict[str, Any]:
        """Write a JSON object, without what is UNSET."""
        return {wire: to_wire(value) for wire, value in given(self)}

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

    def __repr__(self) -> str:
        from .redact import HIDDEN, clip, is_secret, short

        shown: list[str] = []
        size, secret_value = 0, False
        for wire, value in given(self):
            if size > _SHOWN:
                shown.append("…")
                break
            hidden = wire == "value" and secret_value
            told = short(value, "secret" if hidden else wire)
            if wire in self.SECRETS and value is not None:
                told = HIDDEN
            shown.append(f"{clip(wire, 60)}={told}")
            size += len(shown[-1])
            # {"name": "API_TOKEN", "value": …}
            secret_value = secret_value or (
                isinstance(value, str) and wire != "value" and is_secret(value[:100])
            )
        return f"{type(self).__name__}({', '.join(shown)})"


def given(model: Model) -> Iterator[tuple[str, Any]]:
    """Names on the wire and values of everything that is not UNSET."""
    for name, wire in wires(type(model)):
        value = getattr(model, name)
        if value is not UNSET:
            yield wire, value
    yield from model.additional_properties.items()


_wires: dict[type[Model], tuple[tuple[str, str], ...]] = {}


def wires(cls: type[Model]) -> tuple[tuple[str, str], ...]:
    """Names of the fields of a class, each with its name on the wire."""
    if cls not in _wires:
        declared = (a for a in cls.__attrs_attrs__ if a.name != "additional_properties")
        _wires[cls] = tuple((a.name, a.metadata.get("wire", a.name)) for a in declared)
    return _wires[cls]


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


__all__ = ["Model", "given", "to_wire", "wires"]
