"""Downloads in an event loop: in threads of a bounded number, cancellable, never in the loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from proof.chaos import Answer, Chaos

from together_ext import AsyncTogether, Progress, errors
from together_ext.transfer import background, sink

SIZE = 3_000_000


@pytest.fixture
def chaos(chaos: Chaos) -> Chaos:
    chaos.add("file-1", SIZE)
    return chaos


@pytest.fixture(params=["asyncio", "trio"])
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def writers(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Collect the threads that write files."""
    found: set[int] = set()
    real = sink.PartialFile.write

    def write(self: sink.PartialFile, offset: int, data: Any) -> None:
        found.add(threading.get_ident())
        real(self, offset, data)

    monkeypatch.setattr(sink.PartialFile, "write", write)
    return found


async def until(condition: Callable[[], object]) -> None:
    with anyio.fail_after(60):
        while not condition():
            await anyio.sleep(0.01)


def test_nothing_is_written_in_the_loops_own_thread(
    backend: str, chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = writers(monkeypatch)

    async def main() -> None:
        async with AsyncTogether(base_url=chaos.base_url) as client, anyio.create_task_group() as g:
            for n in range(60):
                g.start_soon(
                    lambda n=n: client.files.retrieve_content("file-1", output=tmp_path / str(n))
                )

    anyio.run(main, backend=backend)
    content = chaos.files["file-1"].content.whole()
    assert all((tmp_path / str(n)).read_bytes() == content for n in range(60))
    assert threading.get_ident() not in found
    assert len(found) <= background.MAX_THREADS + 8


def test_the_callers_own_threads_are_left_to_them(
    backend: str, chaos: Chaos, tmp_path: Path
) -> None:
    chaos.files["file-1"].script(then=Answer(stall_at=1000))
    limits: list[float] = []

    async def main() -> None:
        async with AsyncTogether(base_url=chaos.base_url) as client, anyio.create_task_group() as g:
            for n in range(50):
                g.start_soon(
                    lambda n=n: client.files.retrieve_content("file-1", output=tmp_path / str(n))
                )
            await until(lambda: len(chaos.seen()) >= 50)  # all of them are at work
            limits.append(anyio.to_thread.current_default_thread_limiter().borrowed_tokens)
            g.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert limits == [0]


def test_many_downloads_from_a_slow_server_run_at_the_same_time(
    backend: str, chaos: Chaos, tmp_path: Path
) -> None:
    count = 100
    chaos.files["file-1"].script(then=Answer(stall_at=1000))

    async def main() -> None:
        async with AsyncTogether(base_url=chaos.base_url) as client, anyio.create_task_group() as g:
            for n in range(count):
                g.start_soon(
                    lambda n=n: client.files.retrieve_content("file-1", output=tmp_path / str(n))
                )
            await until(lambda: len(chaos.seen()) >= count)
            g.cancel_scope.cancel()

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("own", [False, True], ids=["ours", "given"])
def test_a_cancelled_download_has_ended_and_can_be_gone_on_with(
    backend: str, chaos: Chaos, tmp_path: Path, own: bool
) -> None:
    chaos.files["file-1"].script(Answer(stall_at=1_000_000))
    before = threading.active_count()
    told: list[Progress] = []

    async def main() -> None:
        given = httpx.AsyncClient() if own else None
        async with AsyncTogether(base_url=chaos.base_url, http_client=given) as client:
            async with anyio.create_task_group() as group:
                group.start_soon(
                    lambda: client.files.retrieve_content(
                        "file-1", output=tmp_path / "x", max_connections=1, progress=told.append
                    )
                )
                await until(lambda: told and told[-1].done)
                group.cancel_scope.cancel()
            # It is not there, and no thread holds its lock any more.
            assert sorted(p.name for p in tmp_path.iterdir()) == [".x.part", ".x.part.json"]
            await client.files.retrieve_content("file-1", output=tmp_path / "x", max_connections=1)
        if given is not None:
            await given.aclose()

    anyio.run(main, backend=backend)
    assert (tmp_path / "x").read_bytes() == chaos.files["file-1"].content.whole()
    assert [seen.status for seen in chaos.seen()] == [200, 206]
    assert threading.active_count() <= before + background.MAX_THREADS


@pytest.mark.parametrize("turns", range(8))
def test_it_is_cancelled_too_in_any_of_the_loops_turns_that_it_begins_in(
    chaos: Chaos, tmp_path: Path, turns: int
) -> None:
    chaos.files["file-1"].script(then=Answer(rate=2_000_000))

    async def main() -> None:
        async with AsyncTogether(base_url=chaos.base_url) as client:
            download = client.files.retrieve_content("file-1", output=tmp_path / "x")
            task = asyncio.create_task(download)
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert not (tmp_path / "x").exists()


def test_a_download_that_waits_for_its_turn_can_be_cancelled(
    backend: str, chaos: Chaos, tmp_path: Path
) -> None:
    chaos.files["file-1"].script(then=Answer(stall_at=1000))

    async def main() -> None:
        async with AsyncTogether(base_url=chaos.base_url) as client, anyio.create_task_group() as g:
            for _ in range(background.MAX_THREADS + 5):
                g.start_soon(lambda: client.files.retrieve_content("file-1", output=tmp_path / "x"))
            await until(chaos.seen)
            await anyio.sleep(0.3)  # in which the others come to wait
            g.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert not (tmp_path / "x").exists()


def test_a_clients_own_asyncclient_is_what_asks(backend: str, chaos: Chaos, tmp_path: Path) -> None:
    seen: list[str] = []
    threads: set[int] = set()

    async def hook(request: httpx.Request) -> None:
        seen.append(request.url.path)
        threads.add(threading.get_ident())

    chaos.files["file-1"].script(Answer(cut=1_000_000))

    async def main() -> None:
        async with httpx.AsyncClient(event_hooks={"request": [hook]}) as given:
            client = AsyncTogether(base_url=chaos.base_url, http_client=given)
            await client.files.retrieve_content("file-1", output=tmp_path / "x", max_connections=1)

    anyio.run(main, backend=backend)
    assert seen == ["/v1/files/file-1/content"] * 2
    assert threads == {threading.get_ident()}
    assert (tmp_path / "x").read_bytes() == chaos.files["file-1"].content.whole()


def test_a_clients_own_asyncclient_may_use_several_connections(
    backend: str, chaos: Chaos, tmp_path: Path
) -> None:
    file = chaos.add("file-2", 8_000_000)
    file.script(then=Answer(rate=2_000_000))
    told: list[Progress] = []

    async def main() -> None:
        async with httpx.AsyncClient() as given:
            client = AsyncTogether(base_url=chaos.base_url, http_client=given)
            await client.files.retrieve_content(
                "file-2", output=tmp_path / "x", max_connections=4, progress=told.append
            )

    anyio.run(main, backend=backend)
    assert (tmp_path / "x").read_bytes() == file.content.whole()
    assert max(progress.connections for progress in told) > 1


@pytest.mark.parametrize("own", [False, True], ids=["ours", "given"])
def test_an_error_comes_as_it_is_not_in_a_group(
    backend: str, chaos: Chaos, tmp_path: Path, own: bool
) -> None:
    async def main() -> None:
        given = httpx.AsyncClient() if own else None
        async with AsyncTogether(base_url=chaos.base_url, http_client=given) as client:
            with pytest.raises(errors.NotFoundError):
                await client.files.retrieve_content("file-none", output=tmp_path / "x")
        if given is not None:
            await given.aclose()

    anyio.run(main, backend=backend)
