"""Compare what was generated with what is there, record where it came from, and put it in place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

from spec.build import CONFIG, HERE, PACKAGE, TEMPLATES

PROVENANCE = "PROVENANCE.json"


def provenance(spec: Path, tools: dict[str, str], counts: dict[str, int]) -> bytes:
    """What the package was made from; without time or path, so that twice gives the same bytes."""
    record = {
        "sha256": {
            "spec": _sha256(spec),
            "rules": _sha256_of_all(HERE / "rules", "*.py"),
            "translation": _sha256_of(HERE, [HERE / "around.py", HERE / "translate.py"]),
            "templates": _sha256_of_all(TEMPLATES, "*.jinja"),
            "config": _sha256(CONFIG),
        },
        "tools": tools,
        "counts": counts,
    }
    return (json.dumps(record, indent=2) + "\n").encode()


def differences(built: Path, record: bytes, out: Path) -> list[str]:
    """Names of the files under `out` that are not what was generated."""
    new, old = _contents(built), _contents(out / PACKAGE)
    new[PROVENANCE] = record
    if (out / PROVENANCE).exists():
        old[PROVENANCE] = (out / PROVENANCE).read_bytes()
    return [
        *(f"{name} (missing)" for name in sorted(new.keys() - old.keys())),
        *(f"{name} (not generated)" for name in sorted(old.keys() - new.keys())),
        *(
            f"{name} (differs)"
            for name in sorted(new.keys() & old.keys())
            if new[name] != old[name]
        ),
    ]


def swap(built: Path, record: bytes, out: Path) -> None:
    """Put the package in place of the old one; at no moment is it half of each.

    `built` must be on the same file system. The folder that holds it also takes the old package.
    """
    target, previous = out / PACKAGE, built.parent / "previous"
    if target.exists():
        target.rename(previous)
    try:
        built.rename(target)
    except BaseException:  # Ctrl-C too: what is in the temporary folder is about to be deleted
        if previous.exists():
            previous.rename(target)
        raise
    shutil.rmtree(previous, ignore_errors=True)
    fresh = built.parent / PROVENANCE
    fresh.write_bytes(record)
    os.replace(fresh, out / PROVENANCE)


def _contents(package: Path) -> dict[str, bytes]:
    return {
        f"{PACKAGE}/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _sha256_of_all(folder: Path, pattern: str) -> str:
    return _sha256_of(folder, sorted(folder.rglob(pattern)))


def _sha256_of(folder: Path, paths: list[Path]) -> str:
    """One hash for many files and their names."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.relative_to(folder).as_posix()} {_sha256(path)}\n".encode())
    return whole.hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
