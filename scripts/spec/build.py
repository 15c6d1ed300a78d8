"""Run the generator and the formatter, both pinned, on a document that is known to be good."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader

from spec import GenerateError
from spec.document import Document
from spec.rules.messages import read_as_bytes
from spec.translate import translate

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
CONFIG = HERE / "config.yaml"
PACKAGE = "together_openapi"
TOOLS = ("openapi-python-client", "ruff")

# Isolated, so that the output depends on nothing but this file: not on the project's own settings,
# not on the Python that runs it. I sorts imports; F401 drops those that a template offered in vain;
# PYI016 drops a type that is in a union twice.
_STYLE = ("--isolated", "--quiet", "--no-cache", "--target-version=py310", "--line-length=100")


def check_tools(constraints: Path) -> dict[str, str]:
    """Names and versions of the tools, which must be the pinned ones: others write other code.

    Raises:
        GenerateError: If a tool is missing or has another version.
    """
    text = constraints.read_text(encoding="utf-8") if constraints.exists() else ""
    found = {}
    for tool in TOOLS:
        pin = re.search(rf"^{tool}==(\S+)$", text, re.MULTILINE)
        if pin is None:
            raise GenerateError(
                f"{constraints}: has no line `{tool}==…` to say which version to use"
            )
        try:
            found[tool] = version(tool)
        except PackageNotFoundError:
            raise GenerateError(f"{tool} is not installed: pip install {tool}=={pin[1]}") from None
        if found[tool] != pin[1]:
            raise GenerateError(
                f"{tool} {found[tool]} is installed, but {constraints.name} says {pin[1]}: "
                f"pip install {tool}=={pin[1]}"
            )
    return found


def build(document: Document, directory: Path) -> Path:
    """Write the package into an empty directory.

    Returns:
        The folder of the package.

    Raises:
        GenerateError: If the generator warns of anything, or a tool fails.
    """
    package = directory / PACKAGE
    spec = directory / "openapi.json"
    spec.write_text(json.dumps(translate(document)), encoding="utf-8")
    config = directory / "config.json"
    config.write_text(json.dumps(settings_for(document)), encoding="utf-8")
    _run(
        "spec.launch",
        "generate",
        f"--path={spec}",
        f"--config={config}",
        f"--custom-template-path={TEMPLATES}",
        f"--output-path={package}",
        "--meta=none",
        "--fail-on-warning",
    )
    add_modules(package)
    # Written by the generator only together with a pyproject.toml, which is not wanted here.
    (package / "py.typed").touch()
    _run("ruff", "check", *_STYLE, "--fix", "--select=I,F401,PYI016", str(package))
    _run("ruff", "format", *_STYLE, str(package))
    return package


def settings_for(document: Document) -> dict[str, Any]:
    """The settings, and which media types are only bytes to the generator: all that it cannot read.

    https://github.com/openapi-generators/openapi-python-client#content_type_overrides
    """
    settings: dict[str, Any] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    opaque = sorted(read_as_bytes(document))
    settings["content_type_overrides"] = dict.fromkeys(opaque, "application/octet-stream")
    return settings


def _make_lazy(models: Path, environment: Environment) -> None:
    """Imports for type checkers go to a stub: 457 of them take 6 ms, even if they never run."""
    stub = models / "__init__.pyi"
    (models / "__init__.py").rename(stub)
    imports = re.findall(r"^from \.(\w+) import (\w+)", stub.read_text("utf-8"), re.MULTILINE)
    pairs = sorted((name, module) for module, name in imports)
    text = environment.get_template("models_lazy.py.jinja").render(modules=pairs)
    (models / "__init__.py").write_text(text, encoding="utf-8")


def add_modules(package: Path) -> None:
    """Add what the generator has no place for: the runtime, and models that load when asked for."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    _make_lazy(package / "models", environment)
    for template in sorted((TEMPLATES / "runtime").glob("*.py.jinja")):
        text = environment.get_template(f"runtime/{template.name}").render()
        (package / template.stem).write_text(text, encoding="utf-8")


def _run(module: str, *arguments: str) -> None:
    # Through this interpreter: what is in PATH may be another version, or nothing.
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "_TYPER_STANDARD_TRACEBACK": "1"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        # The generator prints whole schemas, with everything that they do not say.
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        lines = lines[-1:] if any("Traceback" in line for line in lines) else lines
        said = "\n".join(f"{line[:200]} …" if len(line) > 300 else line for line in lines)
        tool = "openapi_python_client" if module == "spec.launch" else module
        raise GenerateError(f"{tool} failed:\n{said}")
