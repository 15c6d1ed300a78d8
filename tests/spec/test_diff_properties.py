"""What holds for any two documents."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from spec.diff.reader import Reader
from spec.diff.render import as_json, as_markdown, as_text
from spec.diff.report import compare

from tests.spec.diffing import answering, asking, changes, content, document, schemas

NAMES = st.sampled_from(["a", "b", "c"])
REFS = st.sampled_from(["A", "B", "C"]).map(lambda n: {"$ref": f"#/components/schemas/{n}"})
WORDS = st.sampled_from(["x", "y", "z"])


def merged(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda dicts: {k: v for d in dicts for k, v in d.items()})


def optional(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


STRINGS = merged(
    st.just({"type": "string"}),
    optional(enum=st.lists(WORDS, min_size=1, unique=True), maxLength=st.integers(1, 3)),
)
NUMBERS = merged(
    st.sampled_from([{"type": "integer"}, {"type": "number"}]),
    optional(minimum=st.integers(0, 2), maximum=st.integers(3, 5)),
)
PLAIN = st.one_of(
    STRINGS,
    NUMBERS,
    st.just({"type": "boolean"}),
    st.just({"type": ["string", "null"]}),
    st.just({"type": ["integer", "string"]}),
    st.just({}),
    WORDS.map(lambda word: {"const": word}),
)
MORE = optional(
    default=st.none() | WORDS,
    deprecated=st.booleans(),
    format=st.sampled_from(["date", "uuid", "binary"]),
    nullable=st.booleans(),
    description=WORDS,
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        merged(
            st.fixed_dictionaries(
                {"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)}
            ),
            optional(required=st.lists(NAMES, unique=True)),
        ),
        inner.map(lambda items: {"type": "array", "items": items}),
        st.lists(inner, min_size=1, max_size=3).map(lambda members: {"anyOf": members}),
    )


def anything(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        containers(inner),
        merged(containers(inner), MORE),
        st.lists(inner, min_size=1, max_size=2).map(lambda members: {"oneOf": members}),
        st.lists(inner, min_size=1, max_size=2).map(lambda members: {"allOf": members}),
        inner.map(lambda extra: {"type": "object", "additionalProperties": extra}),
        inner.map(lambda beside: {"type": "object", "oneOf": [beside], "properties": {"a": {}}}),
    )


SCHEMAS = st.recursive(merged(PLAIN, MORE) | REFS, anything, max_leaves=6)
COMPONENTS = st.fixed_dictionaries(dict.fromkeys("ABC", SCHEMAS))
PARAMETERS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "in": st.sampled_from(["query", "header"]),
            "required": st.booleans(),
            "schema": SCHEMAS,
        }
    ),
    max_size=2,
    unique_by=lambda parameter: (parameter["name"], parameter["in"]),
)
RESPONSES = st.dictionaries(
    st.sampled_from(["200", "201", "2XX", "404", "default"]),
    SCHEMAS.map(lambda schema: {"description": "", "content": content(schema)}),
    min_size=1,
    max_size=2,
)
OPERATIONS = merged(
    st.fixed_dictionaries({"parameters": PARAMETERS, "responses": RESPONSES}),
    optional(
        requestBody=SCHEMAS.map(lambda schema: {"content": content(schema)}),
        operationId=NAMES,
        deprecated=st.booleans(),
        security=st.lists(st.just({}), max_size=1),
    ),
)
ITEMS = st.dictionaries(st.sampled_from(["get", "post"]), OPERATIONS, min_size=1)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    paths = st.sampled_from(["/a", "/a/{x}", "/a/{y}", "/b"])
    made = document(components=schemas(**draw(COMPONENTS)))
    return {**made, "paths": draw(st.dictionaries(paths, ITEMS, max_size=2))}


@given(documents())
def test_a_document_is_the_same_as_itself(one: dict[str, Any]) -> None:
    assert changes(one, copy.deepcopy(one)) == []


@given(documents(), documents())
def test_any_two_are_compared_and_every_pointer_leads_somewhere(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    report = compare(old, new, docs=True)
    readers = {"old": Reader(old), "new": Reader(new)}
    for change in report.changes:
        assert readers[change.document].has(change.pointer) or change.pointer == ""
    assert (report.status == 0) == (not report.changes)
    assert json.loads(as_json(report))["status"] == report.status
    assert as_text(report)
    assert as_markdown(report)


@given(documents(), documents())
def test_what_is_added_is_removed_on_the_way_back(old: dict[str, Any], new: dict[str, Any]) -> None:
    kinds = {"operation", "parameter", "request body", "status", "media type", "field"}

    def those(action: str, one: Any, two: Any) -> set[tuple[str, str]]:
        found = changes(one, two)
        return {(c.kind, c.pointer) for c in found if c.action == action and c.kind in kinds}

    assert those("added", old, new) == those("removed", new, old)


@given(documents(), documents())
def test_the_order_of_keys_does_not_matter(old: dict[str, Any], new: dict[str, Any]) -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(item) for key, item in reversed(value.items())}
        return [turned(item) for item in value] if isinstance(value, list) else value

    def told(one: Any, two: Any) -> list[tuple[str, str, str]]:
        return [(str(c.group), c.action, c.kind) for c in changes(one, two)]

    assert told(old, new) == told(turned(old), turned(new))


@given(SCHEMAS, COMPONENTS)
def test_a_schema_in_a_component_is_the_same_as_inline(
    schema: Any, components: dict[str, Any]
) -> None:
    inline = asking(schema, components=schemas(**components))
    by_name = asking(
        {"$ref": "#/components/schemas/New"}, components=schemas(**components, New=schema)
    )
    assert changes(inline, by_name) == changes(by_name, inline) == []


@given(SCHEMAS, COMPONENTS)
def test_a_schema_in_an_allof_or_a_union_of_one_is_the_same(
    schema: Any, components: dict[str, Any]
) -> None:
    plain = asking(schema, components=schemas(**components))
    for union in ("allOf", "oneOf", "anyOf"):
        wrapped = asking({union: [schema]}, components=schemas(**components))
        found = changes(plain, wrapped)
        # A default and an age belong to the field, not to the members of its union.
        assert {change.kind for change in found} <= {"default", "deprecated"}, union


# ------------------------------------------------- what is called safe, measured on JSON itself

CHECKED = st.recursive(PLAIN, containers, max_leaves=5)


@st.composite
def values(draw: st.DrawFn, schema: Any) -> Any:
    """A value that a schema describes: fields that it names, and no others."""
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    if "anyOf" in schema:
        return draw(values(draw(st.sampled_from(schema["anyOf"]))))
    kind = schema.get("type", ["string", "integer", "null"])
    kind = draw(st.sampled_from(kind)) if isinstance(kind, list) else kind
    if kind == "object":
        given_ = {name: draw(values(inner)) for name, inner in schema["properties"].items()}
        optional_ = given_.keys() - set(schema.get("required", []))
        dropped = draw(st.sets(st.sampled_from(sorted(optional_)))) if optional_ else set()
        return {name: value for name, value in given_.items() if name not in dropped}
    if kind == "array":
        return draw(st.lists(values(schema["items"]), max_size=2))
    simple: dict[str, st.SearchStrategy[Any]] = {
        "string": st.text("xyz", max_size=3),
        "integer": st.integers(0, 5),
        "number": st.sampled_from([0.5, 1, 2.5, 3, 4.5]),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return draw(simple[kind])


@st.composite
def relatives(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema, and the same with something changed somewhere in it."""
    old = draw(CHECKED)
    return old, draw(changed(old))


