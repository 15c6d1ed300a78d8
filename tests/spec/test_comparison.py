"""A fact that changes is found, and named by where it is; a way of writing it is not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.spec.facts import NOTHING, Comparison, Difference

Document = dict[str, Any]
Change = Callable[[Document], object]
MAX = {"type": "string", "enum": ["max"]}


@pytest.fixture
def small() -> Document:
    """One operation, with one of everything that is compared."""
    name = {"name": "name", "in": "query", "required": True, "schema": {"type": "string"}}
    return {
        "paths": {
            "/jobs/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "post": {
                    "parameters": [name],
                    "requestBody": {"required": True, "content": json_of("Job")},
                    "responses": {"200": {"content": json_of("Job")}, "409": {}},
                },
            }
        },
        "components": {
            "parameters": {"Id": {"name": "id", "in": "path", "schema": {"type": "string"}}},
            "schemas": {
                "Job": {
                    "type": "object",
                    "required": ["model", "file"],
                    "properties": {
                        "model": {"type": "string"},
                        "file": {"type": "string"},
                        "seed": {"type": ["integer", "null"]},
                        "rate": {"type": "number", "format": "float", "default": 1},
                        "size": {"oneOf": [{"type": "integer"}, MAX], "default": "max"},
                        "kind": {"type": "string", "enum": ["a", "b"]},
                        "steps": {"type": "array", "items": {"$ref": "#/components/schemas/Step"}},
                    },
                },
                "Step": {"type": "object", "properties": {"at": {"type": "integer"}}},
                "Error": {"type": "object"},
            },
        },
    }


def json_of(name: str) -> Document:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def job(document: Document) -> Document:
    found: Document = document["components"]["schemas"]["Job"]
    return found


def step(document: Document) -> Document:
    found: Document = document["components"]["schemas"]["Step"]
    return found


def field(document: Document, name: str) -> Document:
    found: Document = job(document)["properties"][name]
    return found


def operation(document: Document) -> Document:
    found: Document = document["paths"]["/jobs/{id}"]["post"]
    return found


def compare(theirs: Document, change: Change) -> list[Difference]:
    ours = copy.deepcopy(theirs)
    change(ours)
    return list(Comparison(theirs, ours).operation("/jobs/{id}", "post"))


def test_a_document_is_the_same_as_itself(small: Document) -> None:
    assert compare(small, lambda d: None) == []


@pytest.mark.parametrize(
    ("change", "where", "theirs", "ours"),
    [
        (lambda d: job(d)["properties"].pop("kind"), "Job.kind", "present", NOTHING),
        (lambda d: job(d)["properties"].update(x={}), "Job.x", NOTHING, "present"),
        (
            lambda d: job(d)["required"].remove("model"),
            "Job required",
            '["file", "model"]',
            '["file"]',
        ),
        (lambda d: field(d, "file").update(type="integer"), "Job.file", "string", "integer"),
        (
            lambda d: field(d, "seed").update(type="integer"),
            "Job.seed",
            "integer or null",
            "integer",
        ),
        (lambda d: field(d, "rate").pop("format"), "Job.rate", "number float", "number"),
        (lambda d: field(d, "rate").update(default=2), "Job.rate default", "1", "2"),
        (lambda d: field(d, "rate").update(default="1"), "Job.rate default", "1", '"1"'),
        (lambda d: field(d, "rate").update(default=True), "Job.rate default", "1", "true"),
        (lambda d: field(d, "rate").pop("default"), "Job.rate default", "1", NOTHING),
        (
            lambda d: field(d, "rate").update(minimum=1),
            "Job.rate",
            "number float",
            "number float minimum 1",
        ),
        (
            lambda d: field(d, "file").update(deprecated=True),
            "Job.file deprecated",
            NOTHING,
            "true",
        ),
        (
            lambda d: field(d, "size")["oneOf"].pop(),
            "Job.size",
            'integer or string of "max"',
            "integer",
        ),
        (
            lambda d: field(d, "size").update(anyOf=field(d, "size").pop("oneOf")),
            "Job.size union",
            '"oneOf"',
            '"anyOf"',
        ),
        (
            lambda d: field(d, "kind")["enum"].append("c"),
            "Job.kind",
            'string of "a", "b"',
            'string of "a", "b", "c"',
        ),
        (
            lambda d: field(d, "kind").update(discriminator={"propertyName": "x"}),
            "Job.kind discriminator",
            NOTHING,
            '["x"]',
        ),
        (
            lambda d: step(d)["properties"]["at"].update(type="number"),
            "Step.at",
            "integer",
            "number",
        ),
        (lambda d: step(d).update(additionalProperties=False), "Step.*", NOTHING, "false"),
    ],
)
def test_a_change_to_a_schema_is_found_once(
    small: Document, change: Change, where: str, theirs: str, ours: str
) -> None:
    assert compare(small, change) == [Difference(where, theirs, ours)]


@pytest.mark.parametrize(
    ("change", "where", "theirs", "ours"),
    [
        (lambda d: operation(d)["parameters"].pop(), "query name", "present", NOTHING),
        (
            lambda d: operation(d)["parameters"][0].pop("required"),
            "query name required",
            "true",
            "false",
        ),
        (
            lambda d: d["components"]["parameters"]["Id"]["schema"].update(type="integer"),
            "path id",
            "string",
            "integer",
        ),
        (
            lambda d: operation(d)["requestBody"].pop("required"),
            "request required",
            "true",
            "false",
        ),
        (lambda d: operation(d).pop("requestBody"), "request", "present", NOTHING),
        (
            lambda d: operation(d)["responses"]["200"].update(content={}),
            "200 media types",
            '["application/json"]',
            NOTHING,
        ),
        (lambda d: operation(d)["responses"].pop("200"), "200", "documented", NOTHING),
        (
            lambda d: operation(d)["responses"].update({"202": {}}),
            "202",
            NOTHING,
            "documented",
        ),
        (
            lambda d: operation(d).update(servers=[{"url": "https://other.test"}]),
            "server",
            NOTHING,
            '["https://other.test"]',
        ),
    ],
)
def test_a_change_to_an_operation_is_found(
    small: Document, change: Change, where: str, theirs: str, ours: str
) -> None:
    assert compare(small, change) == [Difference(f"POST /jobs/{{id}} {where}", theirs, ours)]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: field(d, "file").update(description="Words.", examples=["x"]),
        lambda d: field(d, "size").update(oneOf=[{"const": "max"}, {"type": "integer"}]),
        lambda d: field(d, "seed").update(type="integer", nullable=True),
        lambda d: job(d)["properties"].update(
            seed={"oneOf": [{"type": "integer"}, {"type": "null"}]}
        ),
        lambda d: job(d)["properties"].update(kind={"allOf": [field(d, "kind")]}),
        lambda d: field(d, "steps").update(items=step(d)),
        lambda d: operation(d)["responses"].update({"4XX": operation(d)["responses"].pop("409")}),
        lambda d: operation(d)["responses"].update({"429": {}}),
    ],
    ids=[
        "words",
        "a const for an enum of one",
        "nullable",
        "a union with null",
        "a union of one",
        "an inline copy",
        "a range of statuses",
        "an error that every operation has",
    ],
)
def test_another_way_to_say_the_same_is_no_difference(small: Document, change: Change) -> None:
    assert [d for d in compare(small, change) if d.where != "POST /jobs/{id} 4XX"] == []


def test_a_type_beside_a_union_rules_out_what_it_does_not_fit(small: Document) -> None:
    assert compare(small, lambda d: field(d, "size").update(type="integer")) == [
        Difference("Job.size", 'integer or string of "max"', "integer")
    ]


def test_an_error_in_a_shape_of_its_own_is_a_difference_to_the_shared_one(small: Document) -> None:
    operation(small)["responses"]["409"] = {"content": json_of("Error")}
    small["components"]["schemas"]["ErrorResponse"] = {}
    answer = {"409": {"content": json_of("ErrorResponse")}}
    assert compare(small, lambda d: operation(d)["responses"].update(answer)) == [
        Difference("Error as an error", "bare", "ErrorResponse")
    ]
