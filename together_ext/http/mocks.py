"""Whether httpx is mocked: a test of our users' must not reach the network past their mock."""

from __future__ import annotations

import sys


def is_mocked() -> bool:
    """Whether someone has put a function of theirs in httpx's transport.

    pytest-httpx and its like mean all that would go out by httpx. What is not loaded is not mocked.
    Not compared with what it was at import, which may be in the middle of such a test.
    """
    httpx = sys.modules.get("httpx")
    transport = getattr(httpx, "HTTPTransport", None)
    function = getattr(transport, "handle_request", None)
    if function is None:  # not loaded, or being loaded in another thread
        return False
    name = getattr(function, "__qualname__", "")
    return name != "HTTPTransport.handle_request" or hasattr(function, "__wrapped__")
