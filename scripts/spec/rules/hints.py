"""Names for what is described in passing."""

from __future__ import annotations

import re

from openapi_python_client.utils import pascal_case

from spec.document import Document
from spec.rules.walk import NULL, UNIONS, Place, Schema, makes_class, target


def hint(place: Place, document: Document) -> str:
    """A name for what is described in passing, as a person would choose it."""
    above = place.parent
    if place.kind in ("component", "operation") or above is None:
        return pascal_case(place.key)
    if place.kind in ("body", "answer"):
        answer = "Response" if place.key.startswith("2") else f"Response{place.key.title()}"
        return pascal_case(above.key) + ("Request" if place.kind == "body" else answer)
    if place.kind in ("parameter", "property", "header"):
        return hint(above, document) + pascal_case(place.key)
    outer = hint(above, document)
    if place.kind == "item":
        return f"{outer}Item"
    if place.kind == "extra":
        return f"{outer}Value"
    if place.kind == "member":
        return _member_hint(place, outer, document)
    return outer


def _member_hint(place: Place, outer: str, document: Document) -> str:
    schema = place.schema if isinstance(place.schema, dict) else {}
    around = place.parent.schema if place.parent and isinstance(place.parent.schema, dict) else {}
    members = [m for union in UNIONS for m in around.get(union, []) if m != NULL]
    title = schema.get("title", "")
    if title and re.fullmatch(r"[A-Za-z][\w .-]{0,60}", title, re.ASCII):
        name = pascal_case(title)
        return name if len(re.findall("[A-Z][a-z]", name)) > 1 else outer + name
    if len(members) == 1:
        return outer
    for key, part in schema.get("properties", {}).items():
        found = target(document, part) if isinstance(part, dict) else {}
        values = [found["const"]] if "const" in found else found.get("enum", [])
        if len(values) == 1 and isinstance(values[0], str) and key in _TAGS | _tag(around):
            return outer + pascal_case(values[0])
    if not makes_class(schema):
        return outer
    kinds = ["enum" if "enum" in m else "object" for m in members if makes_class(m)]
    mine = "enum" if "enum" in schema else "object"
    suffix = {"enum": "Value", "object": "Object"}[mine]
    return outer + (suffix if kinds.count(mine) == 1 else f"Variant{int(place.key) + 1}")


_TAGS = {"type", "kind", "object", "event", "status", "role"}


def _tag(schema: Schema) -> set[str]:
    found = schema.get("discriminator", {})
    return {found["propertyName"]} if isinstance(found, dict) and "propertyName" in found else set()
