"""Unions: of what they say beside their members, and of what only arrays tell apart."""

from __future__ import annotations

from typing import Any

from spec.document import Document
from spec.rules.walk import (
    NULL,
    UNIONS,
    Place,
    Schema,
    bare,
    each_schema,
    notes,
    types,
    without,
)

_SHAPES = {"type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const", "items", "prefixItems"}
_OBJECT = ("properties", "required", "additionalProperties", "patternProperties")


def beside_unions(document: Document) -> tuple[Document, int]:
    """What stands beside a union goes into its members, where the generator looks for it."""
    return each_schema(document, _beside)


def _beside(schema: Schema, _place: Place) -> Schema:
    union = next((key for key in UNIONS if schema.get(key)), None)
    if union is None or ("type" not in schema and not schema.keys() & {*_OBJECT, "allOf"}):
        return schema
    members = schema[union]
    if all(_only_constrains(member) for member in members):
        return without(schema, *UNIONS)  # `anyOf: [{required: [a]}, {required: [b]}]`, say
    own = {key: schema[key] for key in (*_OBJECT, "allOf") if key in schema}
    kinds = types(schema)
    rest = without(schema, "type", *own)
    if not own:
        only = [kind for kind in kinds if kind != "null"]
        members = [_typed(member, only) for member in members]
        null = [NULL] if "null" in kinds and NULL not in members else []
        return {**rest, union: [*members, *null]}
    parts = own.pop("allOf", [])
    base = [{"type": "object", **own}] if own else []
    union_part = {key: rest[key] for key in (*UNIONS, "discriminator") if key in rest}
    return {**without(rest, *union_part), "allOf": [*base, *parts, union_part]}


def _only_constrains(member: Any) -> bool:
    """Whether a member says nothing of what a value is: only what must be there, or how big."""
    return (
        isinstance(member, dict)
        and not member.keys() & _SHAPES
        and all(not bare(part) for part in member.get("properties", {}).values())
    )


def _typed(member: Any, kinds: list[str]) -> Any:
    if not isinstance(member, dict) or len(kinds) != 1 or member.keys() & _SHAPES - {"enum"}:
        return member
    return member if "type" in member else {"type": kinds[0], **member}


def arrays_in_unions(document: Document) -> tuple[Document, int]:
    """A union of arrays becomes an array of a union: a list does not tell which of them it is."""
    return each_schema(document, _join_arrays)


def _join_arrays(schema: Schema, _place: Place) -> Schema:
    for union in UNIONS:
        members = schema.get(union, [])
        arrays = [m for m in members if isinstance(m, dict) and m.get("type") == "array"]
        if len(arrays) < 2:
            continue
        items: list[Any] = []
        for array in arrays:
            found = [*array.get("prefixItems", []), array.get("items")]
            items += [part for part in found if part is not None and part not in items]
        joined: Schema = {"type": "array", "items": _union_of(items)}
        first = members.index(arrays[0])
        others = [joined if i == first else m for i, m in enumerate(members)]
        left = [m for m in others if m is joined or m not in arrays]
        rest = without(schema, union)
        return (
            {**rest, union: left} if len(left) > 1 or set(UNIONS) & rest.keys() else rest | joined
        )
    return schema


def _union_of(items: list[Any]) -> Schema:
    if any(not isinstance(item, dict) or not bare(item) for item in items) or not items:
        return {}
    return items[0] if len(items) == 1 else {"oneOf": items}


def single_members(document: Document) -> tuple[Document, int]:
    """A union of one is that one."""
    return each_schema(document, _single)


def _single(schema: Schema, _place: Place) -> Schema:
    unions = [key for key in UNIONS if key in schema]
    if len(unions) != 1 or len(schema[unions[0]]) != 1:
        return schema
    (member,) = schema[unions[0]]
    if not isinstance(member, dict) or "$ref" in member:
        return schema  # the generator passes a single reference through
    rest = without(schema, unions[0], "discriminator")
    return {**member, **notes(rest), **bare(rest)}
