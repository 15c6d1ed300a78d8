"""What a change in a schema does to those who send it, and to those who read it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.diffing import (
    answering,
    asking,
    breaks,
    changes,
    document,
    schemas,
    the_change,
)

CALLER, READER, SAFE = "caller", "reader", "safe"


def obj(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required or []}


STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def text(**limits: Any) -> dict[str, Any]:
    return {"type": "string", **limits}


def number(**limits: Any) -> dict[str, Any]:
    return {"type": "number", **limits}


# Each line: what it was, what it is, the action and kind, and what that is in a request and in a
# response.
CASES: dict[str, tuple[Any, Any, str, str, str]] = {
    "a field is new, optional": (obj(), obj(a=STRING), "added field", SAFE, SAFE),
    "a field is new, required": (obj(), obj(["a"], a=STRING), "added field", CALLER, SAFE),
    "a field is gone": (obj(a=STRING), obj(), "removed field", CALLER, READER),
    "a field is required": (
        obj(a=STRING),
        obj(["a"], a=STRING),
        "added required",
        CALLER,
        SAFE,
    ),
    "a field is not required": (
        obj(["a"], a=STRING),
        obj(a=STRING),
        "removed required",
        SAFE,
        READER,
    ),
    "another type": (STRING, INTEGER, "changed type", CALLER, READER),
    "an integer becomes a number": (INTEGER, number(), "changed type", SAFE, READER),
    "a number becomes an integer": (number(), INTEGER, "changed type", CALLER, SAFE),
    "anything becomes a string": ({}, STRING, "changed type", CALLER, SAFE),
    "a string becomes anything": (STRING, {}, "changed type", SAFE, READER),
    "a type more": (STRING, {"type": ["string", "integer"]}, "added type", SAFE, READER),
    "a type less": ({"type": ["string", "integer"]}, STRING, "removed type", CALLER, SAFE),
    "null is possible": (STRING, {"type": ["string", "null"]}, "added nullable", SAFE, READER),
    "null is impossible": ({"type": ["string", "null"]}, STRING, "removed nullable", CALLER, SAFE),
    "a format is new": (STRING, text(format="date-time"), "added format", CALLER, SAFE),
    "a format is gone": (text(format="date-time"), STRING, "removed format", SAFE, READER),
    "another format": (
        text(format="uuid"),
        text(format="email"),
        "changed format",
        CALLER,
        READER,
    ),
    "a wider format": (
        {"type": "integer", "format": "int32"},
        {"type": "integer", "format": "int64"},
        "changed format",
        SAFE,
        READER,
    ),
    "a narrower format": (
        {"type": "integer", "format": "int64"},
        {"type": "integer", "format": "int32"},
        "changed format",
        CALLER,
        SAFE,
    ),
    "bytes instead of text": (STRING, text(format="binary"), "added format", CALLER, READER),
    "text instead of bytes": (text(format="byte"), STRING, "removed format", CALLER, READER),
    "a value more": (text(enum=["a"]), text(enum=["a", "b"]), "added enum value", SAFE, READER),
    "a value less": (text(enum=["a", "b"]), text(enum=["a"]), "removed enum value", CALLER, SAFE),
    "values are listed": (STRING, text(enum=["a"]), "added enum", CALLER, SAFE),
    "values are not listed": (text(enum=["a"]), STRING, "removed enum", SAFE, READER),
    "a default is new": (STRING, text(default="a"), "added default", SAFE, SAFE),
    "a default is gone": (text(default="a"), STRING, "removed default", CALLER, SAFE),
    "another default": (text(default="a"), text(default="b"), "changed default", CALLER, SAFE),
    "a default of null": (STRING, text(default=None), "added default", SAFE, SAFE),
    "a minimum": (number(), number(minimum=1), "added minimum", CALLER, SAFE),
    "no minimum": (number(minimum=1), number(), "removed minimum", SAFE, READER),
    "a higher minimum": (
        number(minimum=1),
        number(minimum=2),
        "changed minimum",
        CALLER,
        SAFE,
    ),
    "a lower minimum": (number(minimum=2), number(minimum=1), "changed minimum", SAFE, READER),
    "a minimum that is excluded": (
        number(minimum=1),
        number(exclusiveMinimum=1),
        "changed minimum",
        CALLER,
        SAFE,
    ),
    "a higher maximum": (number(maximum=1), number(maximum=2), "changed maximum", SAFE, READER),
    "a lower maximum": (number(maximum=2), number(maximum=1), "changed maximum", CALLER, SAFE),
    "a maximum that is excluded": (
        number(maximum=1),
        number(exclusiveMaximum=1),
        "changed maximum",
        CALLER,
        SAFE,
    ),
    "a shorter text": (text(maxLength=9), text(maxLength=8), "changed maxLength", CALLER, SAFE),
    "a longer text": (text(maxLength=8), text(maxLength=9), "changed maxLength", SAFE, READER),
    "a least length": (STRING, text(minLength=1), "added minLength", CALLER, SAFE),
    "more items": (
        {"type": "array", "items": STRING, "maxItems": 1},
        {"type": "array", "items": STRING, "maxItems": 2},
        "changed maxItems",
        SAFE,
        READER,
    ),
    "items once": (
        {"type": "array", "items": STRING},
        {"type": "array", "items": STRING, "uniqueItems": True},
        "added uniqueItems",
        CALLER,
        SAFE,
    ),
    "a pattern": (STRING, text(pattern="a"), "added pattern", CALLER, SAFE),
    "no pattern": (text(pattern="a"), STRING, "removed pattern", SAFE, READER),
    "another pattern": (text(pattern="a"), text(pattern="b"), "changed pattern", CALLER, READER),
    "other multiples": (
        {"type": "integer", "multipleOf": 2},
        {"type": "integer", "multipleOf": 3},
        "changed multipleOf",
        CALLER,
        READER,
    ),
    "other items": (
        {"type": "array", "items": STRING},
        {"type": "array", "items": INTEGER},
        "changed type",
        CALLER,
        READER,
    ),
    "no other fields": (
        obj(),
        {**obj(), "additionalProperties": False},
        "removed additional fields",
        CALLER,
        SAFE,
    ),
    "other fields": (
        {**obj(), "additionalProperties": False},
        obj(),
        "added additional fields",
        SAFE,
        SAFE,
    ),
    "other fields of one type": (
        obj(),
        {**obj(), "additionalProperties": STRING},
        "changed additional fields",
        CALLER,
        SAFE,
    ),
    "other fields of any type": (
        {**obj(), "additionalProperties": STRING},
        obj(),
        "changed additional fields",
        SAFE,
        READER,
    ),
    "other fields of another type": (
        {**obj(), "additionalProperties": STRING},
        {**obj(), "additionalProperties": INTEGER},
        "changed type",
        CALLER,
        READER,
    ),
    "a field grows old": (
        obj(a=STRING),
        obj(a=text(deprecated=True)),
        "added deprecated",
        SAFE,
        SAFE,
    ),
    "a member of a union more": (
        {"oneOf": [obj(a=STRING)]},
        {"oneOf": [obj(a=STRING), obj(b=STRING)]},
        "added type",
        SAFE,
        READER,
    ),
    "a member of a union less": (
        {"oneOf": [obj(a=STRING), obj(b=STRING)]},
        {"oneOf": [obj(a=STRING)]},
        "removed type",
        CALLER,
        SAFE,
    ),
    "another tag": (
        {"oneOf": [obj(t=STRING), obj(t=STRING, b=STRING)], "discriminator": {"propertyName": "t"}},
        {"oneOf": [obj(t=STRING), obj(t=STRING, b=STRING)], "discriminator": {"propertyName": "u"}},
        "changed discriminator",
        CALLER,
        READER,
    ),
    "a value more beside any text": (
        {"anyOf": [STRING, text(enum=["a"])]},
        {"anyOf": [STRING, text(enum=["a", "b"])]},
        "added enum value",
        SAFE,
        SAFE,
    ),
    "a value less beside any text": (
        {"anyOf": [STRING, text(enum=["a", "b"])]},
        {"anyOf": [STRING, text(enum=["a"])]},
        "removed enum value",
        SAFE,
        SAFE,
    ),
    "values no longer named beside any text": (
        {"anyOf": [text(enum=["a"]), STRING]},
        STRING,
        "removed type",
        SAFE,
        SAFE,
    ),
    "two objects become one that is both": (
        {"oneOf": [obj(["a"], a=STRING), obj(["b"], b=STRING, c=STRING)]},
        obj(["b"], a=STRING, b=STRING, c=STRING),
        "removed type",
        CALLER,
        SAFE,
    ),
}


@pytest.mark.parametrize(("old", "new", "kind", "request_", "_"), CASES.values(), ids=CASES)
def test_in_a_request(old: Any, new: Any, kind: str, request_: str, _: str) -> None:
    found = _of_kind(asking(old), asking(new), kind)
    assert breaks(found) == request_
    assert set(found.uses) == {"request"}


@pytest.mark.parametrize(("old", "new", "kind", "_", "response"), CASES.values(), ids=CASES)
def test_in_a_response(old: Any, new: Any, kind: str, _: str, response: str) -> None:
    found = _of_kind(answering(old), answering(new), kind)
    assert breaks(found) == response
    assert set(found.uses) == {"response"}


def _of_kind(old: Any, new: Any, kind: str) -> Any:
    found = [c for c in changes(old, new) if f"{c.action} {c.kind}" == kind]
    assert len(found) == 1, [c.sentence for c in changes(old, new)]
    return found[0]


@pytest.mark.parametrize("name", sorted(set(CASES) - {"two objects become one that is both"}))
def test_each_case_is_one_change(name: str) -> None:
    old, new, kind, *_ = CASES[name]
    change = the_change(asking(old), asking(new))
    assert f"{change.action} {change.kind}" == kind


# ------------------------------------------------------------------------------- the same meaning

SAME: dict[str, tuple[Any, Any]] = {
    "nullable and a type array": (text(nullable=True), {"type": ["string", "null"]}),
    "nullable and a union": (text(nullable=True), {"anyOf": [STRING, {"type": "null"}]}),
    "a union with null and a type array": (
        {"oneOf": [STRING, {"type": "null"}]},
        {"type": ["null", "string"]},
    ),
    "null among the values": (
        {"enum": ["a", None]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "const and an enum of one": ({"const": "a"}, text(enum=["a"])),
    "constants and an enum": (
        {"oneOf": [{"const": "a"}, {"const": "b"}]},
        text(enum=["b", "a"]),
    ),
    "a union of one": ({"oneOf": [obj(a=STRING)]}, obj(a=STRING)),
    "anyOf and oneOf": ({"anyOf": [STRING, INTEGER]}, {"oneOf": [INTEGER, STRING]}),
    "a union and a type array": ({"anyOf": [STRING, INTEGER]}, {"type": ["integer", "string"]}),
    "a union in a union": (
        {"anyOf": [STRING, {"anyOf": [INTEGER, obj(a=STRING)]}]},
        {"anyOf": [obj(a=STRING), INTEGER, STRING]},
    ),
    "a type beside a union": (
        {"type": "object", "oneOf": [obj(a=STRING), obj(b=STRING)]},
        {"oneOf": [obj(a=STRING), obj(b=STRING)]},
    ),
    "allOf of one": ({"allOf": [obj(a=STRING)]}, obj(a=STRING)),
    "allOf and its sum": (
        {"allOf": [obj(["a"], a=STRING), obj(b=STRING)]},
        obj(["a"], a=STRING, b=STRING),
    ),
    "required elsewhere": (
        {"allOf": [obj(a=STRING), {"required": ["a"]}]},
        obj(["a"], a=STRING),
    ),
    "no type, but fields": ({"properties": {"a": STRING}}, obj(a=STRING)),
    "additional fields by default": (obj(), {**obj(), "additionalProperties": True}),
    "additional fields of any kind": (obj(), {**obj(), "additionalProperties": {}}),
    "true and nothing": (obj(a=True), obj(a={})),
    "bounds of 3.0 and 3.1": (
        number(minimum=1, exclusiveMinimum=True),
        number(exclusiveMinimum=1),
    ),
    "a whole float": (number(default=1, maximum=2), number(default=1.0, maximum=2.0)),
    "other words": (text(description="a", example="b"), text(title="c", description="d")),
    "an extension": (text(**{"x-a": 1}), STRING),
    "fields in another order": (obj(a=STRING, b=STRING), obj(b=STRING, a=STRING)),
    "at least nothing": (text(minLength=0), STRING),
}


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_another_spelling_is_no_change(old: Any, new: Any) -> None:
    assert changes(asking(old), asking(new)) == []
    assert changes(answering(new), answering(old)) == []


def test_version_3_0_and_3_1_of_one_document_are_the_same() -> None:
    old = {**asking(obj(a=text(nullable=True))), "openapi": "3.0.3"}
    assert changes(old, asking(obj(a={"type": ["string", "null"]}))) == []


# ------------------------------------------------------------------------------------- components


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_a_schema_that_becomes_a_component_is_no_change() -> None:
    old = asking(obj(a=obj(b=STRING)))
    new = asking(obj(a=ref("A")), components=schemas(A=obj(b=STRING)))
    assert changes(old, new) == changes(new, old) == []


def test_a_component_with_another_name_is_no_change() -> None:
    old = asking(ref("A"), components=schemas(A=obj(b=STRING)))
    assert changes(old, asking(ref("B"), components=schemas(B=obj(b=STRING)))) == []


def two_users(shared: Any) -> Any:
    made = document(components=schemas(Shared=shared))
    made["paths"]["/asks"] = asking(ref("Shared"))["paths"]["/things"]
    made["paths"]["/answers"] = answering(obj(x=ref("Shared")))["paths"]["/things"]
    return made


def test_a_change_in_a_shared_component_is_told_once_with_all_who_meet_it() -> None:
    change = the_change(two_users(obj(a=STRING)), two_users(obj(a=INTEGER)))
    assert str(change.group) == "component Shared"
    assert change.operations == ["POST /answers", "POST /asks"]
    assert change.uses == {"request": {"POST /asks"}, "response": {"POST /answers"}}


def test_a_shared_component_is_judged_in_each_direction() -> None:
    assert breaks(the_change(two_users(obj(a=STRING)), two_users(obj(a=INTEGER)))) == (
        "caller+reader"
    )
    assert breaks(the_change(two_users(obj()), two_users(obj(["a"], a=INTEGER)))) == "caller"
    assert breaks(the_change(two_users(obj(["a"], a=INTEGER)), two_users(obj(a=INTEGER)))) == (
        "reader"
    )


def test_another_component_in_its_place_is_not_told_as_a_change_of_that_component() -> None:
    named = schemas(A=obj(a=STRING), B=obj(a=STRING, b=STRING))
    change = the_change(
        asking(obj(x=ref("A")), components=named), asking(obj(x=ref("B")), components=named)
    )
    assert str(change.group) == "component B (in place of component A)"
    assert change.pointer == "/components/schemas/B/properties/b"


def test_a_component_in_place_of_an_inline_schema_says_so() -> None:
    old = asking(obj(x=obj(a=STRING)))
    new = asking(obj(x=ref("A")), components=schemas(A=obj(a=STRING, b=STRING)))
    assert str(the_change(old, new).group) == "component A (in place of a schema written inline)"


def test_a_field_from_an_allof_is_told_where_it_is_written() -> None:
    def made(base: Any) -> Any:
        named = schemas(Base=base, A={"allOf": [ref("Base"), obj(b=STRING)]})
        return asking(ref("A"), components=named)

    change = the_change(made(obj()), made(obj(a=STRING)))
    assert str(change.group) == "component Base"


def test_a_field_of_a_member_of_a_union_is_told_in_the_member() -> None:
    def made(member: Any) -> Any:
        return asking(ref("U"), components=schemas(M=member, U={"anyOf": [ref("M"), STRING]}))

    change = the_change(made(obj(a=STRING)), made(obj(a=STRING, b=STRING)))
    assert str(change.group) == "component M"


def test_null_beside_a_reference_belongs_to_the_field() -> None:
    def made(field: Any) -> Any:
        return asking(obj(x=field), components=schemas(A=obj(a=STRING)))

    for nullable in (
        {"allOf": [ref("A")], "nullable": True},
        {"oneOf": [ref("A"), {"type": "null"}]},
        {**ref("A"), "nullable": True},
    ):
        change = the_change(made(ref("A")), made(nullable))
        assert (change.kind, str(change.group)) == ("nullable", "POST /things")


@pytest.mark.parametrize(
    "wrapped",
    [
        {**ref("A"), "nullable": True},
        {"allOf": [ref("A")], "default": "a"},
        {"anyOf": [ref("A"), {"type": "null"}]},
    ],
    ids=["sibling", "allOf", "union"],
)
def test_a_component_that_is_wrapped_is_compared_once_where_it_is(wrapped: Any) -> None:
    def made(*values: str) -> Any:
        return asking(obj(x=wrapped, y=ref("A")), components=schemas(A=text(enum=[*values])))

    change = the_change(made("a"), made("a", "b"))
    assert change.pointer == "/components/schemas/A"
    assert change.operations == ["POST /things"]


def test_a_component_that_only_a_union_uses_is_used() -> None:
    def made(inner: Any) -> Any:
        named = schemas(Inner=inner, M=obj(["m"], m=ref("Inner")))
        union = {"oneOf": [ref("M"), obj(["n"], n=STRING)]}
        return answering(union, components=named)

    change = the_change(made(obj(a=STRING)), made(obj()))
    assert (breaks(change), set(change.uses)) == ("reader", {"response"})


def test_an_enum_from_an_allof_is_told_where_it_is_written() -> None:
    def made(*values: str) -> Any:
        shared = schemas(A=text(enum=[*values]))
        return asking({"allOf": [ref("A"), text(maxLength=9)]}, components=shared)

    assert the_change(made("a"), made("a", "b")).pointer == "/components/schemas/A"


def test_a_default_beside_a_reference_is_seen() -> None:
    named = schemas(A=text(enum=["a", "b"]))
    old = asking(obj(x=ref("A")), components=named)
    new = asking(obj(x={**ref("A"), "default": "a"}), components=named)
    assert the_change(old, new).kind == "default"


def test_schemas_that_hold_themselves_are_compared() -> None:
    def tree(leaf: Any) -> Any:
        node = obj(value=leaf, children={"type": "array", "items": ref("Node")})
        return asking(ref("Node"), components=schemas(Node=node))

    assert changes(tree(STRING), tree(STRING)) == []
    change = the_change(tree(STRING), tree(INTEGER))
    assert change.pointer == "/components/schemas/Node/properties/value"


def test_a_union_and_an_allof_of_themselves_do_no_harm() -> None:
    named = schemas(A={"oneOf": [ref("A"), STRING]}, B={"allOf": [ref("B"), obj(a=STRING)]})
    old = asking(obj(a=ref("A"), b=ref("B")), components=named)
    assert changes(old, old) == []


def test_a_component_that_nobody_uses_breaks_nobody() -> None:
    old, new = (document(components=schemas(A=a)) for a in (obj(a=STRING), obj(a=INTEGER)))
    change = the_change(old, new)
    assert (breaks(change), change.operations) == ("safe", [])


def test_members_of_a_union_that_become_one_wider_object_break_no_caller() -> None:
    old = {"oneOf": [obj(["a"], a=STRING), obj(["b"], b=STRING)]}
    found = changes(asking(old), asking(obj(a=STRING, b=STRING)))
    assert {breaks(change) for change in found} == {"safe"}


def test_a_wide_object_that_becomes_itself_and_a_narrower_one_breaks_no_reader() -> None:
    old, new = obj(a=STRING), {"oneOf": [obj(a=STRING), obj(["a"], a=text(enum=["x"]))]}
    found = changes(answering(old), answering(new))
    assert [(change.kind, breaks(change)) for change in found] == [("type", "safe")]


def test_members_with_other_tags_are_other_members() -> None:
    def union(*tags: str) -> Any:
        return {"oneOf": [obj(["t"], t={"const": tag}, a=STRING) for tag in tags]}

    found = changes(asking(union("x", "y")), asking(union("y", "z")))
    assert sorted((change.action, change.kind) for change in found) == [
        ("added", "type"),
        ("removed", "type"),
    ]


def test_a_union_with_fields_of_its_own_that_is_a_member_of_itself_ends() -> None:
    union = {"oneOf": [{"oneOf": [ref("A")], "properties": {"a": {}}}], "properties": {"a": {}}}
    old = asking(ref("A"), components=schemas(A=union))
    assert changes(old, old) == []


# ------------------------------------------------------------------------- read-only, write-only


def test_a_read_only_field_is_in_no_request() -> None:
    old, new = obj(), obj(["a"], a=text(readOnly=True))
    assert changes(asking(old), asking(new)) == []
    assert breaks(the_change(answering(old), answering(new))) == "safe"


def test_a_write_only_field_is_in_no_response() -> None:
    assert changes(answering(obj(a=text(writeOnly=True))), answering(obj())) == []


def test_a_field_that_becomes_read_only_breaks_callers() -> None:
    old, new = obj(a=STRING), obj(a=text(readOnly=True))
    change = the_change(asking(old), asking(new))
    assert (breaks(change), change.pointer[-2:]) == ("caller", "/a")
    assert "it is read-only now" in change.sentence


# ------------------------------------------------------------------------- where it is, in words


def test_the_pointer_is_in_the_new_document_where_the_place_is_there() -> None:
    change = the_change(asking(obj(a=STRING)), asking(obj(a=INTEGER)))
    assert change.document == "new"
    assert change.pointer == (
        "/paths/~1things/post/requestBody/content/application~1json/schema/properties/a"
    )


def test_the_pointer_of_what_is_gone_is_in_the_old_document() -> None:
    change = the_change(answering(obj(a=STRING)), answering(obj()))
    assert change.document == "old"
    assert change.pointer.endswith("/responses/200/content/application~1json/schema/properties/a")


def test_the_sentence_names_nested_fields() -> None:
    old = asking(obj(a={"type": "array", "items": obj(b={"anyOf": [STRING, obj(c=STRING)]})}))
    new = asking(obj(a={"type": "array", "items": obj(b={"anyOf": [STRING, obj(c=INTEGER)]})}))
    assert the_change(old, new).sentence == (
        "request body (application/json), field `a[].b<2>.c` changed type from a string to "
        "an integer"
    )


def test_a_nested_field_is_found_in_a_map() -> None:
    old = {"type": "object", "additionalProperties": obj(a=STRING)}
    new = {"type": "object", "additionalProperties": obj(a=STRING, b=STRING)}
    assert the_change(asking(old), asking(new)).subject.endswith("field `*.b`")


# ------------------------------------------------------------------- what only looks like a change


@pytest.mark.parametrize(
    ("old", "new", "action"),
    [
        (STRING, text(format="password"), "added"),
        (text(format="password"), STRING, "removed"),
    ],
)
@pytest.mark.parametrize("around", [asking, answering])
def test_a_password_is_any_text_that_is_shown_to_nobody(
    around: Any, old: Any, new: Any, action: str
) -> None:
    change = the_change(around(obj(a=old)), around(obj(a=new)))
    assert (change.action, change.kind, breaks(change)) == (action, "format", SAFE)


def test_a_date_that_becomes_a_password_is_any_text_now() -> None:
    old, new = obj(a=text(format="date")), obj(a=text(format="password"))
    assert breaks(the_change(asking(old), asking(new))) == SAFE
    assert breaks(the_change(answering(old), answering(new))) == READER
    assert breaks(the_change(asking(new), asking(old))) == CALLER


def test_null_that_moves_from_a_component_to_all_who_use_it_is_no_change() -> None:
    reference = {"$ref": "#/components/schemas/Use"}
    old = answering(
        obj(use=reference), components=schemas(Use={**obj(n=INTEGER), "type": ["object", "null"]})
    )
    new = answering(
        obj(use={"oneOf": [reference, {"type": "null"}]}), components=schemas(Use=obj(n=INTEGER))
    )
    assert changes(old, new) == changes(new, old) == []


def test_null_that_moves_hides_no_other_change_of_the_component() -> None:
    reference = {"$ref": "#/components/schemas/Use"}
    old = answering(
        obj(use=reference), components=schemas(Use={**obj(n=INTEGER), "type": ["object", "null"]})
    )
    new = answering(
        obj(use={"oneOf": [reference, {"type": "null"}]}), components=schemas(Use=obj(n=STRING))
    )
    change = the_change(old, new)
    assert (change.action, change.kind) == ("changed", "type")
    assert change.pointer == "/components/schemas/Use/properties/n"


def test_lists_of_either_kind_that_become_lists_of_both_break_no_caller() -> None:
    either = {"oneOf": [{"type": "array", "items": kind} for kind in (STRING, obj(a=STRING))]}
    both = {"type": "array", "items": {"oneOf": [STRING, obj(a=STRING)]}}
    assert {breaks(c) for c in changes(asking(either), asking(both))} == {SAFE}
    assert CALLER in {breaks(c) for c in changes(asking(both), asking(either))}


def test_a_text_that_looks_like_a_number_is_told_apart_from_it() -> None:
    change = the_change(asking(number(default="1e-8")), asking(number(default=1e-8)))
    assert change.sentence.endswith('changed its default from `"1e-8"` to `1e-08`')


def with_null(schema: Any) -> Any:
    return {"anyOf": [schema, {"type": "null"}]}


@pytest.mark.parametrize("named", [False, True])
def test_a_default_beside_null_is_the_default_of_the_whole(named: bool) -> None:
    flag, plain = {"type": "boolean", "default": False}, {"type": "boolean"}

    def asked(kind: Any) -> Any:
        if named:
            used = {"$ref": "#/components/schemas/Flag"}
            return asking(obj(a=with_null(used)), components=schemas(Flag=kind))
        return asking(obj(a=with_null(kind)))

    change = the_change(asked(flag), asked(plain))
    assert (change.action, change.kind, breaks(change)) == ("removed", "default", CALLER)


def test_a_default_beside_null_is_the_same_as_one_of_a_list_of_types() -> None:
    old = with_null({"type": "boolean", "default": False})
    new = {"type": ["boolean", "null"], "default": False}
    assert changes(asking(obj(a=old)), asking(obj(a=new))) == []


def test_a_default_of_one_of_several_variants_is_none_of_the_whole() -> None:
    old, new = (
        {"anyOf": [{"type": "boolean", **default}, STRING]} for default in ({"default": True}, {})
    )
    assert changes(asking(obj(a=old)), asking(obj(a=new))) == []
