"""Read a document that is to be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from spec.check import validate
from spec.document import Document, Source, escape, parse

# Under these a `default` is a name that somebody chose, or an answer, and not a default.
_NAMES = {
    *("properties", "patternProperties", "responses", "schemas", "parameters", "headers"),
    *("content", "variables", "mapping", "scopes", "callbacks", "securitySchemes", "$defs"),
}
_TYPES = {"null", "boolean", "object", "array", "number", "string", "integer"}
_SHAPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "enum", "required", "prefixItems"), list),
    **dict.fromkeys(("properties", "patternProperties", "discriminator"), dict),
    **dict.fromkeys(("items", "additionalProperties", "not"), (dict, bool)),
    **dict.fromkeys(("format", "pattern", "$ref"), str),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), (int, float)),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), (int, float)),
    "type": (str, list),
}


def read(path: Path) -> Document:
    """A document that is valid, but for defaults that contradict their type.

    Published documents are full of those (18 in the one of 2026-04-28), and they do not stand in
    the way of comparing it.

    Raises:
        GenerateError: If it is not.
    """
    source = parse(path)
    validate(replace(source, document=_without_defaults(source.document, "")))
    _check_inline(source)
    return source.document


def _without_defaults(value: Any, parent: str) -> Any:
    if isinstance(value, list):
        return [_without_defaults(item, "") for item in value]
    if not isinstance(value, dict):
        return value
    kept = ("servers", "example", "examples")
    return {
        key: item
        if key in kept and parent not in _NAMES
        else _without_defaults(item, "" if parent in _NAMES else key)
        for key, item in value.items()
        if key != "default" or parent in _NAMES
    }


def _check_inline(source: Source) -> None:
    """Look at schemas outside of components: for 3.1 the validator leaves them alone."""
    for pointer, schema in _schemas(source.document, ""):
        if not isinstance(schema, (dict, bool)):
            raise source.error(pointer, f"{schema!r} is not a schema")
        for key, value in schema.items() if isinstance(schema, dict) else ():
            fits = isinstance(value, _SHAPES.get(key, object))
            kinds = value if isinstance(value, list) else [value]
            if not fits or (key == "type" and not all(kind in _TYPES for kind in kinds)):
                raise source.error(f"{pointer}/{key}", f"{value!r} is not a valid {key}")


def _schemas(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Schemas that parameters, headers and media types hold, with all that they hold."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _schemas(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "schema":
                yield from _inner(item, f"{pointer}/schema")
            elif key not in ("example", "examples", "schemas"):
                yield from _schemas(item, f"{pointer}/{escape(key)}")


def _inner(schema: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    yield pointer, schema
    if not isinstance(schema, dict):
        return
    for key in ("items", "additionalProperties", "not"):
        if key in schema:
            yield from _inner(schema[key], f"{pointer}/{key}")
    for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for index, member in enumerate(schema.get(key) or ()):
            yield from _inner(member, f"{pointer}/{key}/{index}")
    for name, field in (schema.get("properties") or {}).items():
        yield from _inner(field, f"{pointer}/properties/{escape(name)}")
