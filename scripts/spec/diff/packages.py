"""Generated packages as they are written: read, not imported, by griffe."""

from __future__ import annotations

import re
from pathlib import Path

import griffe

from spec import GenerateError
from spec.diff.judge import Direction

_NAME = re.compile(r"[A-Za-z_]\w*")


def load(directory: Path) -> griffe.Module:
    """A generated package: the folder itself, or the only one in a folder.

    Raises:
        GenerateError: If there is none, or it cannot be read.
    """
    found = [directory] if (directory / "__init__.py").exists() else _packages(directory)
    if len(found) != 1:
        raise GenerateError(f"{directory}: holds {len(found)} Python packages, not one")
    package = found[0].resolve()
    loader = griffe.GriffeLoader(search_paths=[package.parent], allow_inspection=False)
    module = loader.load(package.name, try_relative_path=False)
    if not isinstance(module, griffe.Module):
        raise GenerateError(f"{package}: is not a package")
    return module


def _packages(directory: Path) -> list[Path]:
    return sorted(path.parent for path in directory.glob("*/__init__.py"))


def modules(package: griffe.Module) -> dict[str, griffe.Module]:
    """All modules by their path inside the package."""
    found = {}
    todo = [package]
    while todo:
        module = todo.pop()
        found[module.path.removeprefix(package.path).removeprefix(".")] = module
        todo += [m for m in module.members.values() if isinstance(m, griffe.Module)]
    return found


def public(scope: griffe.Module | griffe.Class) -> dict[str, griffe.Object]:
    """What is defined here for others to use."""
    return {
        name: member
        for name, member in scope.members.items()
        if isinstance(member, griffe.Object)
        and not isinstance(member, griffe.Module)
        and (not name.startswith("_") or name == "__init__")
    }


def is_operation(name: str, module: griffe.Module) -> bool:
    """If a module is an operation: the functions that call it."""
    return name.startswith("api.") and bool(functions(module))


def functions(module: griffe.Module) -> list[griffe.Function]:
    """The functions that it defines for others to use."""
    return [found for found in public(module).values() if isinstance(found, griffe.Function)]


def uses(package: griffe.Module) -> dict[str, set[Direction]]:
    """Which way each model goes: into functions, out of them, or both; with all that it holds."""
    written = modules(package)
    models = {
        name: found
        for path, module in written.items()
        if path.startswith("models")
        for name, found in public(module).items()
        if isinstance(found, griffe.Class)
    }
    found: dict[str, set[Direction]] = {}
    todo: list[tuple[str, Direction]] = []
    for path, module in written.items():
        if is_operation(path, module):
            for function in functions(module):
                for parameter in function.parameters:
                    todo += [(name, "request") for name in _names(parameter.annotation)]
                todo += [(name, "response") for name in _names(function.returns)]
    while todo:
        name, way = todo.pop()
        if name in models and way not in found.setdefault(name, set()):
            found[name].add(way)
            for attribute in models[name].attributes.values():
                todo += [(inner, way) for inner in _names(attribute.annotation)]
    return found


def _names(annotation: object) -> list[str]:
    return _NAME.findall(str(annotation or ""))


def kind(thing: griffe.Object | None) -> str:
    """What something is, in a word."""
    if isinstance(thing, griffe.Attribute) and is_enum(thing.parent):
        return "member"
    return thing.kind.value if thing else "module"


def is_enum(scope: object) -> bool:
    """If a class lists values."""
    return isinstance(scope, griffe.Class) and any("Enum" in str(base) for base in scope.bases)
