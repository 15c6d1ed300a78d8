"""A spec is text that somebody else wrote: nothing in it may become code."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import generate
import pytest
from spec.build import PACKAGE

# Each ends a string, a docstring, a template's block or an f-string, and then writes a file.
BREAKS = [
    '"',
    "'",
    '"""',
    "'''",
    '\\"',
    "\\",
    "\n",
    '\\\n"',
    "{{ 1 }}",
    "{% raw %}",
    '")',
    "}",
    "\u2028",
]
RUN = '+__import__("pathlib").Path("CANARY").touch()+'
VALUES = [f"{b}{RUN}{b}" for b in BREAKS] + [
    "{__import__('pathlib').Path('CANARY').touch()}",
    "${__import__('os').system('touch CANARY')}",
    'x"""\n__import__("pathlib").Path("CANARY").touch()\n"""',
    "a" * 91 + '"',
    "b" * 91 + "\\" + "N{x}",
    "\\u0022\\x22\\N{QUOTATION MARK}",
    "#" + RUN,
    "\x00\x1b\x7f",
    "\ud800",
]
NAMES = [v for v in VALUES if any(c.isalnum() for c in v)]
TEXT = "\n".join(VALUES)


def hostile() -> dict[str, Any]:
    """A document that is valid, and as bad as it can be in every place that holds text."""
    properties = {
        name: {
            "type": "string",
            "default": value,
            "description": value,
            "example": value,
            "title": value,
        }
        for name, value in zip(VALUES, reversed(VALUES), strict=True)
    }
    described = [
        {"type": "object", "description": v, "properties": {"x": {"const": v}}} for v in VALUES
    ]
    parameters = [
        {
            "name": value,
            "in": place,
            "description": value,
            "schema": {"type": "string", "default": value},
        }
        for value, place in zip(NAMES, ["query", "header", "cookie"] * 9, strict=False)
    ]
    content = {value: {"schema": {"type": "string", "description": value}} for value in VALUES}
    paths = {
        f"/{index}/{value.replace('{', '').replace('}', '') if index % 2 else value}": {
            "get": {
                "operationId": value,
                "tags": [value],
                "summary": value,
                "description": value,
                "parameters": parameters if not index else [],
                "responses": {"200": {"description": value, "content": content}},
            },
            "post": {
                "requestBody": {"description": value, "content": {value: content[value]}},
                "responses": {"default": {"description": value}},
            },
        }
        for index, value in enumerate(VALUES)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": TEXT, "version": TEXT, "description": TEXT},
        "paths": paths,
        "components": {
            "schemas": {
                "Enum": {"type": "string", "enum": VALUES, "description": TEXT, "title": TEXT},
                "Named": {"type": "string", "enum": VALUES, "x-enum-varnames": VALUES},
                "Model": {"type": "object", "properties": properties, "description": TEXT},
                **{f"Described{i}": one for i, one in enumerate(described)},
            }
        },
    }


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "spec.json").write_text(json.dumps(hostile()), encoding="utf-8")
    assert generate.main(["--spec", str(folder / "spec.json"), "--out", str(folder)]) == 0
    return folder


def run(out: Path, code: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys; sys.path.insert(0, '.')\n{code}"],
        cwd=out,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_name_or_call_comes_from_the_spec(out: Path) -> None:
    for path in (out / PACKAGE).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.id] if isinstance(node, ast.Name) else []
            names += [node.attr] if isinstance(node, ast.Attribute) else []
            assert not {"__import__", "pathlib", "system", "touch"} & set(names), path


def test_nothing_runs_when_everything_is_imported_and_called(out: Path) -> None:
    code = f"""
from importlib import import_module
from pathlib import Path
for path in sorted(Path("{PACKAGE}").rglob("*.py")):
    module = import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    if hasattr(module, "_get_kwargs") and not module._get_kwargs.__code__.co_argcount:
        module._get_kwargs()
print(json.dumps(sorted(str(p) for p in Path(".").rglob("CANARY*"))))
"""
    assert run(out, code) == []


def test_values_and_names_come_back_as_they_are(out: Path) -> None:
    code = f"""
from {PACKAGE} import models as m
model = m.ModelModel()
print(json.dumps([
    [member.value for member in m.Enum],
    [member.value for member in m.Named],
    model.to_dict(),
]))
"""
    enum, named, model = run(out, code)
    assert enum == VALUES
    assert named == VALUES
    assert model == dict(zip(VALUES, reversed(VALUES), strict=True))


def test_the_packages_modules_stay_in_the_package(out: Path) -> None:
    assert sorted(p.name for p in out.iterdir()) == ["PROVENANCE.json", "spec.json", PACKAGE]
    # Not what Python writes when the package is imported.
    written = [p for p in (out / PACKAGE).rglob("*") if "__pycache__" not in p.parts]
    names = [part for p in written for part in p.relative_to(out).parts]
    assert all(
        name.removesuffix(".pyi").removesuffix(".py").removesuffix(".typed").isidentifier()
        for name in names
    )
