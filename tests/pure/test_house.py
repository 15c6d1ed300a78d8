"""The house: which way imports point, what is public, what importing costs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import together_ext
import together_ext.runs

ROOT = Path(together_ext.__file__).parent
MODULES = {
    ".".join(("together_ext", *path.relative_to(ROOT).with_suffix("").parts)): path
    for path in ROOT.rglob("*.py")
}

# From the top of the house down: a room may use the rooms on lower floors, never those above.
FLOORS = [
    {"client"},
    {"client_base"},
    {"files", "async_files", "batches", "async_batches"},
    {"file_arguments", "batch_arguments"},
    {"runs"},
    {"transfer.many"},
    {"transfer.stream", "transfer.download", "transfer.upload"},
    {"transfer.multipart"},
    {"transfer.arrival", "transfer.presigned", "transfer.inputs"},
    {"operations_upload"},
    {"transfer.crew", "transfer.setting"},
    {"transfer.body", "transfer.performer"},
    {
        "transfer.source",
        "transfer.options",
        "transfer.background",
        "transfer.clean",
        "transfer.tally",
    },
    {"polling", "operations"},
    {"http"},
    {"calls"},
    {"runs.result"},
    {"runs.estimate", "runs.merge"},
    {"runs.outcomes", "runs.output"},
    {"runs.prepare", "runs.building", "runs.collecting", "runs.retrying"},
    {"runs.writing"},
    {"runs.reading", "runs.table", "runs.answers", "runs.formats"},
    {
        "runs.source",
        "runs.frames",
        "runs.packages",
        "runs.distinct",
        "runs.template",
        "runs.prices",
        "runs.bulk",
    },
    {"runs.check", "runs.shard", "runs.verdict", "runs.totals", "runs.steps", "runs.room"},
    {
        "flow",
        "retry",
        "origins",
        "transfer.sink",
        "transfer.parts",
        "transfer.form",
        "transfer.content",
        "transfer.spool",
        "transfer.lines",
        "transfer.record",
        "progress",
    },
    {"transfer.recorder", "transfer.place", "transfer.watch", "transfer.inode"},
    {"transfer.syncer"},
    {"transfer.journal", "transfer.disk"},
    {"transfer.trace"},
    {"transfer.lock"},
    {"transfer.plan"},
    {"names", "settings", "terms", "turns"},
    {"errors", "_version", "importing", "records"},
]
PLAN = {
    f"transfer.plan.{part}" for part in ("answer", "digest", "head", "pace", "ranges", "transfer")
}
UPLOAD = {"transfer.parts", "transfer.form"}
STREAM = {"transfer.lines"}
RUNS = {
    *(
        "runs.bulk",
        "runs.check",
        "runs.shard",
        "runs.template",
        "runs.totals",
        "runs.verdict",
        "runs.answers",
    ),
    "runs.reconcile",
}
ERRORS = {f"errors.{part}" for part in ("api", "base", "files", "runs")}
PURE = {
    *ERRORS,
    "names",
    "terms",
    "origins",
    "retry",
    "calls",
    "flow",
    *PLAN,
    *UPLOAD,
    *STREAM,
    *RUNS,
}
# What a pure module may not do: talk, read, sleep.
IMPURE = {"httpx", "socket", "anyio", "filelock", "subprocess", "threading", "tqdm"}


def imports(module: str, *, at_run_time: bool = True) -> set[str]:
    """Names of the modules that a module imports, the lazily imported ones too."""
    tree = ast.parse(MODULES[module].read_text())
    found = set()
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    package = package.removesuffix(".__init__")
    guarded = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if at_run_time and id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = parts[: len(parts) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{name}.{alias.name}" for alias in node.names}
    return found


def room(name: str) -> str | None:
    inner = name.removeprefix("together_ext.").removesuffix(".__init__")
    for rooms in FLOORS:
        for known in rooms:
            if inner == known or inner.startswith(known + "."):
                return known
    return None


def floor(known: str) -> int:
    return next(index for index, rooms in enumerate(FLOORS) if known in rooms)


CLIENT = [m for m in MODULES if ".emulator" not in m and not m.endswith("together_ext.__init__")]


@pytest.mark.parametrize("module", CLIENT)
def test_imports_point_down(module: str) -> None:
    if module in {"together_ext.transfer.__init__", "together_ext.runs.__init__"}:
        assert not any(name.startswith("together_ext") for name in imports(module))
        return
    own = room(module)
    assert own is not None, f"{module} stands on no floor"
    for name in imports(module):
        other = room(name) if name.startswith("together_ext.") else None
        if other is None or other == own:
            continue
        assert floor(other) >= floor(own), f"{module} imports {name}, from above"


@pytest.mark.parametrize("module", MODULES)
def test_only_http_imports_httpx(module: str) -> None:
    uses = any(name.split(".")[0] in {"httpx", "httpcore", "h11"} for name in imports(module))
    assert not uses or module.startswith("together_ext.http")


@pytest.mark.parametrize("module", MODULES)
def test_only_operations_opens_the_generated_operations(module: str) -> None:
    uses = any(name.startswith("together_openapi") for name in imports(module))
    assert not uses or module in {"together_ext.operations", "together_ext.operations_upload"}


@pytest.mark.parametrize("name", sorted(PURE))
def test_a_pure_module_does_not_touch_the_world(name: str) -> None:
    roots = {found.split(".")[0] for found in imports(f"together_ext.{name}")}
    allowed = {"socket"} if name == "origins" else set()  # inet_aton parses, it does not connect
    assert not roots & (IMPURE - allowed)


@pytest.mark.parametrize("module", [m for m in MODULES if ".emulator" in m])
def test_the_emulator_imports_nothing_of_the_client(module: str) -> None:
    for name in imports(module, at_run_time=False):
        assert not name.startswith("together_openapi")
        if name.startswith("together_ext"):
            assert name.startswith("together_ext.emulator")


def test_the_public_names_are_these() -> None:
    assert together_ext.__all__ == sorted(together_ext.__all__)
    assert [name for name in together_ext.__all__ if not name.endswith("Error")] == [
        "AsyncRunHandle",
        "AsyncTogether",
        "DownloadSummary",
        "Estimate",
        "FileObject",
        "Limits",
        "Progress",
        "RunHandle",
        "RunResult",
        "RunRow",
        "RunStatus",
        "Together",
        "__version__",
        "normalize_key",
    ]


def test_every_public_name_is_there() -> None:
    for name in together_ext.__all__:
        assert getattr(together_ext, name) is not None
    assert set(together_ext.__all__) <= set(dir(together_ext))


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        together_ext.nothing


def test_building_a_client_imports_neither_httpx_nor_the_generated_client() -> None:
    program = (
        "import json, sys\n"
        "from together_ext import Together\n"
        "Together(api_key='x')\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    ).stdout
    loaded = {name.split(".")[0] for name in json.loads(output)}
    assert not loaded & {"httpx", "together_openapi", "attrs", "attr", "anyio", "tqdm", "filelock"}


def test_the_test_of_the_imports_sees_them() -> None:
    assert "together_ext.transfer.download.FileObject" in imports("together_ext.files")
    assert "together_ext.http.Session" in imports("together_ext.client")
    assert room("together_ext.transfer.plan.Head") == "transfer.plan"


def test_the_table_of_the_runs_names_every_module_of_theirs() -> None:
    listed = re.findall(r"^``(\w+)`` +\S", together_ext.runs.__doc__ or "", re.MULTILINE)
    there = {path.stem for path in (ROOT / "runs").glob("*.py")} - {"__init__"}
    assert sorted(listed) == sorted(there)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_300_lines_at_most(module: str) -> None:
    assert len(MODULES[module].read_text().splitlines()) <= 300
