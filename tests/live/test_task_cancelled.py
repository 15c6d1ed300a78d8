"""``task.cancel()`` of asyncio, which ends an await that anyio shields from its own cancellation.

What a worker thread was doing has ended when the await has: nobody reads the file, or writes to
what collects the rows, behind the back of a caller who goes on.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from together_ext import AsyncTogether
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.flow import Receive, Send
from together_ext.transfer.content import FileContent
from together_ext.transfer.spool import Spool


class Slow:
    """Wraps a function that a worker calls: it is in it from ``begun`` until it is let go."""

    def __init__(self, function: Callable[..., Any], calls: int = 0) -> None:
        self._function = function
        self._calls = calls
        self.begun, self.let_go, self.ended = (threading.Event() for _ in range(3))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._calls -= 1
        if self._calls == -1:
            self.begun.set()
            if self.let_go.wait(60):  # not in the loop's own thread, which is to let it go
                self.ended.set()
        return self._function(*args, **kwargs)


async def cancelled_inside(slow: Slow, work: Any) -> None:
    """Cancel some work while a worker is in ``slow``, and see that the worker is waited for."""
    task = asyncio.ensure_future(work)
    while not slow.begun.is_set():
        assert not task.done(), task.exception()
        await asyncio.sleep(0.01)
    task.cancel()
    asyncio.get_running_loop().call_later(0.2, slow.let_go.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert slow.ended.is_set()


def test_the_file_is_not_read_after_the_upload_was_cancelled(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"a": 1}\n' * 1000)
    read = FileContent._read
    slow = Slow(read, calls=1)  # the first reads for the checksum, the second is sent
    monkeypatch.setattr(FileContent, "_read", lambda *args: slow(*args))

    async def main() -> None:
        async with AsyncTogether() as client:
            await cancelled_inside(slow, client.files.upload(source, purpose="fine-tune"))

    asyncio.run(main())


def test_rows_are_not_collected_after_the_upload_was_cancelled(
    server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(Spool.flush)
    monkeypatch.setattr(Spool, "flush", lambda self: slow(self))

    async def rows() -> AsyncIterator[dict[str, int]]:
        yield {"a": 1}

    async def main() -> None:
        async with AsyncTogether() as client:
            await cancelled_inside(slow, client.files.upload(rows(), purpose="fine-tune"))

    asyncio.run(main())


def test_bytes_are_not_written_after_the_reading_was_cancelled() -> None:
    slow = Slow(len)

    async def body() -> AsyncIterator[bytes]:
        yield b"bytes"

    async def main() -> None:
        answer = httpx.MockTransport(lambda request: httpx.Response(200, content=body()))
        async with httpx.AsyncClient(transport=answer) as own:
            client = AsyncTogether(api_key="key", base_url="http://127.0.0.1:1", http_client=own)
            session = client._session()
            request = {"method": "get", "url": "/files"}
            reply = await session.perform(Send("get", request, stream=True))
            receive = Receive(reply, False, slow, lambda count: None)
            await cancelled_inside(slow, session.perform(receive))
            await session.aclose()

    asyncio.run(main())
