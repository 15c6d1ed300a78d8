"""Importing without looking for garbage meanwhile.

What an import makes stays, so that the collector, which runs a hundred times during those of a
first download, finds nothing: a tenth of what they cost.
"""

from __future__ import annotations

import gc


class uncollected:  # a context manager; contextlib's would be one more import
    """Let the collector rest, if it was at work."""

    __slots__ = ("_was_on",)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *raised: object) -> None:
        if self._was_on:
            gc.enable()
