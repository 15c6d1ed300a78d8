"""Every schema of a document, with its place; keywords are told from names that look like them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from spec.document import METHODS, Document, resolve

Schema = dict[str, Any]

_ONE = ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else")
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")
_KINDS = {"items": "item", "additionalProperties": "extra", "allOf": "part"}
UNIONS = ("oneOf", "anyOf")
NULL: Schema = {"type": "null"}
# What says something to a reader and nothing about a value.
NOTES = {
    "title",
    "description",
    "deprecated",
    "example",
    "examples",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "$comment",
}


@dataclass(frozen=True, eq=False)
class Place:
    """Where a schema stands."""

    kind: str
    """component, property, item, extra, member, part, parameter, header, body, answer or other."""
    key: str
    """The name, index or status that it stands under."""
    parent: Place | None = None
    schema: Any = None
    """What the document has there, before any change."""

    def above(self) -> Iterator[Place]:
        """The place itself, and those around it, innermost first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


Change = Callable[[Schema, Place], Any]


def each_schema(
    document: Document, change: Change, *, booleans: bool = False
) -> tuple[Document, int]:
    """A copy with every schema changed, inner ones first, and how many there were to change.

    `change` returns the very schema that it was given where there is nothing to do. With
    `booleans`, schemas that are just true or false become empty ones, too.
    """
    walk = _Walk(change, booleans)
    return walk.document(document), walk.count


def places(document: Document) -> list[tuple[Place, Schema]]:
    """Every schema with its place, inner ones first."""
    found: list[tuple[Place, Schema]] = []

    def note(schema: Schema, place: Place) -> Schema:
        found.append((place, schema))
        return schema

    each_schema(document, note)
    return found


def each_operation(
    document: Document, change: Callable[[Document, str, str], Document]
) -> tuple[Document, int]:
    """A copy with every operation changed, and how many there were to change."""
    count = 0
    paths: Document = {}
    for path, item in document.get("paths", {}).items():
        paths[path] = dict(item)
        for method in METHODS:
            if method in item:
                paths[path][method] = change(item[method], path, method)
                count += paths[path][method] is not item[method]
    return {**document, "paths": paths}, count


def target(document: Document, schema: Any) -> Any:
    """What a schema stands for: itself, or what its references lead to."""
    seen = set()
    while isinstance(schema, dict) and "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        schema = resolve(document, schema["$ref"])
    return schema


def types(schema: Schema) -> list[str]:
    """The types that a schema names."""
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def without(schema: Schema, *keys: str) -> Schema:
    """A copy that lacks some keywords."""
    return {key: value for key, value in schema.items() if key not in keys}


def notes(schema: Schema) -> Schema:
    """What a schema says to a reader."""
    return {key: value for key, value in schema.items() if key in NOTES}


def bare(schema: Schema) -> Schema:
    """What a schema says of values."""
    return {key: value for key, value in schema.items() if key not in NOTES}


def is_object(schema: Schema) -> bool:
    """Whether a schema, as it stands, describes one kind of object."""
    kinds = types(schema)
    inner = "properties" in schema or "additionalProperties" in schema
    mixed = any(key in schema for key in (*UNIONS, "$ref", "enum", "const"))
    return not mixed and (kinds == ["object"] or (not kinds and (inner or "allOf" in schema)))


def makes_class(schema: Any) -> bool:
    """Whether the generator writes a class for a schema."""
    if not isinstance(schema, dict) or "$ref" in schema or any(u in schema for u in UNIONS):
        return False
    parts = schema.get("allOf", [])
    if len(parts) == 1 and "$ref" in parts[0]:
        return False
    if schema.get("enum") and types(schema) != ["boolean"]:
        return any(value is not None for value in schema["enum"])
    return is_object(schema)


