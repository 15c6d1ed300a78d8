"""Runs that are cancelled, interrupted or begun twice, at any moment: paid once all the same.

A create whose answer does not come because the task that waited for it was cancelled is a create
that was carried out.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from tests.runs.conftest import HELD, QUICK, hold, paid_once, rows, write
from together_ext import AsyncTogether, RunStatus, Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.flow import Send, Sleep
from together_ext.http import AsyncSession, Session
from together_ext.runs import finishing, ledger

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
    busy, go_on = threading.Event(), threading.Event()

    def lazily(self: Any, *args: Any) -> None:
        busy.set()
        go_on.wait(300)
        add(self, *args)
        busy.clear()

    monkeypatch.setattr(ledger.Ledger, "add_shards", lazily)

    async def main() -> Any:
        async with AsyncTogether() as client:
            task = asyncio.create_task(client.batches.run(source, output=output, **QUICK))
            while not busy.is_set():
                await asyncio.sleep(0.01)
            task.cancel()
            # Whoever is let out by the cancelling is out long before the worker is done.
            asyncio.get_running_loop().call_later(0.2, go_on.set)
            with pytest.raises(asyncio.CancelledError):
                await task
            assert f"batches.attach({str(output)!r})" in caplog.text
            assert not busy.is_set()
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
    server = start(*HELD)
    interrupt_after(monkeypatch, creates)
    with Together() as client, pytest.raises(KeyboardInterrupt, match="1 job was cancelled"):
        client.batches.run(source, output=output, cancel_on_interrupt=True, **QUICK)
    (job,) = server.books()["jobs"]
    assert job["status"] in {"CANCELLED", "CANCELING"}


def test_jobs_that_cannot_be_cancelled_at_ctrl_c_are_told_of(
    start: Callable[..., Emulator],
    source: Path,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start(*HELD)
    interrupt_after(monkeypatch, lambda effect: isinstance(effect, Sleep))
    server.fault("status", "/batches/*/cancel", "POST", code=401)
    with Together() as client:
        with pytest.raises(KeyboardInterrupt, match=r"not all .* 401 .*cancel\(\) tries again"):
            client.batches.run(source, output=output, cancel_on_interrupt=True, **QUICK)
        client.batches.attach(output).cancel()
        result = client.batches.attach(output).wait(**LOOK)
    assert result.counts.missing > 0
    assert paid_once(server, 1)


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
            with anyio.fail_after(300):
                while len(ended) < 2:
                    await anyio.sleep(0.02)
            server.clear_faults()

    hold(server)  # the first one works until the others have been told
    anyio.run(main)
    assert sorted(map(str, ended)) == ["4", "locked", "locked"]
    assert paid_once(server, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_in_the_middle_of_a_run_is_another_process(
    server: Emulator, source: Path, output: Path
) -> None:
    said: list[bytes] = []

    def fork(status: RunStatus) -> None:
        if said or not status.submitted:
            return
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                with Together() as client:
                    client.batches.run(source, output=output, **QUICK)
                os.write(writing, b"it ran")
            except errors.LedgerLockedError:
                os.write(writing, b"locked")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        said.append(os.read(reading, 20))
        os.close(reading)
        os.close(writing)

    with Together() as client:
        result = client.batches.run(source, output=output, on_update=fork, **QUICK)
    assert said == [b"locked"]
    assert result.counts.ok == 4
    assert paid_once(server, 1)


class _Pressed:
    """Rows at which Ctrl-C is pressed half-way."""

    def __init__(self, given: list[dict[str, Any]]) -> None:
        self._given = given

    def __iter__(self) -> Iterator[dict[str, Any]]:
        yield from self._given
        raise KeyboardInterrupt


def test_ctrl_c_while_the_rows_are_read_says_that_nothing_was_sent(
    server: Emulator, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    with Together() as client:
        with pytest.raises(
            KeyboardInterrupt, match=r"nothing was sent\. The same call begins anew"
        ):
            client.batches.run(_Pressed(rows(3)), output=out, **QUICK)
        with pytest.raises(errors.OutputError, match=r"give the rows to batches.run again"):
            client.batches.attach(out).wait()
        assert server.books()["requests"] == {}
        assert client.batches.run(rows(3), output=out, **QUICK).counts.ok == 3


def test_ctrl_c_when_all_is_in_says_that_no_job_is_left(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"

    def pressed(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(finishing, "merge", pressed)
        with Together() as client, pytest.raises(KeyboardInterrupt, match="no job is at the API"):
            client.batches.run(rows(3), output=out, **QUICK)
    with Together() as client:
        assert client.batches.attach(out).wait().counts.ok == 3
    assert paid_once(server, 1)
