"""Moving bytes: what to ask and believe (plan), where bytes go (sink, journal), and the drivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clean import clean

__all__ = ["clean"]


def __getattr__(name: str) -> Any:
    # Loaded at first use: importing a room of this house must not import all of them.
    if name != "clean":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = import_module(".clean", __name__).clean
    globals()[name] = value
    return value
