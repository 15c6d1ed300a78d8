"""What all tests share: a clean environment, no waiting between retries, and both clients."""

from __future__ import annotations

import inspect
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, settings

from together_ext import AsyncTogether, Together, retry

# How long an example takes, or is looked for, is the machine's doing, and decides nothing. On a
# build machine the examples are the same every time; elsewhere hypothesis looks for new ones.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("unhurried"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "unhurried")

# A shell's background job starts with Ctrl-C ignored, and so would each process that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["together_ext.emulator.pytest_plugin"]

KEY = "key-0123456789abcdef"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the machine's own settings out of the tests, and the tests' out of the machine."""
    monkeypatch.setenv("TOGETHER_STATE_DIR", str(tmp_path / "state"))
    for name in ("TOGETHER_API_KEY", "TOGETHER_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry at once; what the waits are is tested in pure/test_retry.py."""
    monkeypatch.setattr(retry, "FIRST_DELAY", 0.001)


class Client:
    """``Together`` or ``AsyncTogether``, to be used in the same words."""

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour

    def __call__(self, function: Callable[[Any], Any], **options: Any) -> Any:
        """Make a client, have ``function`` use it, and return what comes of it."""
        options = {"api_key": KEY, **options}
        if self.flavour == "sync":
            with Together(**options) as client:
                return function(client)

        async def main() -> Any:
            async with AsyncTogether(**options) as client:
                result = function(client)
                return await result if inspect.isawaitable(result) else result

        return anyio.run(main, backend=self.flavour)

    def transport(self, transport: httpx.MockTransport | None = None) -> Any:
        """An httpx client of the right kind, on a transport."""
        if self.flavour == "sync":
            return httpx.Client(transport=transport)
        return httpx.AsyncClient(transport=transport)

    def closing(self, own: Any, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """A function that uses ``Together``, and then closes an httpx client, in its loop."""

        def call(client: Any) -> Any:
            with own:
                return function(client)

        async def acall(client: Any) -> Any:
            async with own:
                return await function(client)

        return call if self.flavour == "sync" else acall


@pytest.fixture(params=["sync", "sync by httpx", "asyncio", "trio"])
def use(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Run the test with each client: threads (by both kinds of sockets), asyncio, trio."""
    flavour, _, by = request.param.partition(" by ")
    if by:
        monkeypatch.setenv("TOGETHER_EXT_TRANSPORT", by)
    return Client(flavour)
