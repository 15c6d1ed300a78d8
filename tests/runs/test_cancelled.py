"""Runs that are cancelled, interrupted or begun twice, at any moment: paid once all the same.

A create whose answer does not come because the task that waited for it was cancelled is a create
that was carried out.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from tests.runs.conftest import QUICK, paid_once, rows, write
from together_ext import AsyncTogether, Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.flow import Send
from together_ext.http.session import AsyncSession, Session
from together_ext.runs import ledger

LOOK: dict[str, Any] = {"poll_interval": 0.02, "settle": 0.3}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", rows(4))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def creates(effect: Any) -> bool:
    return isinstance(effect, Send) and effect.operation == "create_batch"


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelled_at_every_effect_it_goes_on_and_pays_once(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    perform = AsyncSession.perform
    passed = 0
    stop: int | None = None
    scope: Any = None

    async def watched(self: Any, effect: Any) -> Any:
        nonlocal passed
        # Carried out, and cancelled before its result is known: the worst of moments.
        result = await perform(self, effect)
        passed += 1
        if passed == stop:
            scope.cancel()
            await anyio.lowlevel.checkpoint()
        return result

    monkeypatch.setattr(AsyncSession, "perform", watched)

    async def main() -> int:
        nonlocal passed, stop, scope
        runs = 0
        async with AsyncTogether() as client:
            while True:
                source = write(tmp_path / f"in-{runs}.jsonl", rows(2, number=runs))
                output = tmp_path / f"out-{runs}.jsonl"
                passed, stop = 0, runs + 1
                with anyio.CancelScope() as scope:
                    await client.batches.run(source, output=output, **QUICK)
                stopped, stop = scope.cancelled_caught, None
                result = await client.batches.run(source, output=output, **QUICK)
                assert result.counts.ok == 2
                runs += 1
                if not stopped:
                    return runs

    runs = anyio.run(main, backend=backend)
    assert runs > 30
    assert paid_once(server, runs)


def test_a_task_cancelled_while_a_worker_writes_lets_no_one_in_before_it_is_done(
    server: Emulator,
    source: Path,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """``task.cancel()`` of asyncio reaches an await that anyio shields from its own."""
    add = ledger.Ledger.add_shards
    busy, slow = threading.Event(), True

    def lazily(self: Any, *args: Any) -> None:
        if slow:
            busy.set()
            time.sleep(0.4)
        add(self, *args)
        busy.clear()

    monkeypatch.setattr(ledger.Ledger, "add_shards", lazily)

    async def main() -> Any:
        nonlocal slow
        async with AsyncTogether() as client:
            task = asyncio.create_task(client.batches.run(source, output=output, **QUICK))
            while not busy.is_set():
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert f"batches.attach({str(output)!r})" in caplog.text
            assert not busy.is_set()
            slow = False
            return await client.batches.run(source, output=output, **QUICK)

    assert asyncio.run(main()).counts.ok == 4
    assert paid_once(server, 1)


def test_ctrl_c_while_a_create_is_on_its_way_pays_once(
    server: Emulator, source: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_after(monkeypatch, creates)
    with Together() as client:
        with pytest.raises(KeyboardInterrupt, match="1 more may"):
            client.batches.run(source, output=output, **QUICK)
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert paid_once(server, 1)


def test_a_job_whose_create_was_interrupted_is_cancelled_too(
    start: Callable[..., Emulator],
    source: Path,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start("--seconds-per-row", "1")
    interrupt_after(monkeypatch, creates)
    with Together() as client, pytest.raises(KeyboardInterrupt, match="1 jobs were cancelled"):
        client.batches.run(source, output=output, cancel_on_interrupt=True, **QUICK)
    (job,) = server.books()["jobs"]
    assert job["status"] in {"CANCELLED", "CANCELING"}


def interrupt_after(monkeypatch: pytest.MonkeyPatch, which: Callable[[Any], bool]) -> None:
    """Press Ctrl-C once, when such an effect was carried out and its answer is not yet here."""
    perform = Session.perform
    pressed = False

    def watched(self: Any, effect: Any) -> Any:
        nonlocal pressed
        result = perform(self, effect)
        if which(effect) and not pressed:
            pressed = True
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(Session, "perform", watched)


def test_two_tasks_at_once_make_one_run(server: Emulator, source: Path, output: Path) -> None:
    ended: list[Any] = []

    async def work(client: AsyncTogether) -> None:
        try:
            ended.append((await client.batches.run(source, output=output, **QUICK)).counts.ok)
        except errors.LedgerLockedError:
            ended.append("locked")

    async def main() -> None:
        async with AsyncTogether() as client, anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(work, client)

    anyio.run(main)
    assert sorted(map(str, ended)) == ["4", "locked", "locked"]
    assert paid_once(server, 1)
