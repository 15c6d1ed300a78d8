"""`allOf`: put together here where the generator would give up or lose a part of it."""

from __future__ import annotations

from typing import Any

from spec.document import Document, resolve
from spec.rules.hints import hint
from spec.rules.naming import Names
from spec.rules.properties import unfit
from spec.rules.walk import (
    NOTES,
    UNIONS,
    Place,
    Schema,
    bare,
    each_schema,
    is_object,
    notes,
    target,
    types,
    without,
)

_OBJECT = {"properties", "additionalProperties"}
_OTHER = ("const", "enum", "format", "items", "prefixItems")
_WHOLE = "x-whole"
_MOST = 32  # variants of one schema; beyond, what they share is all that is kept


def all_of(document: Document) -> tuple[Document, int]:
    """Each `allOf` that the generator cannot read becomes an object, or a union of objects.

    Those inside something become components first: what is put together from other components would
    otherwise hold copies of them, and of what is in those, without end.
    """
    names = Names(document)
    added: dict[str, Schema] = {}
    known = dict(document.get("components", {}).get("schemas", {}))
    view = {"components": {"schemas": known}}

    def lift(schema: Schema, place: Place) -> Schema:
        inline = "allOf" in schema and place.kind not in ("part", "component")
        if not inline or _is_read(view, schema):
            return schema
        whole = _Composer(view).compose(schema, "")
        if not whole.keys() & {"oneOf", "items", *_OBJECT}:
            return whole
        name = names.unique(hint(place, document))
        aside = _aside(schema)
        known[name] = added[name] = without(schema, *aside)
        return {**aside, "allOf": [{"$ref": f"#/components/schemas/{name}"}]}

    lifted, count = each_schema(document, lift)
    if added:
        parts = lifted.setdefault("components", {})
        parts["schemas"] = {**parts.get("schemas", {}), **added}

    def compose(schema: Schema, place: Place) -> Schema:
        if place.kind != "component" or "allOf" not in schema or _is_read(lifted, schema):
            return schema
        return _Composer(lifted).compose(schema, f"#/components/schemas/{place.key}")

    composed, more = each_schema(lifted, compose)
    return composed, count + more - len(added)


def _aside(schema: Schema) -> Schema:
    """What is said of the place where a schema stands, more than of the schema."""
    return {key: value for key, value in schema.items() if key in NOTES or key == "default"}


def _is_read(document: Document, schema: Schema) -> bool:
    """Whether the generator puts this together as it should."""
    parts = schema["allOf"]
    rest = bare(without(schema, "allOf", "default"))
    if len(parts) == 1 and "$ref" in parts[0]:
        if not rest:
            return True
    elif len(parts) == 1 and not rest:
        return False
    if rest.keys() - {"type", "properties", "required", "additionalProperties"}:
        return False
    seen = set(rest.get("properties", {}))
    for part in parts:
        found, plain = _properties(document, part, set())
        if not plain or found & seen:
            return False
        seen |= found
    if unfit(list(seen)):  # the names of a part do not reach what it is a part of
        return False
    return types(schema) in ([], ["object"])


def _properties(document: Document, part: Any, refs: set[str]) -> tuple[set[str], bool]:
    """The names of the properties of a part, and whether it is an object that is simply that."""
    if "$ref" in part:
        if part["$ref"] in refs:
            return set(), False
        refs = refs | {part["$ref"]}
        schema = target(document, part)
        if not isinstance(schema, dict) or not is_object(schema):
            return set(), False
        if "allOf" in schema and not _is_read_once(document, schema, refs):
            return set(), False
        names = set(schema.get("properties", {}))
        for inner in schema.get("allOf", []):
            names |= _properties(document, inner, refs)[0]
        return names, True
    plain = is_object(part) and "allOf" not in part
    return set(part.get("properties", {})), plain and "additionalProperties" not in part


def _is_read_once(document: Document, schema: Schema, refs: set[str]) -> bool:
    return all(_properties(document, part, refs)[1] for part in schema["allOf"])


