"""The wheel, installed where the source is not."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import KEY
from together_ext.emulator.pytest_plugin import Emulator

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree."""
    output = tmp_path_factory.mktemp("dist")
    # No isolation: hatchling is among the pinned development dependencies.
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(output)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = output.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment that holds the wheel and what it needs."""
    directory = tmp_path_factory.mktemp("installed")
    venv.create(directory, with_pip=True)
    python = directory / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--retries", "10", "--timeout", "60"]  # an index that is slow is no failure of ours
    subprocess.run([*pip, "-c", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return python


def test_it_holds_two_packages_and_both_are_typed(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {
        "together_ext",
        "together_openapi",
    }
    assert "together_ext/py.typed" in names
    assert "together_openapi/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_needs_only_what_it_says(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        lines = archive.read(metadata).decode().splitlines()
    needed = {
        line.removeprefix("Requires-Dist: ").split(">")[0].split("<")[0]
        for line in lines
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    assert needed == {
        "anyio",
        "attrs",
        "certifi",
        "h11",
        "httpcore",
        "httpx",
        "msgspec",
        "python-dateutil",
    }
    assert "License-Expression: MIT" in lines


def readme_programs() -> list[str]:
    """The README's Python blocks, in their order."""
    return [block.split("```", 1)[0] for block in README.split("```python\n")[1:]]


def run(python: Path, program: str, server: Emulator, cwd: Path) -> str:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "TOGETHER_API_KEY": KEY,
        "TOGETHER_BASE_URL": server.base_url,
    }
    done = subprocess.run(
        [str(python), "-c", program],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_programs_of_the_readme_run(
    installed: Path, together_emulator: Emulator, tmp_path: Path
) -> None:
    body = '{"model": "m", "messages": [{"role": "user", "content": "hello"}]}'
    row = f'{{"custom_id": "a", "body": {body}}}'
    (tmp_path / "batch_input.jsonl").write_text(row + "\n")
    quickstart, steps, listing, streaming, _uploading, downloading = readme_programs()
    results, answers = tmp_path / "results.jsonl", tmp_path / "answers.jsonl"
    output = run(installed, quickstart, together_emulator, tmp_path)
    assert output.startswith("Counts(ok=1, ")
    paid_for = results.read_bytes()
    output = run(installed, steps, together_emulator, tmp_path)
    assert output == f"{answers} {answers.stat().st_size}\n"
    assert run(installed, listing, together_emulator, tmp_path).endswith(" COMPLETED\n")
    assert run(installed, streaming, together_emulator, tmp_path) == "a\n"
    size = answers.stat().st_size
    assert f"{size} {size}" in run(installed, downloading, together_emulator, tmp_path)
    assert [path.stat().st_size for path in (tmp_path / "answers").iterdir()] == [size]
    assert results.read_bytes() == paid_for  # no program takes the place of another's results


def test_the_programs_of_the_readme_are_typed_as_a_strict_caller_wants(
    installed: Path, tmp_path: Path
) -> None:
    for number, program in enumerate(readme_programs()):
        (tmp_path / f"program_{number}.py").write_text(program)
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(installed)]
    # Of its own settings, and not of this project's, and not of its tree.
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [*command, "--config-file=", f"--cache-dir={tmp_path / 'cache'}", "."],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_comes_from_the_wheel_and_not_from_the_source(
    installed: Path, together_emulator_shared: Emulator, tmp_path: Path
) -> None:
    program = "import together_ext, together_openapi as o; print(together_ext.__file__, o.__file__)"
    output = run(installed, program, together_emulator_shared, tmp_path)
    assert output.count(str(installed.parent.parent)) == 2


def test_the_emulator_without_its_extra_says_what_to_install(
    installed: Path, tmp_path: Path
) -> None:
    command = [str(installed), "-m", "together_ext.emulator", "--data-dir", str(tmp_path / "d")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 2
    assert "together-ext[emulator]" in done.stderr
    assert "Traceback" not in done.stderr
