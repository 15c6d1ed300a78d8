"""Each rule, by what goes in and what comes out."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from spec import GenerateError
from spec.rules import RULES, Rule, normalise

Document = dict[str, Any]
BY_NAME = {rule.name: rule for rule in RULES}
STRING = {"type": "string"}
NULL = {"type": "null"}
A, B, C = ({"$ref": f"#/components/schemas/{name}"} for name in "ABC")
AB = {"type": "object", "properties": {"a": STRING, "b": STRING}}


def schemas(**named: Any) -> Document:
    return {"components": {"schemas": named}}


def get(path: str = "/x", **operation: Any) -> Document:
    return {"paths": {path: {"get": operation}}}


def answer(**content: Any) -> Document:
    return {"200": {"description": "d", "content": content}}


JSON = "application/json"
BINARY = {"type": "string", "format": "binary"}
Q = {"name": "q", "in": "query"}
IN_PATH = {"name": "id", "in": "path", "required": True, "schema": STRING}

# name of the rule, what it says of the case, before, after, how often it fires
CASES: list[tuple[str, str, Document, Document, int]] = [
    (
        "texts",
        "what no source can hold",
        get(summary="a\0b\r\n\ud800", description="c\u202ed"),
        get(summary="ab\n", description="cd"),
        2,
    ),
    (
        "references",
        "a path that is a reference",
        {
            "paths": {"/x": {"$ref": "#/components/pathItems/X"}},
            "components": {"pathItems": {"X": {"get": {}}}},
        },
        {"paths": {"/x": {"get": {}}}, "components": {"pathItems": {"X": {"get": {}}}}},
        1,
    ),
    (
        "references",
        "a parameter that refers to a reference",
        {
            **get(parameters=[{"$ref": "#/components/parameters/P"}]),
            "components": {
                "parameters": {"P": {"$ref": "#/components/parameters/Q"}, "Q": IN_PATH}
            },
        },
        {
            **get(parameters=[IN_PATH]),
            "components": {"parameters": {"P": IN_PATH, "Q": IN_PATH}},
        },
        2,
    ),
    (
        "version",
        "an exclusive limit that is a flag",
        {
            "openapi": "3.0.3",
            **schemas(A={"type": "number", "minimum": 1, "exclusiveMinimum": True}),
        },
        {"openapi": "3.1.0", **schemas(A={"type": "number", "exclusiveMinimum": 1})},
        1,
    ),
    (
        "deep-references",
        "a reference to a property",
        schemas(
            A=AB,
            B={
                "type": "object",
                "properties": {"x": {"$ref": "#/components/schemas/A/properties/a"}},
            },
        ),
        schemas(
            A=AB,
            B={"type": "object", "properties": {"x": {"$ref": "#/components/schemas/AA"}}},
            AA=STRING,
        ),
        1,
    ),
    (
        "operation-ids",
        "two ids that are one in Python",
        {"paths": {"/x/{id}": {"get": {"operationId": "getX"}, "put": {"operationId": "get_x"}}}},
        {
            "paths": {
                "/x/{id}": {"get": {"operationId": "getX"}, "put": {"operationId": "put_x_by_id"}}
            }
        },
        1,
    ),
    ("operation-ids", "no id", get("/a/{b}/c"), get("/a/{b}/c", operationId="get_a_by_b_c"), 1),
    (
        "operation-ids",
        "an id without a letter",
        get(operationId="\N{PARTY POPPER}"),
        get(operationId="get_x"),
        1,
    ),
    (
        "path-parameters",
        "one that nothing declares",
        get("/x/{id}"),
        get("/x/{id}", parameters=[IN_PATH]),
        1,
    ),
    (
        "path-parameters",
        "one that is not in the path",
        get("/x", parameters=[IN_PATH]),
        get("/x", parameters=[]),
        1,
    ),
    (
        "path-parameters",
        "a name that Python cannot have",
        get("/x/{a.b}", parameters=[{**IN_PATH, "name": "a.b"}]),
        get("/x/{a_b}", parameters=[{**IN_PATH, "name": "a_b"}]),
        1,
    ),
    (
        "path-parameters",
        "one name in two places",
        get("/x/{id}/y/{id}", parameters=[IN_PATH]),
        get("/x/{id}/y/{id_2}", parameters=[IN_PATH, {**IN_PATH, "name": "id_2"}]),
        1,
    ),
    (
        "parameters",
        "JSON in a query, one twice, and a header that is not for parameters",
        get(
            parameters=[
                {"name": "q", "in": "query", "content": {JSON: {"schema": AB}}},
                {"name": "q", "in": "query", "schema": STRING},
                {"name": "Accept", "in": "header", "schema": STRING},
            ]
        ),
        get(parameters=[{"name": "q", "in": "query", "schema": AB, "x-style": "json"}]),
        1,
    ),
    (
        "parameters",
        "text in the content of a shared parameter",
        {"components": {"parameters": {"P": {**Q, "content": {"text/plain": {}}}}}},
        {"components": {"parameters": {"P": {**Q, "schema": STRING}}}},
        1,
    ),
    (
        "media-types",
        "text to send that is said to be an object",
        get(requestBody={"content": {"text/plain": {"schema": AB}}}),
        get(requestBody={"content": {"text/plain": {"schema": STRING}}}),
        1,
    ),
    ("no-answers", "none at all", get(), get(responses={"default": {"description": ""}}), 1),
    (
        "switching-protocols",
        "messages in a 101",
        get(responses={"101": {"description": "d", "content": {JSON: {"schema": AB}}}}),
        get(responses={"101": {"description": "d"}}),
        1,
    ),
    (
        "media-types",
        "a type that nothing reads, with a schema that does not say so, and one without",
        get(responses=answer(**{"audio/wav": {"schema": STRING}, "application/pdf": {}})),
        get(
            responses=answer(
                **{"audio/wav": {"schema": BINARY}, "application/pdf": {"schema": BINARY}}
            )
        ),
        2,
    ),
    (
        "json-first",
        "a stream before the answer as a whole",
        get(responses=answer(**{"text/event-stream": {"schema": A}, JSON: {"schema": B}})),
        get(responses=answer(**{JSON: {"schema": B}, "text/event-stream": {"schema": A}})),
        1,
    ),
    (
        "boolean-schemas",
        "true for anything",
        schemas(
            A={"type": "object", "properties": {"a": True, "b": {"type": "array", "items": True}}}
        ),
        schemas(A={"type": "object", "properties": {"a": {}, "b": {"type": "array", "items": {}}}}),
        2,
    ),
    (
        "aliases",
        "a component that only refers",
        schemas(A=AB, B=A, C={"type": "array", "items": B}),
        schemas(A=AB, C={"type": "array", "items": A}),
        1,
    ),
    (
        "aliases",
        "references in wrappers",
        schemas(A=AB, B={"allOf": [A], "description": "d"}, C={"oneOf": [{"allOf": [B]}, STRING]}),
        schemas(A=AB, C={"oneOf": [A, STRING]}),
        2,
    ),
    (
        "nullable",
        "beside a type",
        schemas(A={**STRING, "nullable": True}),
        schemas(A={"type": ["string", "null"]}),
        1,
    ),
    (
        "nullable",
        "beside a reference",
        schemas(A=AB, B={"properties": {"x": {**A, "nullable": True}}}),
        schemas(A=AB, B={"properties": {"x": {"oneOf": [A, NULL]}}}),
        1,
    ),
    (
        "nullable",
        "beside allOf, and inside it",
        schemas(
            A=AB,
            B={
                "properties": {
                    "x": {"allOf": [A], "nullable": True},
                    "y": {"allOf": [A, {"nullable": True}]},
                }
            },
        ),
        schemas(
            A=AB,
            B={
                "properties": {
                    "x": {"oneOf": [{"allOf": [A]}, NULL]},
                    "y": {"oneOf": [{"allOf": [A]}, NULL]},
                }
            },
        ),
        2,
    ),
    (
        "nullable",
        "beside a union and an enum",
        schemas(
            A={"oneOf": [STRING], "nullable": True},
            B={"type": "string", "enum": ["a"], "nullable": True},
        ),
        schemas(
            A={"oneOf": [STRING, NULL]}, B={"oneOf": [{"type": "string", "enum": ["a"]}, NULL]}
        ),
        2,
    ),
    (
        "type-lists",
        "an object or text or null",
        schemas(
            A={
                "type": ["object", "string", "null"],
                "properties": {"a": STRING},
                "description": "d",
            }
        ),
        schemas(
            A={
                "description": "d",
                "oneOf": [{"type": "object", "properties": {"a": STRING}}, STRING, NULL],
            }
        ),
        1,
    ),
    (
        "type-lists",
        "an enum of several types",
        schemas(A={"type": ["string", "integer", "null"], "enum": ["a", 1, None]}),
        schemas(
            A={"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}, NULL]}
        ),
        1,
    ),
    ("type-lists", "a list of one", schemas(A={"type": ["string"]}), schemas(A=STRING), 1),
    (
        "nullable-components",
        "an object that others extend",
        schemas(
            A={"oneOf": [AB, NULL]},
            B={"properties": {"x": A}},
            C={"allOf": [A, {"properties": {"c": STRING}}]},
        ),
        schemas(
            A=AB,
            B={"properties": {"x": {"oneOf": [A, NULL]}}},
            C={"allOf": [A, {"properties": {"c": STRING}}]},
        ),
        1,
    ),
    (
        "objects-without-type",
        "anything by name",
        schemas(A={"additionalProperties": STRING}),
        schemas(A={"type": "object", "additionalProperties": STRING}),
        1,
    ),
    (
        "arrays-without-items",
        "of what?",
        schemas(A={"type": "array"}),
        schemas(A={"type": "array", "items": {}}),
        1,
    ),
    (
        "enums",
        "values of all kinds, one of them twice",
        schemas(A={"enum": ["a", 1, 0.5, True, None, "a"], "description": "d"}),
        schemas(
            A={
                "description": "d",
                "oneOf": [
                    {"type": "string", "enum": ["a"]},
                    {"type": "integer", "enum": [1]},
                    {"type": "number"},
                    {"type": "boolean"},
                    NULL,
                ],
            }
        ),
        1,
    ),
    (
        "arrays-in-unions",
        "lists that have names, in a union that has one",
        schemas(
            L={"type": "array", "items": A},
            N={"oneOf": [{"type": "array", "items": B}, NULL]},
            X={"oneOf": [{"$ref": "#/components/schemas/L"}, {"$ref": "#/components/schemas/N"}]},
            A=AB,
            B=AB,
        ),
        schemas(
            L={"type": "array", "items": A},
            N={"oneOf": [{"type": "array", "items": B}, NULL]},
            X={"oneOf": [{"type": "array", "items": {"oneOf": [A, B]}}, NULL]},
            A=AB,
            B=AB,
        ),
        1,
    ),
    (
        "arrays-in-unions",
        "lists of lists",
        schemas(
            X={
                "oneOf": [
                    {"type": "array", "items": {"type": "array", "items": A}},
                    {"type": "array", "items": {"type": "array", "items": STRING}},
                ]
            },
            A=AB,
        ),
        schemas(
            X={
                "type": "array",
                "items": {"type": "array", "items": {"oneOf": [A, STRING]}},
            },
            A=AB,
        ),
        1,
    ),
    (
        "boolean-schemas",
        "the end of a tuple",
        schemas(A={"type": "array", "prefixItems": [STRING], "items": False}),
        schemas(A={"type": "array", "prefixItems": [STRING]}),
        1,
    ),
    (
        "enums",
        "lists and objects",
        schemas(A={"enum": [[1], {"a": 1}]}),
        schemas(A={"oneOf": [{"type": "array", "items": {}}, {"type": "object"}]}),
        1,
    ),
    (
        "constants",
        "a list",
        schemas(A={"const": [1]}),
        schemas(A={"type": "array", "items": {}}),
        1,
    ),
    (
        "inline-classes",
        "an object in a map, which is met again whenever what it is in is",
        schemas(A={"type": "object", "additionalProperties": AB}),
        schemas(
            A={"type": "object", "additionalProperties": {"$ref": "#/components/schemas/AValue"}},
            AValue=AB,
        ),
        1,
    ),
    ("enums", "no value", schemas(A={**STRING, "enum": []}), schemas(A=STRING), 1),
    ("constants", "a fraction", schemas(A={"const": 0.5}), schemas(A={"type": "number"}), 1),
    ("constants", "null", schemas(A={"const": None}), schemas(A=NULL), 1),
    (
        "beside-unions",
        "a list whose lengths are a union, and an object that is no list",
        schemas(A={"type": "array", "items": STRING, "anyOf": [{"minItems": 2}, AB]}),
        schemas(
            A={
                "items": STRING,
                "anyOf": [{"type": "array", "items": STRING, "minItems": 2}, AB],
            }
        ),
        1,
    ),
    (
        "media-types",
        "a schema that is only true",
        get(requestBody={"content": {"text/plain": {"schema": True}}}),
        get(requestBody={"content": {"text/plain": {"schema": STRING}}}),
        1,
    ),
    (
        "beside-unions",
        "a type that its members contradict",
        schemas(
            A={
                "type": "boolean",
                "oneOf": [{"type": "boolean"}, {"type": "string", "enum": ["auto"]}],
            }
        ),
        schemas(A={"oneOf": [{"type": "boolean"}, {"type": "string", "enum": ["auto"]}]}),
        1,
    ),
    (
        "beside-unions",
        "a type that its members rely on",
        schemas(A={"type": "string", "anyOf": [{"enum": ["a"]}, {"pattern": "b"}]}),
        schemas(
            A={"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "pattern": "b"}]}
        ),
        1,
    ),
    (
        "beside-unions",
        "properties that all of its members have",
        schemas(A={"type": "object", "properties": {"a": STRING}, "oneOf": [B, C]}),
        schemas(A={"allOf": [{"type": "object", "properties": {"a": STRING}}, {"oneOf": [B, C]}]}),
        1,
    ),
    (
        "beside-unions",
        "members that only say what must be there",
        schemas(A={**AB, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        schemas(A=AB),
        1,
    ),
    (
        "all-of",
        "parts that share a property",
        schemas(
            A=AB,
            B={
                "allOf": [A, {"properties": {"a": {**STRING, "format": "uuid"}}, "required": ["a"]}]
            },
        ),
        schemas(
            A=AB,
            B={
                "title": "A",
                "type": "object",
                "properties": {"a": {**STRING, "format": "uuid"}, "b": STRING},
                "required": ["a"],
            },
        ),
        1,
    ),
    (
        "all-of",
        "a part that is a union",
        schemas(
            A=AB,
            B={"properties": {"c": STRING}},
            C={"allOf": [{"properties": {"d": STRING}}, {"oneOf": [A, B]}]},
        ),
        schemas(
            A=AB,
            B={"properties": {"c": STRING}},
            C={
                "oneOf": [
                    {
                        "title": "A",
                        "type": "object",
                        "properties": {"d": STRING, "a": STRING, "b": STRING},
                    },
                    {"title": "B", "type": "object", "properties": {"d": STRING, "c": STRING}},
                ]
            },
        ),
        1,
    ),
    (
        "all-of",
        "members of a union that extend the union",
        schemas(
            A={"allOf": [{"type": "object", "properties": {"t": STRING}}, {"oneOf": [B]}]},
            B={"allOf": [A, {"properties": {"b": STRING}}]},
        ),
        schemas(
            A={"allOf": [B]},
            B={"type": "object", "properties": {"t": STRING, "b": STRING}},
        ),
        2,
    ),
    (
        "all-of",
        "a description beside a name",
        schemas(
            A={**STRING, "enum": ["a"]},
            B={"properties": {"x": {"allOf": [A, {"description": "d"}]}}},
        ),
        schemas(A={**STRING, "enum": ["a"]}, B={"properties": {"x": {"allOf": [A]}}}),
        1,
    ),
    (
        "single-members",
        "one, inline",
        schemas(A={"oneOf": [AB], "description": "d"}),
        schemas(A={**AB, "description": "d"}),
        1,
    ),
    (
        "arrays-in-unions",
        "text or lists",
        schemas(
            A={
                "oneOf": [STRING, {"type": "array", "items": STRING}, {"type": "array", "items": B}]
            },
            B=AB,
        ),
        schemas(A={"oneOf": [STRING, {"type": "array", "items": {"oneOf": [STRING, B]}}]}, B=AB),
        1,
    ),
    (
        "arrays-in-unions",
        "nothing but lists",
        schemas(A={"anyOf": [{"type": "array", "items": STRING}, {"type": "array", "items": {}}]}),
        schemas(A={"type": "array", "items": {}}),
        1,
    ),
    (
        "recursive-aliases",
        "JSON, described by itself",
        schemas(
            A={
                "oneOf": [
                    STRING,
                    {"type": "array", "items": A},
                    {"type": "object", "additionalProperties": A},
                ]
            }
        ),
        schemas(
            A={
                "oneOf": [
                    STRING,
                    {"type": "array", "items": {}},
                    {"type": "object", "additionalProperties": A},
                ]
            }
        ),
        1,
    ),
    (
        "inline-copies",
        "a component, written out",
        schemas(A=AB, B={"properties": {"x": {**AB, "description": "d"}, "y": AB}}),
        schemas(A=AB, B={"properties": {"x": {"description": "d", "allOf": [A]}, "y": A}}),
        2,
    ),
    (
        "inline-classes",
        "objects in a union",
        schemas(
            A={
                "oneOf": [
                    {"properties": {"type": {"const": "url"}, "u": STRING}},
                    {"properties": {"b": STRING}},
                    STRING,
                ]
            }
        ),
        schemas(
            A={
                "oneOf": [
                    {"$ref": "#/components/schemas/AUrl"},
                    {"$ref": "#/components/schemas/AVariant2"},
                    STRING,
                ]
            },
            AUrl={"properties": {"type": {"const": "url"}, "u": STRING}},
            AVariant2={"properties": {"b": STRING}},
        ),
        2,
    ),
    (
        "inline-classes",
        "objects in a component that is a list, and objects in those",
        schemas(A={"type": "array", "items": {"properties": {"x": AB}}}),
        schemas(
            A={"type": "array", "items": {"$ref": "#/components/schemas/AItem"}},
            AItemX=AB,
            AItem={"properties": {"x": {"$ref": "#/components/schemas/AItemX"}}},
        ),
        2,
    ),
    (
        "titles",
        "two components with one title",
        schemas(A={**AB, "title": "Thing"}, B={**AB, "title": "Thing"}, C={**AB, "title": "C"}),
        schemas(A=AB, B=AB, C={**AB, "title": "C"}),
        2,
    ),
    (
        "class-names",
        "two components that become one class",
        schemas(FooBar=AB, foo_bar=AB),
        schemas(FooBar=AB, foo_bar={**AB, "title": "FooBar2"}),
        1,
    ),
    (
        "class-names",
        "the name of an import",
        schemas(File=AB),
        schemas(File={**AB, "title": "FileModel"}),
        1,
    ),
    (
        "class-names",
        "what is described in passing, and a component",
        schemas(A={"properties": {"b": AB}}, AB={"properties": {"c": STRING}}),
        schemas(
            A={"properties": {"b": {"$ref": "#/components/schemas/AB2"}}},
            AB={"properties": {"c": STRING}},
            AB2=AB,
        ),
        1,
    ),
    (
        "property-names",
        "two that are one in Python, and one that every model has",
        schemas(
            A={"properties": {"a-b": STRING, "a_b": STRING, "to_dict": STRING}, "required": ["a-b"]}
        ),
        schemas(
            A={
                "properties": {"a_b": STRING, "a_b_2": STRING, "to_dict_value": STRING},
                "required": ["a_b"],
                "x-wire-names": {"a_b": "a-b", "a_b_2": "a_b", "to_dict_value": "to_dict"},
            }
        ),
        1,
    ),
    (
        "enum-names",
        "values that are one name, or none",
        schemas(A={"enum": ["a-b", "a_b", "A", "a", "", "1x"]}),
        schemas(
            A={
                "enum": ["a-b", "a_b", "A", "a", "", "1x"],
                "x-enum-varnames": ["A_B", "A_B_2", "A", "A_2", "VALUE_4", "VALUE_5"],
            }
        ),
        1,
    ),
    (
        "defaults",
        "of another type, not among the values, of an object, and of a kind that is no literal",
        schemas(
            A={
                "properties": {
                    "a": {**STRING, "default": 5},
                    "b": {**STRING, "enum": ["x"], "default": "y"},
                    "c": {**B, "default": "x"},
                    "d": {**STRING, "format": "date", "default": "2025-11-22"},
                    "e": {"default": {"x": []}},
                    "f": {"oneOf": [{"type": "integer"}, STRING], "default": "kept"},
                }
            },
            B=AB,
        ),
        schemas(
            A={
                "properties": {
                    "a": STRING,
                    "b": {**STRING, "enum": ["x"]},
                    "c": B,
                    "d": {**STRING, "format": "date"},
                    "e": {},
                    "f": {"oneOf": [{"type": "integer"}, STRING], "default": "kept"},
                }
            },
            B=AB,
        ),
        5,
    ),
]


@pytest.mark.parametrize(
    ("name", "before", "after", "count"),
    [pytest.param(n, b, a, c, id=f"{n}: {says}") for n, says, b, a, c in CASES],
)
def test_a_rule(name: str, before: Document, after: Document, count: int) -> None:
    given = copy.deepcopy(before)
    assert BY_NAME[name].apply(given) == (after, count)
    assert given == before, "a rule leaves its input alone"
    assert BY_NAME[name].apply(after)[1] == 0, "what is repaired needs no repair"


def test_every_rule_has_a_case_a_reason_and_a_link() -> None:
    assert {name for name, *_ in CASES} == BY_NAME.keys()
    assert len(BY_NAME) == len(RULES)
    assert all(rule.reason and rule.link.startswith("https://") for rule in RULES)


def test_no_rule_fires_on_the_contract(document: Document) -> None:
    repaired, fired = normalise(document)
    assert {name: count for name, count in fired.items() if count} == {}
    assert repaired == document


def test_names_that_look_like_keywords_are_names() -> None:
    odd = {
        name: {"type": "string"}
        for name in ("properties", "items", "allOf", "nullable", "default", "enum", "$ref", "type")
    }
    document = schemas(A={"type": "object", "properties": odd, "required": ["items"]})
    repaired, fired = normalise(document)
    assert repaired["components"] == document["components"]
    assert not any(fired.values())


def test_a_rule_that_fails_says_which_it_was() -> None:
    def fail(document: Document) -> tuple[Document, int]:
        raise KeyError("nowhere")

    with pytest.raises(GenerateError, match=r"rule broken fails on this document: KeyError\('nowh"):
        normalise({}, [Rule("broken", "for the test", "https://example.com", fail)])
