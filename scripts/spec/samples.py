"""JSON values that fit a schema, for trying out what was generated from it."""

from __future__ import annotations

from typing import Any

from spec.document import Document, resolve

_BY_FORMAT = {
    # As isoformat writes it, so that it comes back letter for letter.
    "date-time": "2025-11-22T12:00:00.250000+00:00",
    "date": "2025-11-22",
    "uuid": "6e1f2c34-5a70-4b8d-9c21-0d9e8f7a6b5c",
}
_BY_TYPE: dict[str, Any] = {
    "string": "text",
    "integer": 3,
    "number": 0.5,
    "boolean": True,
    "null": None,
}
_DEEP = 6


def samples(document: Document, schema: Document) -> list[Any]:
    """Values that fit: the least that is required, then everything, in variants of its unions."""
    return [
        _sample(document, schema, False, 0, 0),
        *(_sample(document, schema, True, pick, 0) for pick in range(3)),
    ]


def _sample(document: Document, schema: Any, full: bool, pick: int, depth: int) -> Any:
    if "$ref" in schema:
        return _sample(document, resolve(document, schema["$ref"]), full, pick, depth)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][pick % len(schema["enum"])]
    variants = schema.get("oneOf") or schema.get("anyOf")
    if variants:
        return _sample(document, variants[pick % len(variants)], full, pick, depth)
    if "allOf" in schema:
        parts = [_sample(document, part, full, pick, depth) for part in schema["allOf"]]
        merged = {
            key: value for part in parts if isinstance(part, dict) for key, value in part.items()
        }
        own = _object(document, schema, full, pick, depth)
        return merged | own if merged or own else parts[0]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = kind[pick % len(kind)]
    if kind == "array":
        return (
            [_sample(document, schema.get("items", {}), full, pick, depth + 1)]
            if depth < _DEEP
            else []
        )
    if kind == "object":
        return _object(document, schema, full, pick, depth)
    return (
        _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE[kind])
        if kind == "string"
        else _BY_TYPE[kind]
    )


def _object(document: Document, schema: Document, full: bool, pick: int, depth: int) -> Document:
    wanted = schema.get("properties", {})
    if not full or depth >= _DEEP:  # a schema may contain itself
        wanted = {name: wanted[name] for name in schema.get("required", []) if name in wanted}
    if depth >= 2 * _DEEP:  # no value fits a schema that requires itself
        wanted = {}
    value = {
        wire_name(schema, name): _sample(document, part, full, pick, depth + 1)
        for name, part in wanted.items()
    }
    extra = schema.get("additionalProperties")
    if full and isinstance(extra, dict) and depth < _DEEP:
        value["another"] = _sample(document, extra, full, pick, depth + 1)
    return value


def wire_name(schema: Document, name: str) -> str:
    """What a property is called in JSON, where a rule has given it another name."""
    return str(schema.get("x-wire-names", {}).get(name, name))
