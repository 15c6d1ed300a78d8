"""`python scripts/generate.py`: all or nothing, the same every time, clear about what is wrong."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import generate
import pytest
from spec import GenerateError, publish
from spec.build import PACKAGE, TOOLS, check_tools
from spec.document import Document, operations
from spec.rules import Rule, normalise

ROOT = Path(__file__).resolve().parents[2]
WriteSpec = Callable[[Callable[[dict[str, Any]], object]], Path]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A copy of the generated folder, which a test may write to."""
    copy = tmp_path / "generated"
    shutil.copytree(ROOT / "generated", copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What the contract gives, over a client that lacks a file; and what was said."""
    folder, said = tmp_path_factory.mktemp("made") / "generated", io.StringIO()
    shutil.copytree(ROOT / "generated", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / PACKAGE / "py.typed").unlink()
    with redirect_stdout(said):
        assert generate.main(["--out", str(folder)]) == 0
    return folder, said.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def differing(one: Path, other: Path) -> list[str]:
    first, second = contents(one), contents(other)
    return sorted(n for n in first.keys() | second.keys() if first.get(n) != second.get(n))


def command(*arguments: str, seed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts/generate.py"), *arguments],
        env={**os.environ, "PYTHONHASHSEED": seed, "PATH": "/nowhere"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


# ------------------------------------------------------------------------------------ the result


def test_what_is_in_the_repository_is_what_the_contract_generates(made: tuple[Path, str]) -> None:
    assert differing(made[0], ROOT / "generated") == []


def test_it_is_the_same_whatever_the_hash_seed_and_the_path(
    made: tuple[Path, str], tmp_path: Path
) -> None:
    done = command("--out", str(tmp_path / "out"), seed="1")
    assert done.returncode == 0, done.stderr
    assert differing(tmp_path / "out", made[0]) == []


def test_it_reports_operations_models_repairs_and_seconds(
    made: tuple[Path, str], document: dict[str, Any]
) -> None:
    models = len(list((made[0] / PACKAGE / "models").glob("*.py"))) - 1
    numbers, repairs, seconds = made[1].strip().split("; ")
    assert numbers == f"{len(list(operations(document)))} operations, {models} models"
    assert repairs == "repairs: none"
    assert seconds.endswith(" s")


def test_the_provenance_tells_spec_tools_and_counts_but_neither_time_nor_place(
    document: dict[str, Any],
) -> None:
    text = (ROOT / "generated" / publish.PROVENANCE).read_text(encoding="utf-8")
    record = json.loads(text)
    assert set(record["sha256"]) == {"spec", "rules", "translation", "templates", "config"}
    assert set(record["tools"]) == set(TOOLS)
    assert record["counts"]["operations"] == len(list(operations(document)))
    assert str(ROOT) not in text


def test_nothing_is_left_beside_the_package(made: tuple[Path, str]) -> None:
    assert sorted(p.name for p in made[0].iterdir()) == [publish.PROVENANCE, PACKAGE]
    assert (made[0] / PACKAGE / "py.typed").exists()


# ----------------------------------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("name", "change", "verdict"),
    [
        (f"{PACKAGE}/client.py", lambda p: p.write_text(p.read_text() + "# edited\n"), "differs"),
        (f"{PACKAGE}/models/batch_job.py", lambda p: p.unlink(), "missing"),
        (f"{PACKAGE}/mine.py", lambda p: p.write_text(""), "not generated"),
        ("PROVENANCE.json", lambda p: p.write_text("{}"), "differs"),
    ],
)
def test_check_finds_a_change_by_hand(
    out: Path, tmp_path: Path, name: str, change: Callable[[Path], object], verdict: str
) -> None:
    record = (out / publish.PROVENANCE).read_bytes()
    change(out / name)
    found = publish.differences(ROOT / "generated" / PACKAGE, record, out)
    assert found == [f"{name} ({verdict})"]


def test_check_fails_names_the_files_and_writes_nothing(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / PACKAGE / "client.py").write_text("# edited\n")
    before = contents(out)
    assert generate.main(["--check", "--out", str(out)]) == 1
    assert f"{PACKAGE}/client.py (differs)" in capsys.readouterr().err
    assert contents(out) == before


def test_check_does_not_mind_compiled_files(out: Path) -> None:
    cache = out / PACKAGE / "__pycache__"
    cache.mkdir()
    (cache / "client.cpython-310.pyc").write_bytes(b"")
    record = (out / publish.PROVENANCE).read_bytes()
    assert publish.differences(ROOT / "generated" / PACKAGE, record, out) == []


# --------------------------------------------------------------------------------------- bad specs


def refuse(spec: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Run on a bad spec; give the message once it is sure that nothing was touched."""
    before = contents(out)
    assert generate.main(["--spec", str(spec), "--out", str(out)]) == 2
    assert contents(out) == before
    message = capsys.readouterr().err
    assert message.startswith(f"generate: {spec}:")
    return message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("openapi: 3.1.0\npaths: [\n", 3, "not YAML"),
        ("openapi: 3.1.0\n\tpaths: {}\n", 2, "not YAML"),
        ("- 1\n", 1, "not an OpenAPI document, but a list"),
        ("", 1, "not an OpenAPI document, but a NoneType"),
        ("openapi: 3.1.0\npaths: {}\npaths: {}\n", 3, "#/paths: this key is there twice"),
        ("openapi: 2.0.0\n", 1, "#/openapi: OpenAPI 3.0 or 3.1 is needed, not 2.0.0"),
        ("swagger: '2.0'\n", 1, "OpenAPI 3.0 or 3.1 is needed, not nothing"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_with_its_line(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, says: str
) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text(text)
    message = refuse(spec, out, capsys)
    assert message.startswith(f"generate: {spec}:{line}: ")
    assert says in message


def test_a_file_that_is_not_there_is_refused(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "cannot be read: No such file" in refuse(tmp_path / "none.yaml", out, capsys)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda d: d["components"]["schemas"]["FileList"]["properties"]["data"].update(
                items={"$ref": "#/components/schemas/Nobody"}
            ),
            "#/components/schemas/FileList/properties/data/items: $ref to #/components/schemas/No",
        ),
        (
            lambda d: d["components"]["schemas"]["FileList"].update(
                allOf=[{"$ref": "other.yaml#/A"}]
            ),
            "#/components/schemas/FileList/allOf/0: $ref to other.yaml#/A, which is not there",
        ),
        (
            lambda d: d["paths"]["/files"]["get"].update(responses=5),
            "#/paths/~1files/get/responses: 5 is not of type",
        ),
        (
            lambda d: d["components"]["schemas"]["FileType"].update(type="strange"),
            "#/components/schemas/FileType/type: 'strange' is not",
        ),
        (lambda d: d.pop("info"), "#: 'info' is a required property"),
    ],
    ids=[
        "dangling reference",
        "reference to another file",
        "wrong type",
        "unknown type",
        "no info",
    ],
)
def test_an_invalid_document_is_refused_with_pointer_and_line(
    out: Path,
    write_spec: WriteSpec,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, Any]], object],
    says: str,
) -> None:
    spec = write_spec(change)
    message = refuse(spec, out, capsys)
    assert says in message
    assert int(message.removeprefix(f"generate: {spec}:").partition(":")[0]) >= 1


