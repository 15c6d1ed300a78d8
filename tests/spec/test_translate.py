"""What the generator is told in extensions, because it reads no such thing itself."""

from __future__ import annotations

from typing import Any

import pytest
from spec.translate import translate

from tests.spec.diffing import answering, schemas

PASSWORD = {"type": "string", "format": "password"}


def translated(**named: Any) -> Any:
    return translate(answering({}, components=schemas(**named)))["components"]["schemas"]


def holding(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    "secret",
    [
        PASSWORD,
        {"type": ["string", "null"], "format": "password"},
        {"oneOf": [PASSWORD, {"type": "null"}]},
        {"type": "array", "items": PASSWORD},
        {"type": "object", "additionalProperties": PASSWORD},
        {"$ref": "#/components/schemas/Key"},
        {"allOf": [{"$ref": "#/components/schemas/Key"}], "description": "A key."},
    ],
)
def test_a_property_that_is_or_holds_a_password_is_named(secret: Any) -> None:
    thing = translated(Key=PASSWORD, Thing=holding(plain={"type": "string"}, hidden=secret))[
        "Thing"
    ]
    assert thing["x-secrets"] == ["hidden"]


def test_a_password_of_a_part_is_one_of_the_whole() -> None:
    whole = {"allOf": [{"$ref": "#/components/schemas/Part"}, holding(b={"type": "string"})]}
    assert translated(Part=holding(a=PASSWORD), Whole=whole)["Whole"]["x-secrets"] == ["a"]


def test_a_schema_without_passwords_is_told_of_none() -> None:
    assert "x-secrets" not in translated(Thing=holding(token={"type": "string"}))["Thing"]


def test_a_password_is_named_as_on_the_wire() -> None:
    thing = translated(Thing=holding(**{"key/main": PASSWORD}))["Thing"]
    assert thing["x-secrets"] == ["key/main"]
    assert list(thing["properties"]) == ["key_main"]


def test_signs_between_words_part_them() -> None:
    names = {"text/plain": {}, "image/svg+xml": {}, "a.b:c": {}, "plain": {}}
    thing = translated(Thing={**holding(**names), "required": ["a.b:c"]})["Thing"]
    assert list(thing["properties"]) == ["text_plain", "image_svg_xml", "a_b_c", "plain"]
    assert thing["required"] == ["a_b_c"]
    assert thing["x-wire-names"] == {
        "text_plain": "text/plain",
        "image_svg_xml": "image/svg+xml",
        "a_b_c": "a.b:c",
    }


@pytest.mark.parametrize("names", [["a/b", "a.b"], ["from/dict"]])
def test_names_that_would_fall_together_or_are_taken_are_left_alone(names: list[str]) -> None:
    thing = translated(Thing=holding(**{name: {} for name in names}))["Thing"]
    assert list(thing["properties"]) == names
