"""Small documents of everything that documents are made of, in OpenAPI 3.0 and 3.1."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]
Schemas = st.SearchStrategy[Any]

COMPONENTS = ["A", "B", "C", "a", "AB", "File", "Some.Name", "None", "list"]
TITLES = ["A", "Thing", "two words", "class", "Ein sehr langer Titel, der ein Satz ist.", ""]
NAMES = [
    *("a", "b", "type", "a-b", "a_b", "aB", "class", "items", "field", "to_dict", "$ref", "1st"),
    *('quo"te', "two words", "__init__", "__class__", "None", "self", "m", "list", "str", "_", "é"),
    *("datetime", "additional_properties", "x.y", "@id", "HTTPServer", "back\\slash", "", "id[]"),
]
VALUES = ["a", "A", "a-b", "a_b", "", "1", "it's", "null", "None", "mro", "name", 'q"', "\\", "é"]
TEXTS = [
    *(
        "Says so.",
        'Ends with "',
        "a\\",
        'three """ of them',
        "\\N{DASH} \\u12",
        "a\n\n  * b\n\n",
        " ",
    ),
    "\u202e turned",
    "{{ braces }} {% if %}",
    "x" * 300,
    " ".join(["word"] * 200),
    "#: '''",
    "\x07",
]
IDS = ["getX", "get_x", "class", "x.y", "GET /x", "sync", "1", "", None]
MEDIA = [
    *("application/json", "application/json; charset=utf-8", "application/problem+json", "*/*"),
    *("text/plain", "text/html", "text/event-stream", "audio/wav", "application/octet-stream"),
    *("application/x-ndjson", "application/xml", "image/*", "application/vnd.x.v1+json"),
]
SENT = [
    *("application/json", "multipart/form-data", "application/x-www-form-urlencoded"),
    *("application/octet-stream", "text/plain", "application/x-ndjson", "audio/*"),
]
STATUSES = ["200", "201", "204", "2XX", "302", "400", "404", "4XX", "500", "5XX", "default"]
BEYOND = st.sampled_from(["a", 1, None, [], {}, True, 0.5, "2025-01-01", float("1e300")])

references = st.sampled_from(COMPONENTS).map(lambda name: {"$ref": f"#/components/schemas/{name}"})


def typed(kind: str, **more: Any) -> Document:
    return {"type": kind, **more}


def lists(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=5, unique_by=repr)


shared_plain: Schemas = st.one_of(
    st.sampled_from(["string", "integer", "number", "boolean"]).map(typed),
    st.sampled_from(["date", "date-time", "uuid", "binary", "byte", "uri", "odd"]).map(
        lambda name: typed("string", format=name)
    ),
    lists(VALUES).map(lambda values: typed("string", enum=values)),
    lists([1, 2, -1, 0, 400]).map(lambda values: typed("integer", enum=values)),
    lists(["a", 1, None, 0.5, True, {"a": 1}, [1]]).map(lambda values: {"enum": values}),
    lists(["a", "b", None]).map(lambda values: typed("string", enum=values)),
    st.just({}),
    st.just({"type": "array", "items": {}}),
    st.just(typed("object")),
)
PLAIN: dict[str, Schemas] = {
    "3.0": st.one_of(
        shared_plain,
        shared_plain.map(lambda schema: {**schema, "nullable": True}),
        st.just(typed("integer", minimum=1, exclusiveMinimum=True)),
    ),
    "3.1": st.one_of(
        shared_plain,
        st.just(typed("null")),
        st.sampled_from([{"const": "a"}, {"const": 1}, {"const": None}, {"const": 0.5}, True]),
        st.sampled_from(
            [["string", "null"], ["object", "string"], ["array", "null"], ["integer", "string"]]
        ).map(lambda kinds: {"type": kinds}),
        st.just({"type": ["string", "null"], "enum": ["a", None]}),
        st.just({"type": "integer", "exclusiveMinimum": 1}),
        st.just({"type": "array"}),
        st.just({"type": "array", "prefixItems": [typed("string"), typed("integer")]}),
        st.just({"type": "string", "contentMediaType": "application/json", "contentSchema": {}}),
    ),
}


