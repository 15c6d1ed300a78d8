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
    target,
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
        items = {"items": schema.get("items", {})} if only == ["array"] else {}
        members = [_typed(member, only, items) for member in members]
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


def _typed(member: Any, kinds: list[str], items: Schema) -> Any:
    if not isinstance(member, dict) or len(kinds) != 1 or member.keys() & _SHAPES - {"enum"}:
        return member
    if kinds != ["object"] and member.keys() & {*_OBJECT}:  # what it says itself goes first
        return member
    return {"type": kinds[0], **items, **member}


def arrays_in_unions(document: Document) -> tuple[Document, int]:
    """A union of arrays becomes an array of a union: a list does not tell which of them it is."""
    return each_schema(document, lambda schema, _place: _join_arrays(document, schema, 0))


_DEEPEST = 4  # lists in lists; beyond, anything: two that hold themselves would have no end


def _join_arrays(document: Document, schema: Schema, depth: int) -> Schema:
    for union in UNIONS:
        members = _flat(document, schema.get(union, []), set())
        arrays = [m for m in members if isinstance(m, dict) and types(m) == ["array"]]
        if len(arrays) < 2:
            continue
        items: list[Any] = []
        for array in arrays:
            found = [*array.get("prefixItems", []), array.get("items")]
            items += [part for part in found if part not in (None, False) and part not in items]
        inner = _union_of(items) if depth < _DEEPEST else {}
        joined: Schema = {"type": "array", "items": _join_arrays(document, inner, depth + 1)}
        first = next(i for i, member in enumerate(members) if member is arrays[0])
        left = [
            joined if i == first else member
            for i, member in enumerate(members)
            if i == first or not any(member is array for array in arrays)
        ]
        rest = without(schema, union)
        return (
            {**rest, union: left} if len(left) > 1 or set(UNIONS) & rest.keys() else rest | joined
        )
    return schema


def _flat(document: Document, members: list[Any], seen: set[str]) -> list[Any]:
    """The members with those of unions among them, where those hold arrays, and arrays by name."""
    found: list[Any] = []
    for member in members:
        inner = target(document, member)
        reference = str(member.get("$ref", "")) if isinstance(member, dict) else ""
        parts = _alone(inner) if isinstance(inner, dict) and reference not in seen else []
        flat = _flat(document, parts, {*seen, reference}) if parts else []
        if any(isinstance(part, dict) and types(part) == ["array"] for part in flat):
            found += [part for part in flat if part not in found]
        elif isinstance(inner, dict) and types(inner) == ["array"] and "enum" not in inner:
            found.append({**inner})
        else:
            found.append(member)
    return found


def _alone(schema: Schema) -> list[Any]:
    """The members of a schema that is a union and nothing else."""
    said = bare(without(schema, "default", "nullable"))
    ((key, members),) = said.items() if len(said) == 1 else (("", []),)
    return list(members) if key in UNIONS else []


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
