"""Names: of operations, of classes, and of what is described in passing and needs one."""

from __future__ import annotations

import json
import re
from typing import Any

from openapi_python_client.utils import ClassName, PythonIdentifier, pascal_case

from spec.document import Document
from spec.rules.hints import hint
from spec.rules.walk import (
    Place,
    Schema,
    bare,
    each_operation,
    each_schema,
    is_object,
    makes_class,
    operation_name,
    places,
    without,
)

# What the generated modules already have under these names.
_TAKEN = ("Any", "Literal", "UUID", "File", "Unset", "Model")


def operation_ids(document: Document) -> tuple[Document, int]:
    """Every operation has an id, and no two are written to one module."""
    used: set[str] = set()
    ids: set[str] = set()

    def name(operation: Document, path: str, method: str) -> Document:
        given = operation.get("operationId")
        tag = PythonIdentifier((operation.get("tags") or ["default"])[0], prefix="tag")
        made = operation_name(without(operation, "operationId"), path, method)
        made = "_".join(re.findall(r"\w+", made, re.ASCII))
        candidates = [given, made, *(f"{made}_{number}" for number in range(2, 1000))]
        for candidate in candidates:
            module = PythonIdentifier(candidate or "", prefix="field_")
            key = f"{tag}/{module}"
            if module.isidentifier() and module != "field_" and key not in used:
                if candidate in ids:
                    continue
                used.add(key)
                ids.add(candidate or "")
                return operation if candidate == given else {**operation, "operationId": candidate}
        return operation

    return each_operation(document, name)


def titles(document: Document) -> tuple[Document, int]:
    """A class is named after its key: titles are sentences, and two schemas can share one."""

    def drop(schema: Schema, place: Place) -> Schema:
        if "title" not in schema or not makes_class(schema):
            return schema
        same = ClassName(schema["title"], "") == ClassName(place.key, "")
        return schema if same else without(schema, "title")

    return each_schema(document, drop)


def inline_copies(document: Document) -> tuple[Document, int]:
    """What is described in passing just as a component is that component."""
    known: dict[str, str] = {}
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        if isinstance(schema, dict) and _is_telling(schema):
            known.setdefault(_fingerprint(schema), name)

    def refer(schema: Schema, place: Place) -> Schema:
        if place.kind in ("component", "part") or not _is_telling(schema):
            return schema
        name = known.get(_fingerprint(place.schema))
        inside = any(p.kind == "component" and p.key == name for p in place.above())
        if name is None or inside:
            return schema
        said = {k: v for k, v in schema.items() if k in ("description", "default")}
        reference = {"$ref": f"#/components/schemas/{name}"}
        return {**said, "allOf": [reference]} if said else reference

    return each_schema(document, refer)


def _is_telling(schema: Schema) -> bool:
    """Whether two that are alike can hardly be so by chance."""
    return len(schema.get("properties", {})) > 1 or len(schema.get("enum", [])) > 1


# Ways to say what is so if nothing is said.
_SAME: dict[str, tuple[Any, ...]] = {
    "additionalProperties": (True, {}),
    "nullable": (False,),
    "required": ([],),
}


def _fingerprint(schema: Any) -> str:
    def plain(value: Any, named: bool) -> Any:
        if isinstance(value, list):
            return [plain(item, False) for item in value]
        if not isinstance(value, dict):
            return value
        if named:
            return {key: plain(part, False) for key, part in value.items()}
        kept = without(bare(value), "default")
        for key, same in _SAME.items():
            if kept.get(key) in same:
                del kept[key]
        if "properties" in kept and kept.get("type") == "object":
            del kept["type"]
        if isinstance(kept.get("required"), list):
            kept["required"] = sorted(kept["required"])
        return {key: plain(part, key == "properties") for key, part in kept.items()}

    return json.dumps(plain(schema, False), sort_keys=True)