def objects(inner: Schemas) -> Schemas:
    return st.fixed_dictionaries(
        {"properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)},
        optional={
            "type": st.just("object"),
            "required": st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=2),
            "additionalProperties": st.one_of(st.booleans(), inner),
        },
    )


def unions(inner: Schemas, plain: Schemas) -> Schemas:
    def build(key: str, members: list[Any], beside: Document) -> Document:
        return {**beside, key: members}

    beside = st.one_of(
        st.just({}),
        st.sampled_from(["object", "string", "boolean", "array"]).map(
            lambda kind: {"type": kind, **({"items": {}} if kind == "array" else {})}
        ),
        objects(plain),
        st.just({"nullable": True}),
    )
    members = st.lists(inner, min_size=1, max_size=3)
    return st.builds(build, st.sampled_from(["oneOf", "anyOf"]), members, beside)


def chosen(inner: Schemas) -> Schemas:
    """A union that says which member is meant: by name, by mapping, or by a tag in each."""

    def build(names: list[str], mapped: bool, tag: str, inline: list[Any]) -> Document:
        refs = [f"#/components/schemas/{name}" for name in names]
        mapping = {f"v{i}": ref for i, ref in enumerate(refs)}
        members = [{"$ref": ref} for ref in refs]
        found: Document = {"propertyName": tag, **({"mapping": mapping} if mapped else {})}
        return {"oneOf": [*members, *inline], "discriminator": found}

    tagged = objects(inner).map(
        lambda one: {
            **one,
            "type": "object",
            "properties": {**one["properties"], "type": typed("string", enum=["t"])},
            "required": ["type"],
        }
    )
    names = st.lists(st.sampled_from(COMPONENTS), min_size=1, max_size=3, unique=True)
    return st.builds(
        build, names, st.booleans(), st.sampled_from(["type", "a"]), st.lists(tagged, max_size=2)
    )


def sides(schema: Any, more: Document) -> Any:
    return {**more, **schema} if isinstance(schema, dict) else schema


def schemas(version: str) -> Schemas:
    plain = PLAIN[version]

    def nested(inner: Schemas) -> Schemas:
        parts = st.one_of(references, objects(inner), plain, st.just({"nullable": True}))
        return st.builds(
            sides,
            st.one_of(
                objects(inner),
                unions(inner, plain),
                chosen(inner),
                st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
                st.fixed_dictionaries({"allOf": st.lists(parts, min_size=1, max_size=3)}),
                st.fixed_dictionaries(
                    {
                        "allOf": st.lists(references, min_size=1, max_size=1),
                        "nullable": st.just(True),
                    }
                ),
                references,
            ),
            st.fixed_dictionaries(
                {},
                optional={
                    "title": st.sampled_from(TITLES),
                    "description": st.sampled_from(TEXTS),
                    "default": BEYOND,
                    "nullable": st.booleans(),
                    "deprecated": st.booleans(),
                    "x-anything": st.just({"$ref": 1}),
                    "example": st.just({"$ref": "#/nowhere"}),
                    **({} if version == "3.0" else {"examples": st.just([1])}),
                },
            ),
        )

    return st.recursive(st.one_of(plain, references), nested, max_leaves=6)


