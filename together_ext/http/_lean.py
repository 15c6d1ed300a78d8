"""httpx, imported without its command line.

It imports that for itself, and with it click and rich where they are installed: a third of what
importing it costs. Where that module cannot be imported it does without.
"""

from __future__ import annotations

import sys

from ..importing import uncollected

_NAME = "httpx._main"

if "httpx" not in sys.modules and _NAME not in sys.modules:
    sys.modules[_NAME] = None  # type: ignore[assignment]  # the import system's "there is none"
    try:
        with uncollected():
            import httpcore as httpcore
            import httpx as httpx
    finally:
        del sys.modules[_NAME]
else:
    import httpx as httpx
