"""Rows for a batch that are there on every machine: the documentation of Python's own modules."""

from __future__ import annotations

import ast
import importlib
import json
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

SYSTEM = "Summarise the documentation of this Python module in one line."
LONGEST_DOC = 4000  # characters; a summary needs no more, and tokens cost money
NOT_PUBLIC = {"test", "tests", "idlelib", "idle_test", "lib2to3", "turtledemo", "site-packages"}


def modules() -> Iterator[tuple[str, str]]:
    """Give name and documentation of every public module of the standard library.

    The sources are parsed, not imported: importing ``antigravity`` opens a browser.
    """
    for name in sys.builtin_module_names:
        doc = None if name.startswith("_") else importlib.import_module(name).__doc__
        if doc:
            yield name, doc
    root = Path(sysconfig.get_paths()["stdlib"])
    for path in root.rglob("*.py"):
        parts = list(path.relative_to(root).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        private = any(part.startswith("_") or "-" in part for part in parts)
        if not parts or private or NOT_PUBLIC & set(parts):
            continue
        try:
            doc = ast.get_docstring(ast.parse(path.read_bytes()))
        except (SyntaxError, ValueError, OSError):
            continue
        if doc:
            yield ".".join(parts), doc


def write_requests(path: Path, model: str) -> list[str]:
    """Write the input file and return the ``custom_id`` of each of its rows."""
    documented = dict(sorted(modules()))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for name, doc in documented.items():
            messages = [
                {"role": "system", "content": SYSTEM},
                {"role": "user", "content": f"{name}: {doc.strip()[:LONGEST_DOC]}"},
            ]
            body = {"model": model, "messages": messages, "max_tokens": 60}
            row = {"custom_id": name, "body": body}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return list(documented)