def parameters(inner: Schemas) -> st.SearchStrategy[Document]:
    def build(name: str, place: str, schema: Any, style: str, explode: bool | None) -> Document:
        made: Document = {"name": name, "in": place, "description": "d"}
        if style == "content":
            return {**made, "content": {"application/json": {"schema": schema}}}
        made["schema"] = schema
        fits = {"query": ["form", "spaceDelimited", "pipeDelimited", "deepObject"]}
        fits |= {"header": ["simple"], "cookie": ["form"]}
        made |= {"style": style} if style in fits[place] else {}
        return {**made, **({} if explode is None else {"explode": explode})}

    return st.builds(
        build,
        st.sampled_from(["a-b", "a_b", "body", "client", "id", "class", "X-H", "a[]", "url", "m"]),
        st.sampled_from(["query", "header", "cookie"]),
        inner,
        st.sampled_from(["", "content", "form", "deepObject", "simple", "pipeDelimited"]),
        st.sampled_from([None, True, False]),
    )


def contents(media: list[str], inner: Schemas) -> st.SearchStrategy[Document]:
    entries = st.one_of(inner.map(lambda schema: {"schema": schema}), st.just({}))
    return st.dictionaries(st.sampled_from(media), entries, min_size=1, max_size=3)


def operations(inner: Schemas) -> st.SearchStrategy[Document]:
    body = contents(SENT, inner).map(lambda content: {"content": content})
    answer = contents(MEDIA, inner).map(lambda content: {"description": "d", "content": content})
    answer = st.one_of(answer, st.just({"description": "d"}), st.just({"$ref": ANSWER}))
    return st.fixed_dictionaries(
        {"responses": st.dictionaries(st.sampled_from(STATUSES), answer, min_size=1, max_size=3)},
        optional={
            "operationId": st.sampled_from([one for one in IDS if one is not None]),
            "parameters": st.lists(
                st.one_of(parameters(inner), st.just({"$ref": PARAMETER})),
                max_size=3,
                unique_by=lambda one: (one.get("name"), one.get("in")),
            ),
            "requestBody": st.one_of(body, st.just({"$ref": BODY})),
            "security": st.sampled_from([[], [{"key": []}], [{}, {"key": []}]]),
            "servers": st.just([{"url": "https://b.test/v2"}]),
            "tags": st.sampled_from([["a tag"], ["class", "b"], []]),
            "summary": st.sampled_from(TEXTS),
            "description": st.sampled_from(TEXTS),
            "deprecated": st.booleans(),
            "x-codeSamples": st.just([{"$ref": "#/nowhere"}]),
        },
    )


PARAMETER = "#/components/parameters/Shared"
BODY = "#/components/requestBodies/Shared"
ANSWER = "#/components/responses/Shared"
IN_PATH = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document, mostly valid."""
    version = draw(st.sampled_from(sorted(PLAIN)))
    inner = schemas(version)
    shared = {
        "schemas": {name: draw(inner) for name in COMPONENTS},
        "parameters": {"Shared": draw(parameters(inner))},
        "requestBodies": {"Shared": {"content": draw(contents(SENT, inner))}},
        "responses": {"Shared": {"description": "d", "content": draw(contents(MEDIA, inner))}},
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
    }
    around = {"parameters": [IN_PATH], "servers": [{"url": "/v3"}], "description": "d"}
    made: Document = {
        "openapi": {"3.0": "3.0.3", "3.1": "3.1.0"}[version],
        "info": {"title": "t", "version": "1"},
        "security": [{"key": []}],
        "servers": [{"url": "https://a.test/v1"}],
        "paths": {
            "/x/{id}": {**around, "get": draw(operations(inner)), "post": draw(operations(inner))},
            "/y/{id}.json": {
                "parameters": [IN_PATH],
                "get": {
                    "responses": {
                        "200": {
                            "description": "d",
                            "content": {"application/json": {"schema": {"$ref": DEEP}}},
                        }
                    }
                },
            },
        },
        "components": shared,
    }
    if version == "3.1" and draw(st.booleans()):
        made["webhooks"] = {"hook": {"post": draw(operations(inner))}}
    return made


# Into the middle of a path, with what a fragment and a pointer escape.
DEEP = "#/paths/~1x~1%7Bid%7D/parameters/0/schema"