def inline_classes(document: Document) -> tuple[Document, int]:
    """Objects and enums inside unions, maps, or components that are lists, become components."""
    names = Names(document)
    added: dict[str, Schema] = {}
    made: dict[tuple[str, str], str] = {}

    def hoist(schema: Schema, place: Place) -> Schema:
        if place.kind in ("component", "part") or not makes_class(schema):
            return schema
        if not _is_nested(place):
            return schema
        called = hint(place, document)
        print_ = _fingerprint(schema)
        name = made.get((called, print_))
        if name is None:
            name = made[called, print_] = names.unique(called)
            added[name] = without(schema, "title", "default")
        reference = {"$ref": f"#/components/schemas/{name}"}
        kept = {"default": schema["default"]} if "default" in schema else {}
        return {**kept, "allOf": [reference]} if kept else reference

    fixed, count = each_schema(document, hoist)
    if added:
        parts = fixed.setdefault("components", {})
        parts["schemas"] = {**parts.get("schemas", {}), **added}
    return fixed, count


def class_names(document: Document) -> tuple[Document, int]:
    """Classes that would get one name get two, and none takes that of an import."""
    names = Names(document, empty=True)
    titles: dict[str, str] = {}
    for key, schema in document.get("components", {}).get("schemas", {}).items():
        if isinstance(schema, dict) and makes_class(schema):
            name = str(ClassName(schema.get("title") or key, "field_"))
            unique = names.unique(name)
            if unique != name:
                titles[key] = unique
    added: dict[str, Schema] = {}

    def rename(schema: Schema, place: Place) -> Schema:
        if place.kind == "component":
            known = titles.get(place.key)
            return {**schema, "title": known} if known else schema
        if place.kind == "part" or not makes_class(schema):
            return schema
        generated = _class_of(place, schema)
        if names.take(generated):
            return schema
        name = names.unique(hint(place, document))
        added[name] = without(schema, "title", "default")
        kept = {"default": schema["default"]} if "default" in schema else {}
        reference = {"$ref": f"#/components/schemas/{name}"}
        return {**kept, "allOf": [reference]} if kept else reference

    fixed, count = each_schema(document, rename)
    if added:
        parts = fixed.setdefault("components", {})
        parts["schemas"] = {**parts.get("schemas", {}), **added}
    return fixed, count


class Names:
    """Class names that are taken; two that share a module are one."""

    def __init__(self, document: Document, empty: bool = False) -> None:
        self.taken = {_module(name) for name in _TAKEN}
        if not empty:
            for place, schema in places(document):
                if makes_class(schema) and place.kind != "part" and not _is_nested(place):
                    self.taken.add(_module(_class_of(place, schema)))
            self.taken |= {
                _module(key) for key in document.get("components", {}).get("schemas", {})
            }

    def take(self, name: str) -> bool:
        """Take a name; whether it was free."""
        module = _module(name)
        free = module not in self.taken
        self.taken.add(module)
        return free

    def unique(self, wanted: str) -> str:
        """Take a name that is free, as like the wanted one as can be."""
        name = str(ClassName(wanted, "field_"))
        name = f"{name}Model" if name in _TAKEN else name
        tried, number = name, 2
        while not self.take(tried):
            tried, number = f"{name}{number}", number + 1
        return tried


def _module(name: str) -> str:
    return str(PythonIdentifier(ClassName(name, "field_"), "field_"))


def _is_nested(place: Place) -> bool:
    """Whether the generator would meet a schema more than once, or had no good name for it."""
    for inner in place.above():
        if inner.kind in ("member", "extra"):
            return True
        if inner.kind == "component":
            return not (isinstance(inner.schema, dict) and is_object(inner.schema))
    return False


def _class_of(place: Place, schema: Any) -> str:
    """The name that the generator gives to the class of an inline schema."""
    parent, name = _named(place)
    title = schema.get("title") or name
    return str(ClassName(pascal_case(parent) + pascal_case(title) if parent else title, "field_"))


def _named(place: Place) -> tuple[str, str]:
    """The parent and the name of a schema, as the generator passes them on."""
    above = place.parent
    if above is None or place.kind == "component":
        return "", place.key
    if place.kind in ("body", "answer", "parameter", "header"):
        name = {"body": "body", "answer": f"response_{place.key}"}.get(place.kind, place.key)
        return above.key, name
    if place.kind == "part":
        return _named(above)
    if place.kind == "item":
        parent, name = _named(above)
        return parent, f"{name}_item"
    if place.kind == "member":
        parent, name = _named(above)
        return parent, f"{name}_type_{place.key}"
    around = next(p for p in above.above() if p.kind != "part")
    owner = _class_of(around, around.schema if isinstance(around.schema, dict) else {})
    return owner, place.key if place.kind == "property" else "AdditionalProperty"
