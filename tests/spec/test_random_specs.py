"""Small documents of everything that documents are made of: all of them become sound clients."""

from __future__ import annotations

import importlib
import itertools
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from spec import GenerateError
from spec.audit import audit_statically
from spec.build import TEMPLATES, add_modules, settings_for
from spec.check import validate
from spec.document import Source
from spec.launch import distinct
from spec.probe import probe
from spec.rules import normalise
from spec.translate import translate

Document = dict[str, Any]
numbers = itertools.count()

COMPONENTS = ["A", "B", "C", "a", "AB", "File", "Some.Name"]
TITLES = ["A", "Thing", "two words", "class"]
NAMES = [
    "a",
    "b",
    "type",
    "a-b",
    "a_b",
    "aB",
    "class",
    "items",
    "field",
    "to_dict",
    "$ref",
    "1st",
    'quo"te',
]
VALUES = ["a", "A", "a-b", "a_b", "", "1", "it's", "null"]
IDS = ["getX", "get_x", "class", "x.y", None]
MEDIA = [
    "application/json",
    "text/plain",
    "audio/wav",
    "text/event-stream",
    "application/problem+json",
]

references = st.sampled_from(COMPONENTS).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
plain = st.one_of(
    st.sampled_from(["string", "integer", "number", "boolean", "null"]).map(
        lambda kind: {"type": kind}
    ),
    st.sampled_from(["date", "date-time", "uuid", "binary", "byte"]).map(
        lambda f: {"type": "string", "format": f}
    ),
    st.lists(st.sampled_from(VALUES), min_size=1, unique=True).map(
        lambda v: {"type": "string", "enum": v}
    ),
    st.lists(st.sampled_from(["a", 1, 2, None, 0.5, True]), min_size=1, unique=True).map(
        lambda v: {"enum": v}
    ),
    st.sampled_from([{"const": "a"}, {"const": 1}, {"const": None}, {}, True]),
    st.sampled_from([["string", "null"], ["object", "string"], ["array", "null"]]).map(
        lambda kinds: {"type": kinds}
    ),
)


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)},
        optional={
            "type": st.just("object"),
            "required": st.lists(st.sampled_from(NAMES), unique=True, max_size=2),
            "additionalProperties": st.one_of(st.booleans(), inner),
        },
    )


def unions(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def build(key: str, members: list[Any], beside: Document) -> Document:
        return {**beside, key: members}

    beside = st.one_of(
        st.just({}),
        st.sampled_from(["object", "string", "boolean"]).map(lambda kind: {"type": kind}),
        objects(plain),
    )
    return st.builds(
        build, st.sampled_from(["oneOf", "anyOf"]), st.lists(inner, min_size=1, max_size=3), beside
    )


def sides(schema: Any, more: Document) -> Any:
    return {**more, **schema} if isinstance(schema, dict) else schema


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        sides,
        st.one_of(
            objects(inner),
            unions(inner),
            st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
            st.fixed_dictionaries(
                {"allOf": st.lists(st.one_of(references, objects(inner)), min_size=1, max_size=3)}
            ),
        ),
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(TITLES),
                "description": st.sampled_from(["Says so.", 'Ends with "', "a\\"]),
                "default": st.sampled_from(["a", 1, None, [], {}]),
                "nullable": st.booleans(),
            },
        ),
    )


schemas = st.recursive(st.one_of(plain, references), nested, max_leaves=8)


def operation(schema: Any, body: Any, media: str, name: str | None, place: str) -> Document:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    other = {"name": "a-b", "in": place, "schema": {"type": "string", "default": 1}}
    made = {
        "parameters": [parameter, other, {**other, "name": "a_b"}],
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": "d", "content": {media: {"schema": schema}}}},
    }
    return {**made, "operationId": name} if name else made


operations = st.builds(
    operation,
    schemas,
    schemas,
    st.sampled_from(MEDIA),
    st.sampled_from(IDS),
    st.sampled_from(["query", "header", "cookie"]),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts = {name: draw(schemas) for name in COMPONENTS}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x/{id}": {method: draw(operations) for method in ("get", "post")}},
        "components": {"schemas": parts},
    }


def client(document: Document, folder: Path) -> tuple[Path, Document, list[str]]:
    """Generate in this process, which takes a tenth of the time that the command takes."""
    repaired, _ = normalise(document)
    package = folder / f"random_client_{next(numbers)}"
    config = Config.from_sources(
        ConfigFile(**settings_for(repaired)),
        MetaType.NONE,
        document_source=folder / "none",
        file_encoding="utf-8",
        overwrite=True,
        output_path=package,
    )
    data = GeneratorData.from_dict(json.loads(json.dumps(translate(repaired))), config=config)
    assert isinstance(data, GeneratorData), data
    errors = Project(openapi=data, config=config, custom_template_path=TEMPLATES).build()
    add_modules(package)
    return package, repaired, [f"{error.header} {error.detail}" for error in errors]


@pytest.fixture(autouse=True)
def _mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Endpoint, "_check_parameters_for_conflicts", distinct)


@settings(
    max_examples=15,  # 0.5 s each; 1,000 have been tried
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to shrink takes minutes
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
    ],
)
@given(documents())
def test_a_random_document_becomes_a_client_that_passes_the_audit(
    tmp_path: Path, document: Document
) -> None:
    try:
        validate(Source("random", document, {}))
    except GenerateError:
        assume(False)
    package, repaired, errors = client(document, tmp_path)
    try:
        assert errors == []
        assert audit_statically(package, repaired) == []
        assert list(probe(package, repaired)) == []
    finally:
        shutil.rmtree(package)
        sys.path[:] = [entry for entry in sys.path if entry != str(package.parent)]
        for name in [name for name in sys.modules if name.split(".")[0] == package.name]:
            del sys.modules[name]
        importlib.invalidate_caches()
