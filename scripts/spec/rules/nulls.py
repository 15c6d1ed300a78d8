"""Null: said in the three ways that OpenAPI has had for it, understood in one."""

from __future__ import annotations

from typing import Any

from spec.document import Document
from spec.rules.walk import (
    NOTES,
    NULL,
    UNIONS,
    Place,
    Schema,
    bare,
    each_schema,
    makes_class,
    notes,
    types,
    without,
)

# What belongs to one type alone, and would contradict another that it is listed with.
_OF = {
    "object": {"properties", "additionalProperties", "required", "patternProperties", "allOf"},
    "array": {"items", "prefixItems", "minItems", "maxItems", "uniqueItems"},
    "string": {"format", "pattern", "minLength", "maxLength"},
    "number": {"format", "minimum", "maximum", "multipleOf"},
    "integer": {"format", "minimum", "maximum", "multipleOf"},
}


def nullable(document: Document) -> tuple[Document, int]:
    """`nullable: true`, which is OpenAPI 3.0, becomes a type or a member of a union."""
    fixed, count = each_schema(document, _nullable)
    if count and str(fixed.get("openapi", "")).startswith("3.0"):
        fixed["openapi"] = "3.1.0"  # the first version that can say it so
    return fixed, count


def _nullable(schema: Schema, place: Place) -> Schema:
    hints = [part for part in schema.get("allOf", []) if _only_says_nullable(part)]
    if hints:
        left = [part for part in schema["allOf"] if part not in hints]
        schema = {**schema, "allOf": left, "nullable": True}
        schema = schema if left else without(schema, "allOf")
    if schema.get("nullable") is not True or (place.kind == "part" and _only_says_nullable(schema)):
        return schema
    return with_null(without(schema, "nullable"))


def _only_says_nullable(schema: Any) -> bool:
    return (
        isinstance(schema, dict)
        and schema.get("nullable") is True
        and not bare(without(schema, "nullable"))
    )


def with_null(schema: Schema) -> Schema:
    """A schema that takes null too."""
    if not bare(schema) or "null" in types(schema):
        return schema
    for union in UNIONS:
        if union in schema:
            has_null = any(member == NULL for member in schema[union])
            return schema if has_null else {**schema, union: [*schema[union], NULL]}
    kinds = types(schema)
    plain = kinds and not {"object", "array"} & set(kinds)
    if plain and not any(key in schema for key in ("$ref", "allOf", "enum", "const")):
        return {**schema, "type": [*kinds, "null"]}
    aside = {key: value for key, value in schema.items() if key in NOTES or key == "default"}
    return {**aside, "oneOf": [without(schema, *aside), NULL]}


def type_lists(document: Document) -> tuple[Document, int]:
    """A list of types with what holds for one of them alone becomes a union."""
    return each_schema(document, _type_list)


def _type_list(schema: Schema, _place: Place) -> Schema:
    kinds = schema.get("type")
    if not isinstance(kinds, list):
        return schema
    if len(kinds) == 1:
        return {**schema, "type": kinds[0]}
    values = schema.get("enum")
    if values is None and not {"object", "array"} & set(kinds):
        return schema
    if any(union in schema for union in UNIONS):
        return schema
    members = []
    for kind in kinds:
        others = set().union(*(keys for name, keys in _OF.items() if name != kind))
        mine = without(schema, *NOTES, "default", *(others - _OF.get(kind, set())))
        member: Schema = {**mine, "type": kind} if kind != "null" else NULL
        if values is not None and kind != "null":
            fitting = [value for value in values if fits_type(value, kind)]
            if not fitting:
                continue
            member = {**member, "enum": fitting}
        members.append(member)
    aside = {**notes(schema), **({"default": schema["default"]} if "default" in schema else {})}
    return {**aside, "oneOf": members} if len(members) > 1 else {**aside, **members[0]}


def fits_type(value: Any, kind: str) -> bool:
    """Whether a JSON value is of a type."""
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    kinds: dict[str, type | tuple[type, ...]] = {
        "number": (int, float),
        "string": str,
        "array": list,
        "object": dict,
        "null": type(None),
    }
    return isinstance(value, kinds.get(kind, object))


def nullable_components(document: Document) -> tuple[Document, int]:
    """A component that is a class or null becomes the class; what refers to it adds the null."""
    schemas = document.get("components", {}).get("schemas", {})
    split = {}
    for name, schema in schemas.items():
        members = _members(Place("component", name, None, schema))
        others = [member for member in members if member != NULL]
        if len(members) == 2 and len(others) == 1 and makes_class(others[0]):
            split[f"#/components/schemas/{name}"] = {**notes(schema), **others[0]}
    if not split:
        return document, 0

    def add_null(schema: Schema, place: Place) -> Schema:
        if schema.get("$ref") not in split or place.kind in ("part", "component"):
            return schema
        if place.kind == "member" and place.parent is not None and NULL in _members(place.parent):
            return schema
        return with_null(schema)

    fixed, _ = each_schema(document, add_null)
    for reference, schema in split.items():
        inner, _ = each_schema({"components": {"schemas": {"X": schema}}}, add_null)
        fixed["components"]["schemas"][reference.rpartition("/")[2]] = inner["components"][
            "schemas"
        ]["X"]
    return fixed, len(split)


def _members(place: Place) -> list[Any]:
    schema = place.schema if isinstance(place.schema, dict) else {}
    return [*schema.get("oneOf", []), *schema.get("anyOf", [])]