class _Walk:
    def __init__(self, change: Change, booleans: bool) -> None:
        self.change = change
        self.booleans = booleans
        self.count = 0

    def schema(self, schema: Any, place: Place) -> Any:
        if not isinstance(schema, dict):
            around = place.parent.schema if place.parent else None
            ends = place.kind == "item" and isinstance(around, dict) and "prefixItems" in around
            if self.booleans and isinstance(schema, bool) and place.kind != "extra" and not ends:
                self.count += 1
                return {}
            return schema
        new = dict(schema)
        for key in _ONE:
            if key in schema:
                kind = _KINDS.get(key, "other")
                new[key] = self.schema(schema[key], Place(kind, key, place, schema[key]))
        for key in _MANY:
            if isinstance(schema.get(key), list):
                kind = _KINDS.get(key, "member")
                new[key] = [
                    self.schema(part, Place(kind, str(index), place, part))
                    for index, part in enumerate(schema[key])
                ]
        for key in _NAMED:
            if isinstance(schema.get(key), dict):
                kind = "property" if key == "properties" else "other"
                new[key] = {
                    name: self.schema(part, Place(kind, name, place, part))
                    for name, part in schema[key].items()
                }
        changed = self.change(new, place)
        self.count += changed is not new
        return changed

    def document(self, document: Document) -> Document:
        new = dict(document)
        parts = dict(document.get("components", {}))
        for name, handle in (
            ("schemas", self._component),
            ("parameters", self._parameter),
            ("headers", self._parameter),
            ("requestBodies", self._body),
            ("responses", self._answer),
        ):
            if name in parts:
                parts[name] = {key: handle(part, key, None) for key, part in parts[name].items()}
        if parts:
            new["components"] = parts
        if "paths" in document:
            new["paths"] = {path: self._path(item, path) for path, item in new["paths"].items()}
        return new

    def _component(self, schema: Any, name: str, around: Place | None) -> Any:
        return self.schema(schema, Place("component", name, around, schema))

    def _path(self, item: Document, path: str) -> Document:
        new = dict(item)
        around = Place("operation", path)
        if "parameters" in item:
            new["parameters"] = [self._parameter(p, "", around) for p in item["parameters"]]
        for method in METHODS:
            if method in item:
                operation = dict(item[method])
                around = Place("operation", operation_name(operation, path, method))
                if "parameters" in operation:
                    operation["parameters"] = [
                        self._parameter(p, "", around) for p in operation["parameters"]
                    ]
                if "requestBody" in operation:
                    operation["requestBody"] = self._body(operation["requestBody"], "", around)
                operation["responses"] = {
                    status: self._answer(answer, status, around)
                    for status, answer in operation.get("responses", {}).items()
                }
                if not operation["responses"] and "responses" not in item[method]:
                    del operation["responses"]
                new[method] = operation
        return new

    def _parameter(self, parameter: Document, name: str, around: Place | None) -> Document:
        if "schema" not in parameter:
            return parameter
        schema = parameter["schema"]
        place = Place("parameter", parameter.get("name", name), around, schema)
        return {**parameter, "schema": self.schema(schema, place)}

    def _body(self, body: Document, name: str, around: Place | None) -> Document:
        return self._content(body, "body", name, around)

    def _answer(self, answer: Document, status: str, around: Place | None) -> Document:
        return self._content(answer, "answer", status, around)

    def _content(self, holder: Document, kind: str, key: str, around: Place | None) -> Document:
        if "content" not in holder:
            return holder
        content = {}
        for media, entry in holder["content"].items():
            content[media] = dict(entry)
            if "schema" in entry:
                place = Place(kind, key, around, entry["schema"])
                content[media]["schema"] = self.schema(entry["schema"], place)
        return {**holder, "content": content}


def operation_name(operation: Document, path: str, method: str) -> str:
    """The id of an operation, or one made of its method and path."""
    words = [word for word in path.replace("{", "by {").replace("}", "").split("/") if word]
    made = "_".join([method, *words]).replace("{", "").replace(" ", "_")
    return str(operation.get("operationId") or made)
