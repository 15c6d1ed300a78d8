"""Names of properties: what Python calls them, where the generator's own names would not do."""

from __future__ import annotations

from openapi_python_client.utils import PythonIdentifier

from spec.document import Document
from spec.rules.walk import Place, Schema, each_schema

WIRE_NAMES = "x-wire-names"
# What a model has already, and what its module calls things.
_TAKEN = {"additional_properties", "from_dict", "to_dict", "field", "m"}


def property_names(document: Document) -> tuple[Document, int]:
    """Properties that would share a Python name, or have none, are renamed.

    What they are called on the wire stands beside them, under `x-wire-names`.
    """
    return each_schema(document, _rename)


def unfit(names: list[str]) -> list[str]:
    """Those of the names that the generator has no usable Python name for."""
    plain = {name: str(PythonIdentifier(name, "field_")) for name in names}
    found = []
    for name in names:
        rivals = [other for other in names if plain[other] == plain[name]]
        if len(rivals) > 1:  # then the generator writes both as they are, if it can
            raw = [str(PythonIdentifier(r, "field_", skip_snake_case=True)) for r in rivals]
            others = {plain[other] for other in names if other not in rivals}
            fine = len(set(raw)) == len(raw) and not set(raw) & (_TAKEN | others)
            fine = fine and all(one.isidentifier() for one in raw)
        else:
            fine = plain[name].isidentifier() and plain[name] not in _TAKEN
        if not fine:
            found.append(name)
    return found


def _rename(schema: Schema, _place: Place) -> Schema:
    names = list(schema.get("properties", {}))
    odd = unfit(names)
    if not odd or WIRE_NAMES in schema:
        return schema
    used = {str(PythonIdentifier(name, "field_")) for name in names if name not in odd} | _TAKEN
    new: dict[str, str] = {}
    for name in odd:
        plain = str(PythonIdentifier("_".join(name.replace("-", "_").split()), "")).strip("_")
        plain = plain if plain.isidentifier() and plain.isascii() else "value"
        tried, number = plain, 2
        while tried in used:
            word = f"{plain}_value" if plain in _TAKEN else plain
            tried = word if word not in used else f"{word}_{number}"
            number += word in used
        used.add(tried)
        new[name] = tried
    return {
        **schema,
        "properties": {new.get(name, name): part for name, part in schema["properties"].items()},
        **(
            {"required": [new.get(name, name) for name in schema["required"]]}
            if "required" in schema
            else {}
        ),
        WIRE_NAMES: {python: wire for wire, python in new.items()},
    }
