"""Reading a document: YAML or JSON, as OpenAPI means it, and the line of what is wrong."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import generate
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec import GenerateError, document, fetch
from spec.check import validate
from spec.document import parse

MINIMAL = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {"/x": {"get": {"operationId": "get_x", "responses": {"200": {"description": "d"}}}}},
}


def read(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "spec"
    path.write_text(text, encoding="utf-8")
    return parse(path)


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(GenerateError) as caught:
        validate(read(tmp_path, text))
    return str(caught.value).removeprefix(f"{tmp_path / 'spec'}:")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("12:30", "12:30"),
        ("010", 10),
        ("0o10", 8),
        ("1_000", "1_000"),
        ("1e-08", 1e-08),
        ("2025-11-22", "2025-11-22"),
        ("~", None),
        ("0.28.4", "0.28.4"),
    ],
)
def test_scalars_are_what_yaml_1_2_says(tmp_path: Path, text: str, value: object) -> None:
    found = read(tmp_path, f"x: {text}").document["x"]
    assert (found, type(found)) == (value, type(value))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values, max_size=4), st.booleans())
def test_json_is_read_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, value: Any, ascii_: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    text = json.dumps(value, ensure_ascii=ascii_).encode("utf-8", "surrogatepass")
    path.write_bytes(text)
    assert parse(path).document == value


def test_json_has_lines_and_no_key_twice(tmp_path: Path) -> None:
    assert refusal(tmp_path, '{"openapi": "3.1.0",\n "a": 1,\n "a": 2}').startswith(
        "3: #/a: this key is"
    )


def test_statuses_can_be_numbers_and_3_0_is_read_as_json_too(tmp_path: Path) -> None:
    validate(read(tmp_path, json.dumps(MINIMAL)))
    numbered = json.dumps(MINIMAL).replace('"200"', "200")
    validate(read(tmp_path, numbered))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &a\n  b: *a\n", "2: #/a/b: an alias to what it is in"),
        ("? [1]\n: 2\n", "1: #: a key that is no text"),
        (
            "x: !!python/object/apply:os.system [id]\n",
            "1: not YAML: could not determine a constructor",
        ),
        ("x: " + "9" * 5000, " cannot be read: Exceeds the limit"),
        ("x: \x01", "1: not YAML: "),
    ],
)
def test_what_cannot_be_a_document_is_refused(tmp_path: Path, text: str, says: str) -> None:
    assert refusal(tmp_path, text).startswith(says)


def test_a_small_file_that_is_a_large_document_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "LARGEST", 10_000)
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)
    )
    assert "more than 10000 values" in refusal(tmp_path, bomb)


@pytest.mark.parametrize(
    ("schemas", "says"),
    [
        (
            "{A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}",
            "which leads back to itself",
        ),
        (
            "{A: {properties: {example: {$ref: '#/nowhere'}}}}",
            "A/properties/example: $ref to #/nowhere, which is not",
        ),
        (
            "{A: {properties: {x-a: {$ref: '#/nowhere'}}}}",
            "A/properties/x-a: $ref to #/nowhere, which is not",
        ),
    ],
)
def test_references_that_lead_nowhere_are_refused(tmp_path: Path, schemas: str, says: str) -> None:
    head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
    text = f"{head}components:\n  schemas: {schemas}\n"
    message = refusal(tmp_path, text)
    assert message.startswith("5: #/components/schemas/A")
    assert says in message


def test_references_in_examples_are_not_references(tmp_path: Path) -> None:
    schema = {"type": "object", "example": {"$ref": "#/nowhere"}, "default": {"$ref": "#/nowhere"}}
    validate(read(tmp_path, json.dumps({**MINIMAL, "components": {"schemas": {"A": schema}}})))


def test_references_in_extensions_are_not_references(tmp_path: Path) -> None:
    schema = {"type": "object", "x-more": {"$ref": "#/nowhere"}}
    validate(read(tmp_path, json.dumps({**MINIMAL, "components": {"schemas": {"A": schema}}})))


@pytest.mark.parametrize("name", ["200", "Null", "null", "true", "1.0", "0x10", "No"])
def test_a_name_is_the_text_that_is_written_there(tmp_path: Path, name: str) -> None:
    assert list(read(tmp_path, f"{name}: null").document) == [name]


def test_a_component_may_be_called_like_a_keyword(tmp_path: Path) -> None:
    parts = {"schemas": {"example": {"$ref": "#/nowhere"}}}
    with pytest.raises(GenerateError, match=r"schemas/example: \$ref to #/nowhere"):
        validate(read(tmp_path, json.dumps({**MINIMAL, "components": parts})))


@pytest.mark.parametrize(
    "reference", ["#/paths/~1x~1{id}/a%b", "#/paths/~1x~1%7Bid%7D/a%25b", "#/paths/%7E1x~1{id}/a%b"]
)
def test_a_reference_may_be_escaped_as_a_fragment_and_as_a_pointer(reference: str) -> None:
    assert document.resolve({"paths": {"/x/{id}": {"a%b": "here"}}}, reference) == "here"


# ----------------------------------------------------------------------------------- from the web


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "spec.json").write_text(json.dumps(MINIMAL), encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_document_can_come_from_the_web(served: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert generate.main(["--spec", f"{served}/spec.json", "--out", str(out)]) == 0
    assert (out / "together_openapi/api/default/get_x.py").exists()


def test_a_document_that_is_not_there_is_refused_and_one_without_end_too(
    served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GenerateError, match=r"/none: cannot be fetched: status 404"):
        fetch.local(f"{served}/none", tmp_path)
    monkeypatch.setattr(fetch, "LARGEST", 10)
    with pytest.raises(GenerateError, match="cannot be fetched: over 10 bytes"):
        fetch.local(f"{served}/spec.json", tmp_path)
    with pytest.raises(GenerateError, match="cannot be fetched"):
        fetch.local("http://127.0.0.1:1/", tmp_path)
