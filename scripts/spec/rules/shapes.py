"""Schemas that OpenAPI allows and the generator stops at."""

from __future__ import annotations

from typing import Any

from spec.document import Document, resolve
from spec.rules.walk import NOTES, Place, Schema, bare, each_schema, types, without

_COMPONENT = "#/components/schemas/"


def version(document: Document) -> tuple[Document, int]:
    """OpenAPI 3.0 becomes 3.1, which has null among its types and numbers for exclusive limits."""
    if not str(document.get("openapi", "")).startswith("3.0"):
        return document, 0

    def limits(schema: Schema, _place: Place) -> Schema:
        for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(schema.get(exclusive), bool):
                value = schema.get(limit)
                moved = {exclusive: value} if schema[exclusive] and value is not None else {}
                gone = (exclusive, limit) if moved else (exclusive,)
                schema = {**without(schema, *gone), **moved}
        return schema

    fixed, _ = each_schema(document, limits)
    return {**fixed, "openapi": "3.1.0"}, 1


def deep_references(document: Document) -> tuple[Document, int]:
    """What a reference into the middle of something points at becomes a component."""
    added: dict[str, Any] = {}
    names: dict[str, str] = {}
    schemas = document.get("components", {}).get("schemas", {})

    def move(schema: Schema, _place: Place) -> Schema:
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        plain = reference.startswith(_COMPONENT) and "/" not in reference[len(_COMPONENT) :]
        if plain and "%" not in reference and "~" not in reference:
            return schema
        if reference not in names:
            words = [w for w in reference.replace("~1", "/").split("/")[1:] if w not in _WORDS]
            name = "".join(w[:1].upper() + w[1:] for w in words if w.isidentifier()) or "Schema"
            tried, number = name, 2
            while tried in schemas or tried in added:
                tried, number = f"{name}{number}", number + 1
            names[reference], added[tried] = tried, resolve(document, reference)
        return {**schema, "$ref": _COMPONENT + names[reference]}

    fixed, count = each_schema(document, move)
    while added:
        batch = {"components": {"schemas": dict(added)}}
        added.clear()
        moved, _ = each_schema(batch, move)
        parts = fixed.setdefault("components", {})
        parts["schemas"] = {**parts.get("schemas", {}), **moved["components"]["schemas"]}
        schemas = parts["schemas"]
    return fixed, count


_WORDS = {"components", "schemas", "properties", "paths", "content", "schema", "#", "$defs"}


def booleans(document: Document) -> tuple[Document, int]:
    """`true` as a schema is one that anything fits; `false`, one that nothing need be read by.

    After `prefixItems`, `items: false` says that nothing follows: no item is read by it.
    """

    def end(schema: Schema, _place: Place) -> Schema:
        if "prefixItems" not in schema or not isinstance(schema.get("items"), bool):
            return schema
        return without(schema, "items") if not schema["items"] else {**schema, "items": {}}

    return each_schema(document, end, booleans=True)


def objects_without_type(document: Document) -> tuple[Document, int]:
    """What can hold anything under any name, and does not say that it is an object, is one."""

    def fix(schema: Schema, _place: Place) -> Schema:
        shaped = schema.get("properties") == {} or isinstance(
            schema.get("additionalProperties"), dict
        )
        other = {"type", "$ref", "enum", "const", "allOf", "oneOf", "anyOf"} & schema.keys()
        if other or not shaped or schema.get("properties"):
            return schema
        return {"type": "object", **schema}

    return each_schema(document, fix)


def arrays_without_items(document: Document) -> tuple[Document, int]:
    """An array that does not say of what is one of anything."""

    def fix(schema: Schema, _place: Place) -> Schema:
        if "array" not in types(schema) or "items" in schema or schema.get("prefixItems"):
            return schema
        return {**schema, "items": {}}

    return each_schema(document, fix)


def recursive_aliases(document: Document) -> tuple[Document, int]:
    """A union or list that holds itself, with no object between, holds anything from there on."""
    schemas = document.get("components", {}).get("schemas", {})
    cut: set[tuple[str, str]] = set()

    def visit(name: str, stack: tuple[str, ...]) -> None:
        for inner in _direct(schemas.get(name, {})):
            if inner in stack:
                cut.add((name, inner))
            elif inner in schemas and (name, inner) not in done:
                done.add((name, inner))
                visit(inner, (*stack, inner))

    for name in schemas:
        done: set[tuple[str, str]] = set()
        visit(name, (name,))

    def fix(schema: Schema, place: Place) -> Schema:
        reference = str(schema.get("$ref", ""))
        if not reference.startswith(_COMPONENT):
            return schema
        for around in place.above():
            if around.kind in ("property", "extra"):
                return schema
            if around.kind == "component":
                inside = (around.key, reference[len(_COMPONENT) :]) in cut
                return {k: v for k, v in schema.items() if k in NOTES} if inside else schema
        return schema

    return each_schema(document, fix) if cut else (document, 0)


def _direct(schema: Any) -> list[str]:
    """Components that the generator must know before it can make this one."""
    if not isinstance(schema, dict):
        return []
    if "$ref" in schema:
        return [schema["$ref"][len(_COMPONENT) :]]
    found = [part for key in ("oneOf", "anyOf", "prefixItems") for part in schema.get(key, [])]
    if len(schema.get("allOf", [])) == 1:  # which the generator takes for the part itself
        found += schema["allOf"]
    if "items" in schema:
        found.append(schema["items"])
    return [name for part in found for name in _direct(part)]


def aliases(document: Document) -> tuple[Document, int]:
    """A component that only refers to another is that other: it would become a second class.

    In a union or a list, too, what wraps a reference in `allOf` is that reference.
    """
    schemas = document.get("components", {}).get("schemas", {})
    alike = {name: found for name, schema in schemas.items() if (found := _alone(schema))}
    circles = {name for name in alike if _is_circle(name, alike)}
    alike = {name: found for name, found in alike.items() if name not in circles}
    count = len(circles)

    def fix(schema: Schema, place: Place) -> Schema:
        nonlocal count
        if place.kind == "component" and place.key in circles:
            return {}
        found = _alone(schema) if place.kind in ("member", "item") else schema.get("$ref")
        wraps = found is not None and "$ref" not in schema
        seen = set()
        while isinstance(found, str) and found[len(_COMPONENT) :] in alike and found not in seen:
            seen.add(found)
            found = alike[found[len(_COMPONENT) :]]
        count += wraps
        if wraps:
            return {"$ref": found}
        return {**schema, "$ref": found} if seen else schema

    fixed, _ = each_schema(document, fix)
    if not count and not alike:
        return document, 0
    if alike:
        parts = fixed["components"]
        parts["schemas"] = {k: v for k, v in parts["schemas"].items() if k not in alike}
    return fixed, count + len(alike)


def _is_circle(name: str, alike: dict[str, str]) -> bool:
    """Whether a component is what it is, and nothing more is known of it."""
    seen = set()
    while name in alike and name not in seen:
        seen.add(name)
        name = alike[name][len(_COMPONENT) :]
    return name in seen


def _alone(schema: Any) -> str | None:
    """The reference that a schema is, whatever it says beside it to a reader."""
    if not isinstance(schema, dict):
        return None
    said = bare(without(schema, "default", "discriminator"))
    if len(said) != 1:
        return None
    ((key, value),) = said.items()
    if key == "$ref":
        return str(value)
    if key not in ("allOf", "oneOf", "anyOf") or len(value) != 1:
        return None
    return value[0]["$ref"] if isinstance(value[0], dict) and "$ref" in value[0] else None
