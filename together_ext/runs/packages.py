"""Optional packages, imported only when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import MissingPackageError


def needed(module: str, extra: str, purpose: str) -> Any:
    """Import an optional package.

    Raises:
        MissingPackageError: It is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingPackageError(
            f"{module.partition('.')[0]} is needed to {purpose}: "
            f"pip install 'together-ext[{extra}]'.",
            name=module,
        ) from error
