"""What a change around the schemas does: operations, parameters, bodies, answers, keys, servers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.diffing import asking, breaks, changes, content, document, the_change

STRING = {"type": "string"}


def told(old: Any, new: Any) -> tuple[str, str, str]:
    """Action, kind and class of the one thing that changed."""
    change = the_change(old, new)
    return change.action, change.kind, breaks(change)


# ------------------------------------------------------------------------------------ operations


def test_a_new_operation_is_safe_and_a_removed_one_breaks_callers() -> None:
    old, new = document(), document()
    new["paths"]["/more"] = {"get": {"responses": {"200": {"description": "fine"}}}}
    assert told(old, new) == ("added", "operation", "safe")
    assert told(new, old) == ("removed", "operation", "caller")
    assert the_change(old, new).pointer == "/paths/~1more/get"
    assert the_change(new, old).document == "old"


def test_the_same_path_with_another_method_is_another_operation() -> None:
    found = changes(document(method="post"), document(method="put"))
    assert [(c.action, str(c.group)) for c in found] == [
        ("removed", "POST /things"),
        ("added", "PUT /things"),
    ]


def with_path(path: str, name: str) -> Any:
    parameter = {"name": name, "in": "path", "required": True, "schema": STRING}
    return document(path=path, operation={"parameters": [parameter]})


def test_a_path_parameter_with_another_name_is_told_as_that() -> None:
    old, new = with_path("/a/{id}", "id"), with_path("/a/{fileId}", "fileId")
    change = the_change(old, new)
    assert (change.kind, breaks(change)) == ("name", "caller")
    assert str(change.group) == "POST /a/{fileId}"
    assert "was called `id`: the URL is the same" in change.sentence


def test_what_else_changes_behind_a_renamed_path_parameter_is_told_there() -> None:
    old, new = with_path("/a/{id}", "id"), with_path("/a/{fileId}", "fileId")
    new["paths"]["/a/{fileId}"]["post"]["parameters"][0]["schema"] = {"type": "integer"}
    found = changes(old, new)
    assert {str(change.group) for change in found} == {"POST /a/{fileId}"}
    assert {change.kind for change in found} == {"name", "type"}


def test_a_path_that_is_there_literally_is_preferred() -> None:
    old = with_path("/a/{id}", "id")
    new = with_path("/a/{id}", "id")
    new["paths"]["/a/{other}"] = {"get": {"responses": {"200": {"description": ""}}}}
    assert told(old, new) == ("added", "operation", "safe")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"operationId": "getIt"}, {"operationId": "fetchIt"}, "operation id"),
        ({}, {"operationId": "getIt"}, "operation id"),
        ({"tags": ["A"]}, {"tags": ["B"]}, "tag"),
    ],
)
def test_another_name_breaks_callers_of_the_generated_client(old: Any, new: Any, kind: str) -> None:
    assert told(document(operation=old), document(operation=new)) == ("changed", kind, "caller")


def test_another_spelling_of_an_operation_id_that_gives_the_same_function_is_safe() -> None:
    old, new = ({"operationId": name} for name in ("get-it", "getIt"))
    assert told(document(operation=old), document(operation=new)) == (
        "changed",
        "operation id",
        "safe",
    )


@pytest.mark.parametrize("key", ["summary", "description"])
def test_prose_is_no_change_unless_asked_for(key: str) -> None:
    from spec.diff.report import compare

    old, new = document(operation={key: "a"}), document(operation={key: "b"})
    assert changes(old, new) == []
    assert [change.kind for change in compare(old, new, docs=True).changes] == ["docs"]


def test_a_deprecated_operation_is_told() -> None:
    assert told(document(), document(operation={"deprecated": True})) == (
        "added",
        "deprecated",
        "safe",
    )


# ------------------------------------------------------------------------------------ parameters


def taking(*parameters: Any) -> Any:
    return document(operation={"parameters": list(parameters)})


def parameter(name: str = "a", place: str = "query", **more: Any) -> Any:
    return {"name": name, "in": place, "schema": STRING, **more}


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_parameters_come_and_go(place: str) -> None:
    one = taking(parameter(place=place))
    assert told(taking(), one) == ("added", "parameter", "safe")
    assert told(one, taking()) == ("removed", "parameter", "caller")
    must = taking(parameter(place=place, required=True))
    assert told(taking(), must) == ("added", "parameter", "caller")
    assert the_change(taking(), must).subject == f"{place} parameter `a`"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"required": True}, ("added", "required", "caller")),
        ({"required": True}, {}, ("removed", "required", "safe")),
        ({}, {"schema": {"type": "integer"}}, ("changed", "type", "caller")),
        ({}, {"schema": {**STRING, "default": "x"}}, ("added", "default", "safe")),
        ({"schema": {**STRING, "default": "x"}}, {}, ("removed", "default", "caller")),
        ({}, {"schema": {**STRING, "enum": ["x"]}}, ("added", "enum", "caller")),
        ({}, {"deprecated": True}, ("added", "deprecated", "safe")),
        ({}, {"style": "pipeDelimited", "explode": True}, ("changed", "style", "caller")),
        ({}, {"explode": False}, ("changed", "explode", "caller")),
    ],
)
def test_a_parameter_is_judged_like_a_request(
    old: Any, new: Any, expected: tuple[str, str, str]
) -> None:
    assert told(taking(parameter(**old)), taking(parameter(**new))) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (taking(parameter()), taking(parameter(style="form", explode=True))),
        (taking(parameter("A", "header")), taking(parameter("a", "header"))),
        (taking(parameter("a"), parameter("b")), taking(parameter("b"), parameter("a"))),
    ],
    ids=["the default style", "case of a header", "order"],
)
def test_the_same_parameter_written_otherwise_is_no_change(old: Any, new: Any) -> None:
    assert changes(old, new) == []


def test_a_parameter_in_another_place_is_another_parameter() -> None:
    found = changes(taking(parameter()), taking(parameter(place="header")))
    assert sorted((c.action, breaks(c)) for c in found) == [
        ("added", "safe"),
        ("removed", "caller"),
    ]


def test_a_parameter_that_moves_to_the_path_or_to_a_component_is_no_change() -> None:
    at_path = document()
    at_path["paths"]["/things"]["parameters"] = [parameter()]
    shared = document(
        operation={"parameters": [{"$ref": "#/components/parameters/A"}]},
        components={"parameters": {"A": parameter()}},
    )
    assert changes(taking(parameter()), at_path) == changes(at_path, shared) == []


def test_a_shared_parameter_is_told_once() -> None:
    def made(schema: Any) -> Any:
        use = {"parameters": [{"$ref": "#/components/parameters/A"}]}
        made = document(operation=use, components={"parameters": {"A": parameter(schema=schema)}})
        made["paths"]["/more"] = made["paths"]["/things"]
        return made

    change = the_change(made(STRING), made({"type": "integer"}))
    assert (str(change.group), change.operations) == ("component A", ["POST /more", "POST /things"])


# ---------------------------------------------------------------------------------------- bodies


def test_bodies_come_and_go() -> None:
    body = {"content": content(STRING)}
    optional = document(operation={"requestBody": body})
    required = document(operation={"requestBody": {**body, "required": True}})
    assert told(document(), optional) == ("added", "request body", "safe")
    assert told(document(), required) == ("added", "request body", "caller")
    assert told(optional, document()) == ("removed", "request body", "caller")
    assert told(optional, required) == ("added", "required", "caller")
    assert told(required, optional) == ("removed", "required", "safe")


def test_a_media_type_more_is_safe_and_one_less_is_not() -> None:
    one = document(operation={"requestBody": {"content": content(STRING)}})
    both = {**content(STRING), "multipart/form-data": {"schema": STRING}}
    two = document(operation={"requestBody": {"content": both}})
    assert told(one, two) == ("added", "media type", "safe")
    assert told(two, one) == ("removed", "media type", "caller")


def test_media_types_are_read_without_regard_to_case_and_spaces() -> None:
    old, new = (
        document(operation={"requestBody": {"content": {name: {"schema": STRING}}}})
        for name in ("Text/Plain; charset=utf-8", "text/plain;charset=utf-8")
    )
    assert changes(old, new) == []


def test_another_encoding_of_a_form_breaks_callers() -> None:
    def form(**more: Any) -> Any:
        types = {"multipart/form-data": {"schema": {"type": "object"}, **more}}
        return document(operation={"requestBody": {"content": types}})

    new = form(encoding={"a": {"contentType": "text/csv"}})
    assert told(form(), new) == ("changed", "encoding", "caller")


# --------------------------------------------------------------------------------------- answers


def giving(**responses: Any) -> Any:
    named = {key.removeprefix("_"): value for key, value in responses.items()}
    return document(operation={"responses": named})


FINE: dict[str, Any] = {"description": "fine"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [("_201", "reader"), ("_302", "reader"), ("_404", "safe"), ("_5XX", "safe")],
)
def test_statuses_come_and_go(status: str, expected: str) -> None:
    old, new = giving(_200=FINE), giving(_200=FINE, **{status: FINE})
    assert told(old, new) == ("added", "status", expected)
    assert told(new, old) == ("removed", "status", expected)


def test_a_status_that_was_covered_already_is_only_spelt_out() -> None:
    old, new = giving(default=FINE), giving(default=FINE, _201=FINE)
    assert told(old, new) == ("added", "status", "safe")
    assert told(new, old) == ("removed", "status", "safe")


def test_what_a_spelt_out_status_holds_is_compared_with_what_covered_it() -> None:
    body = {**FINE, "content": content({"type": "object", "properties": {"a": STRING}})}
    empty = {**FINE, "content": content({"type": "object"})}
    found = changes(giving(_4XX=body), giving(_4XX=body, _404=empty))
    assert [(c.kind, breaks(c)) for c in found if c.breaks] == [("field", "reader")]


def test_a_media_type_less_in_an_answer_breaks_readers() -> None:
    json, plain = content(STRING), {"text/plain": {"schema": STRING}}
    one, two = ({**FINE, "content": c} for c in (json, {**json, **plain}))
    assert told(giving(_200=two), giving(_200=one)) == ("removed", "media type", "reader")
    assert told(giving(_200=one), giving(_200=two)) == ("added", "media type", "safe")
    assert told(giving(_200=one), giving(_200=FINE)) == ("removed", "media type", "reader")


def test_headers_are_judged_like_answers() -> None:
    def header(**more: Any) -> Any:
        return giving(_200={**FINE, "headers": {"X-A": {"schema": STRING, **more}}})

    assert told(giving(_200=FINE), header()) == ("added", "header", "safe")
    assert told(header(), giving(_200=FINE)) == ("removed", "header", "reader")
    assert told(header(required=True), header()) == ("removed", "required", "reader")
    assert told(header(), header(schema={"type": "integer"})) == ("changed", "type", "reader")
    assert the_change(giving(_200=FINE), header()).subject == "response 200 header `X-A`"


def test_a_shared_response_is_told_once() -> None:
    def made(schema: Any) -> Any:
        responses = {"Wrong": {**FINE, "content": content(schema)}}
        use = {"responses": {s: {"$ref": "#/components/responses/Wrong"} for s in ("400", "404")}}
        return document(operation=use, components={"responses": responses})

    change = the_change(made(STRING), made({"type": "integer"}))
    assert change.pointer == "/components/responses/Wrong/content/application~1json/schema"


# ------------------------------------------------------------------------------- keys and servers

KEYS = {
    "securitySchemes": {
        "bearer": {"type": "http", "scheme": "bearer"},
        "other": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic"},
    }
}


def needing(*alternatives: Any, **operation: Any) -> Any:
    return document(components=KEYS, security=list(alternatives), operation=operation)


def test_a_key_that_is_needed_breaks_callers() -> None:
    found = changes(needing(), needing({"bearer": []}))
    assert sorted((c.action, breaks(c)) for c in found) == [
        ("added", "safe"),
        ("removed", "caller"),
    ]
    assert "does not accept calls without a key any more" in " ".join(c.sentence for c in found)


def test_a_key_that_is_no_longer_needed_is_safe() -> None:
    assert {breaks(c) for c in changes(needing({"bearer": []}), needing({}))} == {"safe"}


def test_another_way_in_is_safe_and_one_less_is_not() -> None:
    one, two = needing({"bearer": []}), needing({"bearer": []}, {"basic": []})
    assert told(one, two) == ("added", "security", "safe")
    assert told(two, one) == ("removed", "security", "caller")


def test_the_name_of_a_security_scheme_does_not_matter() -> None:
    assert changes(needing({"bearer": []}), needing({"other": []})) == []


def test_the_key_of_the_document_and_that_of_the_operation_are_the_same() -> None:
    assert changes(needing({"bearer": []}), needing(security=[{"bearer": []}])) == []


def test_a_key_of_the_document_is_told_once_for_all_operations() -> None:
    old, new = needing({"bearer": []}, {"basic": []}), needing({"bearer": []})
    for made in (old, new):
        made["paths"]["/more"] = made["paths"]["/things"]
    change = the_change(old, new)
    assert (change.pointer, change.operations) == ("/security", ["POST /more", "POST /things"])


def test_a_scope_more_breaks_callers_and_one_less_does_not() -> None:
    few, many = needing({"bearer": ["a"]}), needing({"bearer": ["a", "b"]})
    assert "caller" in {breaks(c) for c in changes(few, many)}
    assert {breaks(c) for c in changes(many, few)} == {"safe"}


def test_a_server_that_is_no_longer_listed_breaks_callers() -> None:
    one, two = {"url": "https://a.test/v1"}, {"url": "https://b.test/v1"}
    both, alone = document(servers=[one, two]), document(servers=[one])
    assert told(both, alone) == ("removed", "server", "caller")
    assert told(alone, both) == ("added", "server", "safe")
    assert changes(alone, document(servers=[{"url": "https://a.test/v1/"}])) == []


def test_a_server_of_one_operation_is_told_there() -> None:
    old = document(operation={"servers": [{"url": "/a"}]})
    new = document(operation={"servers": [{"url": "/a"}, {"url": "/b"}]})
    assert str(the_change(old, new).group) == "POST /things"


# ------------------------------------------------------------------- what the server itself calls


def calling(schema: Any) -> Any:
    return {"requestBody": {"content": content(schema)}, "responses": {"200": FINE}}


def test_what_a_webhook_sends_is_read() -> None:
    def hook(schema: Any) -> Any:
        return document(webhooks={"done": {"post": calling(schema)}})

    assert told(hook(STRING), hook({"type": ["string", "null"]})) == ("added", "nullable", "reader")


def test_what_a_callback_sends_is_read() -> None:
    def back(schema: Any) -> Any:
        expressions = {"{$request.body#/url}": {"post": calling(schema)}}
        return document(operation={"callbacks": {"done": expressions}})

    assert told(back(STRING), back({"type": ["string", "null"]})) == ("added", "nullable", "reader")


def test_changes_are_listed_in_the_same_order_whatever_that_of_the_documents() -> None:
    names = [f"f{i}" for i in range(5)]
    old = asking({"type": "object", "properties": dict.fromkeys(names, STRING)})
    turned = asking({"type": "object", "properties": dict.fromkeys(names[::-1], STRING)})
    new = asking({"type": "object"})
    assert [c.sentence for c in changes(old, new)] == [c.sentence for c in changes(turned, new)]
