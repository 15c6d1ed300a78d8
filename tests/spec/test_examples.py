"""What the contract gives as an example or a default, the contract allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator


def schemas_within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.keys() & {"type", "oneOf", "anyOf", "$ref", "const"}:
            yield value
        for key, item in value.items():
            if key not in ("examples", "default", "mapping"):
                yield from schemas_within(item)
    elif isinstance(value, list):
        for item in value:
            yield from schemas_within(item)


def test_every_example_and_default_fits_its_schema(document: dict[str, Any]) -> None:
    misfits = []
    for schema in schemas_within([document["components"], document["paths"]]):
        whole = Draft202012Validator({**schema, "components": document["components"]})
        values = [
            *schema.get("examples", ()),
            *([schema["default"]] if "default" in schema else ()),
        ]
        misfits += [(value, schema) for value in values if not whole.is_valid(value)]
    assert misfits == []
