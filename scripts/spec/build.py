"""Run the generator and the formatter, both pinned, on a document that is known to be good."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from spec import GenerateError
from spec.document import Document

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
    spec.write_text(json.dumps(document), encoding="utf-8")
    _run(
        "openapi_python_client",
        "generate",
        f"--path={spec}",
        f"--config={CONFIG}",
        f"--custom-template-path={TEMPLATES}",
        f"--output-path={package}",
        "--meta=none",
        "--fail-on-warning",
    )
    _add_runtime(package)
    # Written by the generator only together with a pyproject.toml, which is not wanted here.
    (package / "py.typed").touch()
    _run("ruff", "check", *_STYLE, "--fix", "--select=I,F401,PYI016", str(package))
    _run("ruff", "format", *_STYLE, str(package))
    return package


def _add_runtime(package: Path) -> None:
    """The modules that the generator has no place for."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for template in sorted((TEMPLATES / "runtime").glob("*.py.jinja")):
        text = environment.get_template(f"runtime/{template.name}").render()
        (package / template.stem).write_text(text, encoding="utf-8")


def _run(module: str, *arguments: str) -> None:
    # Through this interpreter: what is in PATH may be another version, or nothing.
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        raise GenerateError(f"{module} failed:\n{(done.stdout + done.stderr).strip()}")