# ------------------------------------------------------------------------------------------ swap


def test_a_swap_that_fails_puts_the_last_client_back(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = tmp_path / "staging" / PACKAGE
    staged.mkdir(parents=True)
    before = contents(out)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self == staged:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KeyboardInterrupt):
        publish.swap(staged, b"{}", out)
    assert contents(out) == before


# ----------------------------------------------------------------------------------------- tools


def test_another_version_of_the_generator_is_refused(tmp_path: Path) -> None:
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("openapi-python-client==0.1.0\nruff==0.1.0\n")
    with pytest.raises(
        GenerateError, match=r"installed, but constraints.txt says 0\.1\.0: pip install"
    ):
        check_tools(constraints)


def test_a_tool_that_is_not_pinned_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerateError, match="has no line `openapi-python-client==…`"):
        check_tools(tmp_path / "none.txt")


# ----------------------------------------------------------------------------------------- rules


def test_rules_are_applied_in_order_and_counted_and_leave_their_input_alone() -> None:
    def drop(key: str) -> Callable[[Document], tuple[Document, int]]:
        return lambda document: (
            {k: v for k, v in document.items() if k != key},
            int(key in document),
        )

    rules = [Rule(key, "for the test", "https://example.com", drop(key)) for key in ("a", "b", "a")]
    source = {"a": 1, "c": 2}
    repaired, fired = normalise(source, rules[:2])
    assert (repaired, fired) == ({"c": 2}, {"a": 1, "b": 0})
    assert source == {"a": 1, "c": 2}
