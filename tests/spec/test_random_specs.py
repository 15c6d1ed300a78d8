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
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from spec import GenerateError
from spec.audit import audit_statically
from spec.build import TEMPLATES, add_modules, settings_for
from spec.check import validate
from spec.document import Source
from spec.launch import MENDED
from spec.probe import probe
from spec.rules import normalise
from spec.translate import translate

from tests.spec.random_specs import documents

Document = dict[str, Any]
numbers = itertools.count()


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
    for owner, name, mended in MENDED:
        monkeypatch.setattr(owner, name, mended)


@settings(
    max_examples=15,  # 0.7 s each; 300 of other seeds have been tried, 85 of them with mypy
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
