"""Values: enums, constants and defaults that the generator cannot write down."""

from __future__ import annotations

import math
from typing import Any

from openapi_python_client.utils import snake_case

from spec.document import Document
from spec.rules.nulls import fits_type
from spec.rules.walk import (
    NULL,
    UNIONS,
    Place,
    Schema,
    each_schema,
    notes,
    target,
    types,
    without,
)


def enums(document: Document) -> tuple[Document, int]:
    """An enum is of strings or of whole numbers; what else a list of values holds is a union."""
    return each_schema(document, _enum)


def _enum(schema: Schema, _place: Place) -> Schema:
    if "enum" not in schema:
        return schema
    values = schema["enum"]
    kept: list[Any] = []
    for value in values:
        if not any(value == other and type(value) is type(other) for other in kept):
            kept.append(value)
    groups = {
        kind: [value for value in kept if _kind(value) == kind]
        for kind in dict.fromkeys(_kind(value) for value in kept)
    }
    if groups.keys() <= {"string"} or groups.keys() <= {"integer"}:
        return schema if len(kept) == len(values) and values else _reduced(schema, kept)
    aside = {**notes(schema), **({"default": schema["default"]} if "default" in schema else {})}
    members = [
        NULL
        if kind == "null"
        else {"type": kind, "enum": found}
        if kind in ("string", "integer")
        else _of(kind)
        for kind, found in groups.items()
    ]
    return {**aside, "oneOf": members} if len(members) > 1 else {**aside, **members[0]}


def _of(kind: str) -> Schema:
    return {"type": kind, "items": {}} if kind == "array" else {"type": kind}


def _reduced(schema: Schema, values: list[Any]) -> Schema:
    return {**schema, "enum": values} if values else without(schema, "enum")


def _kind(value: Any) -> str:
    kinds = ("null", "boolean", "integer", "number", "string", "array", "object")
    if isinstance(value, float):
        return "number"
    return next(kind for kind in kinds if fits_type(value, kind))


def constants(document: Document) -> tuple[Document, int]:
    """A constant is a string, a whole number or a boolean: that is what Literal can hold."""
    return each_schema(document, _constant)


def _constant(schema: Schema, _place: Place) -> Schema:
    if "const" not in schema or type(schema["const"]) in (str, int, bool):
        return schema
    return {**without(schema, "const"), **_of(_kind(schema["const"]))}


def enum_names(document: Document) -> tuple[Document, int]:
    """The values of an enum get names of their own where the generator would give two the same."""
    return each_schema(document, _enum_names)


def _enum_names(schema: Schema, _place: Place) -> Schema:
    values = schema.get("enum")
    if not values:
        return schema
    given: list[Any] = schema.get("x-enum-varnames") or []
    named = len(given) == len(values)
    if named and not all(isinstance(name, str) for name in given):
        return without(schema, "x-enum-varnames")
    names = given if named else [_given_name(value, i) for i, value in enumerate(values)]
    plain = [snake_case(name).upper() for name in names]
    raw = [str(name).upper() for name in names]
    fine = len(set(plain)) == len(set(raw)) == len(values)
    if fine and all(name.isidentifier() and not name.startswith("_") for name in plain):
        return schema
    found: list[str] = []
    for name in plain:
        safe = name if name.isidentifier() and not name.startswith("_") else ""
        safe = safe or (f"VALUE_{name}" if f"VALUE_{name}".isidentifier() and name else "VALUE")
        unique, number = safe, 2
        while unique in found:
            unique, number = f"{safe}_{number}", number + 1
        found.append(unique)
    return {**schema, "x-enum-varnames": found}


def _given_name(value: Any, index: int) -> str:
    """What the generator makes of a value that has no name."""
    if isinstance(value, int):
        return f"VALUE_NEGATIVE_{-value}" if value < 0 else f"VALUE_{value}"
    return value.upper() if value and value[0].isalpha() else f"VALUE_{index}"


def defaults(document: Document) -> tuple[Document, int]:
    """A default that is no value of its schema, or none that can be written as code, goes.

    Nothing is lost: what is left out of a request, the server fills in by itself.
    """

    def check(schema: Schema, _place: Place) -> Schema:
        if "default" not in schema or (schema["default"] is None and "$ref" not in schema):
            return schema
        if "$ref" in schema or not _is_written(document, schema["default"], schema, set()):
            return without(schema, "default")
        return schema

    return each_schema(document, check)


def _is_written(document: Document, value: Any, schema: Any, seen: set[str]) -> bool:
    if not isinstance(schema, dict):
        return False
    if isinstance(value, (list, dict)):  # of lists, the generator ignores it
        return isinstance(value, list) and types(schema) == ["array"] and "enum" not in schema
    if isinstance(value, float) and not math.isfinite(value):
        return False
    reference = schema.get("$ref")
    if reference is not None:
        return reference not in seen and _is_written(
            document, value, target(document, schema), {*seen, reference}
        )
    if "const" in schema:
        return bool(value == schema["const"]) and type(value) is type(schema["const"])
    if "enum" in schema:
        return any(value == one and type(value) is type(one) for one in schema["enum"])
    inner = [part for key in (*UNIONS, "allOf") for part in schema.get(key, [])]
    if inner:
        return any(_is_written(document, value, part, seen) for part in inner)
    kinds = types(schema)
    if not kinds:
        return "properties" not in schema
    if isinstance(value, str) and schema.get("format") in ("date", "date-time", "uuid", "binary"):
        return False  # written as a call of what the module does not import
    if isinstance(value, float) and "number" not in kinds:
        return False
    return any(fits_type(value, kind) for kind in kinds)
