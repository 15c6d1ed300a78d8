"""``dataclasses.dataclass``, as far as it is used here, for a fraction of what it costs to define.

The standard one imports ``inspect``, and writes and compiles six functions a class: with forty
classes that was a fifth of what a process costs that downloads one small file. Here ``__init__``
alone is compiled, and the rest is shared. A type checker sees the standard one, and so does whoever
asks: ``dataclasses.fields``, ``asdict``, ``replace`` and ``is_dataclass`` find what they look for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

_MISSING: Any = object()


class _Field:
    """What a class says of one of its fields beyond its type."""

    __slots__ = ("compare", "default", "factory", "repr")

    def __init__(
        self, default: Any, factory: Callable[[], Any] | None, repr: bool, compare: bool
    ) -> None:
        self.default = default
        self.factory = factory
        self.repr = repr
        self.compare = compare


def _field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    repr: bool = True,
    compare: bool = True,
) -> Any:
    return _Field(default, default_factory, repr, compare)


def _dataclass(cls: type[Any] | None = None, /, *, frozen: bool = False) -> Any:
    if cls is None:
        return lambda cls: _made(cls, frozen)
    return _made(cls, frozen)


def _replace(record: Any, /, **changes: Any) -> Any:
    for name in type(record).__record__:
        changes.setdefault(name, getattr(record, name))
    return type(record)(**changes)


def _made(cls: type[Any], frozen: bool) -> type[Any]:
    fields: dict[str, _Field] = dict(getattr(cls, "__record__", {}))
    own = cls.__dict__
    for name, kind in cls.__annotations__.items():  # its own alone, not those it inherits
        if str(kind).startswith("ClassVar"):
            continue
        said = own.get(name, _MISSING)
        if isinstance(said, _Field):
            if said.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, said.default)
        else:
            said = _Field(said, None, repr=True, compare=True)
        fields[name] = said
    shared: dict[str, Any] = {
        "__record__": fields,
        "__init__": _init(cls, fields, frozen),
        "__match_args__": tuple(fields),
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": _hash if frozen else None,
        "__replace__": _replace,
        "__dataclass_fields__": _Standard(),
    }
    if frozen:
        shared |= {"__setattr__": _refuse, "__delattr__": _refuse}
    for name, value in shared.items():
        # Python itself puts a None there where a class has __eq__.
        if name not in own or (name == "__hash__" and own[name] is None):
            setattr(cls, name, value)
    return cls


def _init(cls: type[Any], fields: dict[str, _Field], frozen: bool) -> Any:
    arguments, lines = ["self"], ["own = self.__dict__"] if frozen else []
    scope: dict[str, Any] = {"_MISSING": _MISSING}
    for name, field in fields.items():
        value = name
        if field.factory is not None:
            scope[f"_make_{name}"] = field.factory
            arguments.append(f"{name}=_MISSING")
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        elif field.default is not _MISSING:
            scope[f"_default_{name}"] = field.default
            arguments.append(f"{name}=_default_{name}")
        else:
            arguments.append(name)
        lines.append(f"own[{name!r}] = {value}" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(arguments)}):\n " + "\n ".join(lines or ["pass"])
    exec(text, scope)  # noqa: S102  # names of this library's own classes, as the standard one does
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


class _Standard:
    """Gives the standard fields, to whoever asks for them."""

    def __get__(self, record: object, cls: type[Any]) -> dict[str, Any]:
        import dataclasses

        made = []
        for name, field in cls.__record__.items():
            options: dict[str, Any] = {"repr": field.repr, "compare": field.compare}
            if field.factory is not None:
                options["default_factory"] = field.factory
            elif field.default is not _MISSING:
                options["default"] = field.default
            made.append((name, Any, dataclasses.field(**options)))
        standard = dataclasses.make_dataclass(cls.__name__, made, kw_only=True)
        found: dict[str, Any] = vars(standard)["__dataclass_fields__"]
        return found


def _repr(self: Any) -> str:
    fields = type(self).__record__
    shown = (f"{name}={getattr(self, name)!r}" for name, field in fields.items() if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _compared(self: Any) -> tuple[Any, ...]:
    fields = type(self).__record__
    return tuple([getattr(self, name) for name, field in fields.items() if field.compare])


def _eq(self: Any, other: object) -> Any:
    return _compared(self) == _compared(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _refuse(_self: Any, name: str, *_value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _field, _replace

__all__ = ["dataclass", "field", "replace"]
