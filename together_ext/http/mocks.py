"""Whether httpx is mocked: a test of our users' must not reach the network past their mock."""

from __future__ import annotations

import sys

# Where mocks, and tracers, put a function of theirs.
_PLACES = (
    ("httpx", "HTTPTransport", "HTTPTransport.handle_request"),  # pytest-httpx, vcrpy
    ("httpx", "Client", "Client._transport_for_url"),  # respx, with using="httpx"
    ("httpx", "Client", "Client._send_single_request"),  # vcrpy before 7
    ("httpcore", "ConnectionPool", "ConnectionPool.handle_request"),  # respx, vcrpy 7
)
_METHODS = tuple((module, kind, name.partition(".")[2], name) for module, kind, name in _PLACES)


def is_mocked() -> bool:
    """Whether someone has put a function of theirs in httpx or below it.

    pytest-httpx, respx and their like mean all that would go out by httpx. What is not loaded is
    not mocked. Not compared with what it was at import, which may be in the middle of such a test.
    """
    modules = sys.modules
    if "httpx" not in modules and "httpcore" not in modules:
        return False
    for module, kind, method, name in _METHODS:
        function = getattr(getattr(modules.get(module), kind, None), method, None)
        if function is None:  # not loaded, being loaded in another thread, or another version's
            continue
        if getattr(function, "__qualname__", "") != name or hasattr(function, "__wrapped__"):
            return True
    return False
