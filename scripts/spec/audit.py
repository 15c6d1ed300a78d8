"""Look at generated code for what the generator does not warn of.

With --fail-on-warning it still overwrites the module of one operation with another's, and still
imports, inside a function, a model that it never wrote: both run, until somebody needs them. What
can be seen without running the code is looked for here; the rest is tried out by `probe`.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from openapi_python_client.parser.openapi import generate_operation_id
from openapi_python_client.utils import ClassName, PythonIdentifier

from spec.document import Document, operations

FUNCTIONS = {
    "_get_kwargs",
    "_parse_response",
    "_build_response",
    "sync_detailed",
    "sync",
    "asyncio_detailed",
    "asyncio",
}


def audit(package: Path, document: Document) -> list[str]:
    """Everything that is wrong with a package that was generated from a document."""
    # What does not hold together fails in a thousand ways; the first are the ones to read.
    return audit_statically(package, document) or _probe(package, document)


def audit_statically(package: Path, document: Document) -> list[str]:
    """What can be seen to be wrong without running the package."""
    return list(dict.fromkeys((*_operations(package, document), *_imports(package))))


def module_of(path: str, method: str, operation: Document) -> str:
    """The module that the generator writes an operation to."""
    tag = PythonIdentifier((operation.get("tags") or ["default"])[0], prefix="tag")
    name = operation.get("operationId") or generate_operation_id(path=path, method=method)
    return f"api/{tag}/{PythonIdentifier(name, prefix='field_')}.py"


def class_of(name: str, schema: Document) -> str:
    """The class that the generator writes for a component."""
    return str(ClassName(schema.get("title") or name, "field_"))


def _operations(package: Path, document: Document) -> Iterator[str]:
    expected: dict[str, str] = {}
    for path, method, operation in operations(document):
        module, label = module_of(path, method, operation), f"{method.upper()} {path}"
        if module in expected:
            yield f"{expected[module]} and {label} are both written to {module}; only one is left"
        expected[module] = label
    written = {
        p.relative_to(package).as_posix()
        for p in package.glob("api/*/*.py")
        if p.name != "__init__.py"
    }
    for module in sorted(expected.keys() - written):
        yield f"{expected[module]} was not written to {module}"
    for module in sorted(written - expected.keys()):
        yield f"{module} belongs to no operation"
    for module in sorted(expected.keys() & written):
        missing = FUNCTIONS - _bound(ast.parse((package / module).read_text(encoding="utf-8")))
        if missing:
            yield f"{module} lacks {', '.join(sorted(missing))}"


def _imports(package: Path) -> Iterator[str]:
    paths = sorted([*package.rglob("*.py"), *package.rglob("*.pyi")])
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    names = {path: _bound(tree) for path, tree in trees.items()}
    for path, stub in [(path, path.with_suffix(".pyi")) for path in paths]:
        names[path] |= names.get(stub, set())  # what a type checker sees is there when it is used
    for path, tree in trees.items():
        place = path.relative_to(package).as_posix()
        modules: dict[str, Path] = {}
        for node in ast.walk(tree):  # every one: inside functions and under TYPE_CHECKING too
            if isinstance(node, ast.ImportFrom) and node.level:
                base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
                origin = _file(base)
                for alias in node.names:
                    inner = _file(base / alias.name)
                    if inner is not None:
                        modules[alias.asname or alias.name] = inner
                    elif origin is None or alias.name not in names[origin]:
                        dots = "." * node.level + (node.module or "")
                        yield f"{place}:{node.lineno}: {dots} has no {alias.name}"
        for node in ast.walk(tree):  # `m.BatchJob`, which is an import too: models load on demand
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in modules
            ):
                origin = modules[node.value.id]
                if node.attr not in names[origin]:
                    module = origin.relative_to(package).as_posix()
                    yield f"{place}:{node.lineno}: {module} has no {node.attr}"


def _file(base: Path) -> Path | None:
    candidates = (base / "__init__.py", base.with_name(f"{base.name}.py"))
    return next((path for path in candidates if path.is_file()), None)


def _bound(tree: ast.Module) -> set[str]:
    """Names at the top of a module, those that only a type checker sees included."""
    names: set[str] = set()
    statements: list[ast.stmt] = list(tree.body)
    for statement in statements:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(statement.name)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name for alias in statement.names)
        elif isinstance(statement, ast.Assign):
            names.update(target.id for target in statement.targets if isinstance(target, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names.add(statement.target.id)
        elif isinstance(statement, ast.If):
            statements += statement.body + statement.orelse
    return names


def _probe(package: Path, document: Document) -> list[str]:
    """Run `probe` in a process of its own: this one may have imported the client that is in use."""
    scripts = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-B", "-m", "spec.probe", str(package)],
        input=json.dumps(document),
        env={**os.environ, "PYTHONPATH": str(scripts)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        return [f"the audit itself failed:\n{done.stderr.strip()}"]
    problems: list[str] = json.loads(done.stdout)
    return problems
