"""What Together published generates whole: every operation, no warning, nothing dangling."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import generate
import pytest
from spec.document import operations, parse
from spec.publish import PROVENANCE

from tests.spec.conftest import NEWEST, path_of

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.mark.parametrize(("name", "count"), [("together-2025-12-15.yaml", 49), (NEWEST, 99)])
def test_every_operation_is_generated_and_passes_the_audit(
    name: str, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = path_of(name)
    assert generate.main(["--spec", str(spec), "--out", str(tmp_path)]) == 0, (
        capsys.readouterr().err
    )
    said = capsys.readouterr()
    assert said.out.startswith(f"{count} operations, ")
    assert said.err == ""
    assert len(list(operations(parse(spec).document))) == count
    record = json.loads((tmp_path / PROVENANCE).read_text(encoding="utf-8"))
    assert record["counts"]["operations"] == count


def test_the_rules_give_the_same_bytes_whatever_the_hash_seed() -> None:
    spec = path_of(NEWEST)
    code = (
        "import json, sys; from pathlib import Path\n"
        "from spec.document import parse; from spec.rules import normalise\n"
        "print(json.dumps(normalise(parse(Path(sys.argv[1])).document)))"
    )
    found = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(spec)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(SCRIPTS)},
            capture_output=True,
            check=True,
        )
        found.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(found) == 1
