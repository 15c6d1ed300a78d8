"""httpx, imported without its command line, and without looking for garbage meanwhile.

It imports that for itself, and with it click and rich where they are installed: a third of what
importing it costs. Where that module cannot be imported it does without. What an import makes
stays, so that the collector, which runs some forty times meanwhile, finds nothing: a tenth more.
"""

from __future__ import annotations

import gc
import sys

_NAME = "httpx._main"

if "httpx" not in sys.modules and _NAME not in sys.modules:
    sys.modules[_NAME] = None  # type: ignore[assignment]  # the import system's "there is none"
    collects = gc.isenabled()
    gc.disable()
    try:
        import httpcore as httpcore
        import httpx as httpx
    finally:
        del sys.modules[_NAME]
        if collects:
            gc.enable()