class _Composer:
    """Multiplies out one schema. Each variant is one schema without allOf, union or reference.

    A variant that is a component and nothing more says so under `_WHOLE`, and stays a reference.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.asking: set[str] = set()

    def compose(self, schema: Schema, name: str) -> Schema:
        aside = _aside(schema)
        variants = self.expand(without(schema, *aside), (name,) if name else ())
        members = [{"$ref": v[_WHOLE]} if _WHOLE in v else v for v in variants]
        if len(members) == 1:
            return {**aside, "allOf": members} if "$ref" in members[0] else {**members[0], **aside}
        tags = [part["discriminator"] for part in schema["allOf"] if "discriminator" in part]
        return {**aside, **({"discriminator": tags[0]} if tags else {}), "oneOf": members}

    def expand(self, schema: Any, stack: tuple[str, ...]) -> list[Schema]:
        if not isinstance(schema, dict):
            return [{}]
        if "$ref" in schema:
            reference = schema["$ref"]
            if reference in stack:
                return [{}]
            found = self.expand(resolve(self.document, reference), (*stack, reference))
            if len(found) > 1 or _is_union(resolve(self.document, reference)):
                return found
            return [{"title": reference.rpartition("/")[2], **found[0], _WHOLE: reference}]
        variants = [without(schema, "allOf", *UNIONS, "discriminator")]
        for part in schema.get("allOf", []):
            variants = self._times(variants, self.expand(part, stack))
        for union in UNIONS:
            members = schema.get(union, [])
            # One of the members asked: then it is that member, and the union tells it no more.
            narrowed = any(isinstance(m, dict) and m.get("$ref") in stack for m in members)
            if members and not narrowed:
                found = [variant for member in members for variant in self.expand(member, stack)]
                variants = self._times(variants, found)
        return variants

    def _times(self, left: list[Schema], right: list[Schema]) -> list[Schema]:
        if len(left) * len(right) > _MOST:
            return left
        return [self._both(a, b) for a in left for b in right]

    def _both(self, first: Schema, second: Schema) -> Schema:
        for whole, other in ((second, first), (first, second)):
            if _WHOLE in whole and self._has(whole[_WHOLE], bare(without(other, _WHOLE))):
                return whole
        return merge(self.document, without(first, _WHOLE), without(second, _WHOLE))

    def _has(self, reference: str, other: Schema) -> bool:
        """Whether a component already says everything that another schema does."""
        if not other or reference in self.asking:
            return not other
        self.asking.add(reference)
        found = self.expand(resolve(self.document, reference), (reference,))
        self.asking.remove(reference)
        if len(found) > 1 or other.keys() - {"type", "properties", "required"}:
            return False
        mine, theirs = found[0].get("properties", {}), other.get("properties", {})
        said = all(
            name in mine and (not bare(part) or bare(part) == bare(mine[name]))
            for name, part in theirs.items()
        )
        return said and set(other.get("required", [])) <= set(found[0].get("required", []))


def _is_union(schema: Any) -> bool:
    """Whether a schema is what its members make it, so that no member can be it."""
    parts = [schema, *schema.get("allOf", [])] if isinstance(schema, dict) else []
    return any(union in part for part in parts for union in UNIONS)


def merge(document: Document, first: Schema, second: Schema) -> Schema:
    """Both at once; where they contradict each other, the later one, as it is the more special."""
    merged = {**first, **second}
    if "properties" in first or "properties" in second:
        mine, theirs = first.get("properties", {}), second.get("properties", {})
        merged["properties"] = {
            name: _property(document, mine[name], theirs[name])
            if name in mine and name in theirs
            else mine.get(name, theirs.get(name))
            for name in [*mine, *(name for name in theirs if name not in mine)]
        }
    if merged.keys() & _OBJECT:  # no value is an object and anything else
        merged = {"type": "object", **without(merged, "type", *_OTHER)}
    if "required" in first or "required" in second:
        both = [*first.get("required", []), *second.get("required", [])]
        merged["required"] = list(dict.fromkeys(both))
    return merged


def _property(document: Document, first: Any, second: Any) -> Any:
    """One property that is described twice: the description that says more of its values."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return second
    if not bare(second):
        return {**first, **notes(second)}
    if not bare(first) or "$ref" in second or "$ref" in first:
        return second
    if is_object(first) and is_object(second):
        return merge(document, first, second)
    if types(first) == types(second):
        return {**first, **second}
    return second
