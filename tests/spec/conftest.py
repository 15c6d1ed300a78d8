"""The pipeline and the client it writes, as the tests here need them."""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "generated")]

import generate  # noqa: E402  (only importable now)
from spec.build import PACKAGE  # noqa: E402
from spec.document import parse  # noqa: E402

from tests.spec.streaming import Use  # noqa: E402

NEWEST = "together-2026-04-28.yaml"


def path_of(name: str) -> Path:
    """Return where a document that Together published lies; skip the test where it does not."""
    path = ROOT.parent / "shared" / "upstream" / name
    if not path.exists():
        pytest.skip(f"{path} is not there: the published documents are not in this repository")
    return path


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The contract."""
    return parse(ROOT / "openapi.yaml").document


@pytest.fixture(scope="session", params=["together-2025-12-15.yaml", NEWEST])
def upstream(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A document that Together published."""
    return parse(path_of(str(request.param))).document


@pytest.fixture(scope="session")
def newest() -> dict[str, Any]:
    """The newest document that Together published."""
    return parse(path_of(NEWEST)).document


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the generated client to break."""
    copy = tmp_path / PACKAGE
    shutil.copytree(
        ROOT / "generated" / PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    return copy


@pytest.fixture
def write_spec(document: dict[str, Any], tmp_path: Path) -> Callable[..., Path]:
    """Write the contract to a file of its own after a change to it."""

    def write(change: Callable[[dict[str, Any]], object]) -> Path:
        changed = copy.deepcopy(document)
        change(changed)
        path = tmp_path / "changed.yaml"  # which JSON is too, and is written in a moment
        path.write_text(json.dumps(changed, indent=1), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Models of zoo.yaml, which has what the contract has not; its package is `zoo_client`."""
    out = tmp_path_factory.mktemp("zoo")
    assert (
        generate.main(["--spec", str(Path(__file__).parent / "zoo.yaml"), "--out", str(out)]) == 0
    )
    (out / PACKAGE).rename(out / "zoo_client")
    sys.path.insert(0, str(out))
    from importlib import import_module

    return import_module("zoo_client.models")


@pytest.fixture(params=["sync", "asyncio"])
def use(request: pytest.FixtureRequest) -> Use:
    """Both ways to open a stream."""
    return Use(request.param)