@st.composite
def changed(draw: st.DrawFn, schema: Any) -> Any:
    new = copy.deepcopy(schema)
    if "properties" in new and draw(st.booleans()):
        if new["properties"] and draw(st.booleans()):
            name = draw(st.sampled_from(sorted(new["properties"])))
            new["properties"][name] = draw(changed(new["properties"][name]))
        else:
            new["required"] = draw(st.lists(NAMES, unique=True))
    elif "items" in new and draw(st.booleans()):
        new["items"] = draw(changed(new["items"]))
    elif "anyOf" in new and draw(st.booleans()):
        index = draw(st.integers(0, len(new["anyOf"]) - 1))
        new["anyOf"][index] = draw(changed(new["anyOf"][index]))
    elif draw(st.booleans()):
        new = {"anyOf": draw(st.permutations([new, draw(CHECKED)]))}
    elif new.get("type") == "string":
        new = draw(STRINGS)
    elif new.get("type") in ("integer", "number"):
        new = draw(NUMBERS)
    else:
        new = draw(CHECKED)
    return new


@settings(max_examples=200)
@given(st.data(), relatives())
def test_what_breaks_no_caller_takes_all_that_was_taken(
    data: st.DataObject, pair: tuple[Any, Any]
) -> None:
    old, new = pair
    if any("caller" in change.breaks for change in changes(asking(old), asking(new))):
        return
    value = data.draw(values(old))
    assume(Draft202012Validator(old).is_valid(value))
    assert Draft202012Validator(new).is_valid(value), value


@settings(max_examples=200)
@given(st.data(), relatives())
def test_what_breaks_no_reader_gives_only_what_was_given(
    data: st.DataObject, pair: tuple[Any, Any]
) -> None:
    old, new = pair[::-1]
    if any("reader" in change.breaks for change in changes(answering(old), answering(new))):
        return
    value = data.draw(values(new))
    assume(Draft202012Validator(new).is_valid(value))
    assert Draft202012Validator(old).is_valid(value), value
