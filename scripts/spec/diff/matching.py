"""Which operation of the one document is which of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spec.diff.reader import Reader
from spec.document import METHODS, Document, escape

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Operation:
    """One operation of one document."""

    path: str
    method: str
    pointer: str
    raw: Document

    @property
    def name(self) -> str:
        """How it is called in reports."""
        return f"{self.method.upper()} {self.path}"

    @property
    def variables(self) -> list[str]:
        """Names of the path's variables, in order."""
        return _VARIABLE.findall(self.path)


@dataclass(frozen=True)
class Matches:
    """Operations that are in both documents, and those that are in one."""

    same: list[tuple[Operation, Operation]]
    removed: list[Operation]
    added: list[Operation]

    @property
    def paths(self) -> dict[str, str]:
        """How the new document writes the paths of the old one, where it is not the same."""
        return {old.path: new.path for old, new in self.same if old.path != new.path}


def match(before: Reader, after: Reader, section: str = "paths") -> Matches:
    """Match by method and path; what the variables of a path are called matters only second."""
    old = {op.name: op for op in _operations(before, section)}
    new = {op.name: op for op in _operations(after, section)}
    same = [(old.pop(name), new.pop(name)) for name in list(old) if name in new]
    renamed = {_nameless(op.name): op for op in new.values()}
    for name in list(old):
        other = renamed.pop(_nameless(name), None)
        if other is not None:
            same.append((old.pop(name), new.pop(other.name)))
    return Matches(same, list(old.values()), list(new.values()))


def _nameless(name: str) -> str:
    return _VARIABLE.sub("{}", name)


def _operations(reader: Reader, section: str) -> Iterator[Operation]:
    for path in reader.document.get(section) or {}:
        pointer, item = reader.follow(f"/{section}/{escape(path)}")
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield Operation(path, method, f"{pointer}/{method}", item[method])
