"""`python scripts/spec_diff.py OLD NEW`: exit status, formats, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spec_diff
import yaml

from tests.spec.diffing import answering, asking, schemas

ROOT = Path(__file__).resolve().parents[2]
Compare = Callable[..., int]
OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
MORE = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}


@pytest.fixture
def run(tmp_path: Path) -> Compare:
    """Write two documents and compare them."""

    def run(old: Any, new: Any, *options: str) -> int:
        for name, made in (("old", old), ("new", new)):
            (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(made), encoding="utf-8")
        paths = [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]
        return spec_diff.main([*paths, *options])

    return run


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        (asking(OBJECT), asking(OBJECT), 0),
        (asking(OBJECT), asking(MORE), 1),
        (asking(MORE), asking(OBJECT), 3),
        (answering(MORE), answering(OBJECT), 3),
    ],
    ids=["nothing", "safe", "breaks callers", "breaks readers"],
)
def test_the_exit_status_tells_what_was_found(
    run: Compare, old: Any, new: Any, status: int
) -> None:
    assert run(old, new) == status


def test_the_text_names_class_sentence_and_pointer(
    run: Compare, capsys: pytest.CaptureFixture[str]
) -> None:
    run(asking(MORE), asking(OBJECT))
    assert capsys.readouterr().out.splitlines() == [
        "1 change: 1 breaking for callers, 0 breaking for readers of responses, 0 safe. "
        "Operations: 0 added, 0 removed, 1 in both.",
        "",
        "POST /things",
        "  BREAKS caller    request body (application/json), field `b` was removed",
        "                     old #/paths/~1things/post/requestBody/content/application~1json"
        "/schema/properties/b",
    ]


def test_nothing_is_said_to_be_nothing(run: Compare, capsys: pytest.CaptureFixture[str]) -> None:
    run(asking(MORE), asking(MORE))
    assert capsys.readouterr().out == "no changes\n"


def test_the_json_has_everything(run: Compare, capsys: pytest.CaptureFixture[str]) -> None:
    use = {"$ref": "#/components/schemas/A"}
    old, new = (
        answering(use, components=schemas(A={"type": "string", "enum": values}))
        for values in (["a"], ["a", "b"])
    )
    run(old, new, "--format", "json")
    assert json.loads(capsys.readouterr().out) == {
        "status": 3,
        "counts": {
            "changes": 1,
            "breaking_for_callers": 0,
            "breaking_for_readers": 1,
            "safe": 0,
        },
        "operations": {"added": 0, "removed": 0, "same": 1},
        "changes": [
            {
                "where": "component A",
                "action": "added",
                "kind": "enum value",
                "breaks": ["reader"],
                "sentence": "the schema has the new value `b`",
                "document": "new",
                "pointer": "/components/schemas/A",
                "new": ["b"],
                "directions": ["response"],
                "operations": ["POST /things"],
            }
        ],
    }


def test_the_markdown_begins_with_what_breaks(
    run: Compare, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = asking(MORE), asking({**OBJECT, "required": ["a"], "description": "other"})
    new["paths"]["/more"] = {"get": {"responses": {"200": {"description": ""}}}}
    run(old, new, "--format", "markdown")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "",
        "## Breaking for callers",
        "",
        "- **POST /things**",
        "  - request body (application/json), field `a` is required now",
        "  - request body (application/json), field `b` was removed",
        "",
        "## Safe",
        "",
        "- 1 operation added: `GET /more`",
    ]


def test_prose_is_listed_when_asked_for(run: Compare, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = asking(OBJECT), asking({**OBJECT, "description": "other"})
    assert run(old, new) == 0
    assert run(old, new, "--docs") == 1
    assert "has another description" in capsys.readouterr().out


def test_the_output_is_the_same_with_any_hash_seed() -> None:
    outputs = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [
                *(sys.executable, str(ROOT / "scripts/spec_diff.py")),
                *(str(ROOT / "tests/spec/zoo.yaml"), str(ROOT / "openapi.yaml")),
                "--format=json",
            ],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 3, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1


# ------------------------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("openapi: 3.1.0\npaths: [\n", ":3: not YAML"),
        ("- 1\n", ":1: #: not an OpenAPI document, but a list"),
        ("openapi: 2.0.0\n", ":1: #/openapi: OpenAPI 3.0 or 3.1 is needed"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(json.dumps(asking(OBJECT)))
    bad.write_text(text)
    assert spec_diff.main([str(good), str(bad)]) == 2
    assert capsys.readouterr().err.startswith(f"spec_diff: {bad}{says}")


def test_a_reference_to_nothing_is_refused_with_pointer_and_line(
    run: Compare, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asking({"$ref": "#/components/schemas/Nobody"}), asking(OBJECT)) == 2
    message = capsys.readouterr().err
    assert "#/paths/~1things/post/requestBody/content/application~1json/schema: $ref" in message
    assert "old.yaml:" in message


def test_an_invalid_document_is_refused(run: Compare, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asking(OBJECT), asking({"type": "strange"})) == 2
    assert "schema/type: 'strange' is not a valid type" in capsys.readouterr().err


def test_a_default_that_contradicts_its_type_is_compared_all_the_same(run: Compare) -> None:
    old, new = ({"type": "integer", "default": default} for default in ("8", "9"))
    assert run(asking(old), asking(new)) == 3


def test_names_that_are_called_default_are_not_taken_for_defaults(run: Compare) -> None:
    named = {"type": "object", "properties": {"default": {"type": "string"}}}
    made = asking(
        {**named, "required": ["default"]},
        servers=[{"url": "https://{a}.test", "variables": {"a": {"default": "b"}}}],
    )
    made["paths"]["/things"]["post"]["responses"] = {"default": {"description": ""}}
    assert run(made, made) == 0


@pytest.mark.parametrize(
    "bad",
    [
        *({"type": 5}, {"properties": []}, {"required": "a"}, {"enum": {}}, {"oneOf": 5}),
        *({"properties": {"a": 5}}, {"items": [{}]}, {"minimum": "1"}, {"discriminator": 5}),
    ],
    ids=str,
)
def test_an_invalid_schema_is_refused_wherever_it_is(
    run: Compare, capsys: pytest.CaptureFixture[str], bad: Any
) -> None:
    assert run(asking({"type": "array", "items": bad}), asking(OBJECT)) == 2
    assert "/schema/items" in capsys.readouterr().err
