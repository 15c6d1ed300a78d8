"""Begun here, gone on with there: interrupted, cancelled, too dear, its ledger lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.conftest import Client
from tests.runs.conftest import (
    HELD,
    QUICK,
    hold,
    let_go,
    paid_once,
    read,
    row,
    rows,
    until,
    write,
)
from together_ext import AsyncTogether, RunStatus, Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs import lock
from together_ext.runs.ledgerfile import NAME
from together_ext.runs.lock import Lock
from together_ext.runs.shard import Limits

# The options of QUICK that a call on a handle takes.
LOOK: dict[str, Any] = {"poll_interval": 0.02, "settle": 0.3}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", rows(10))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def state_of(output: Path) -> Path:
    return output.with_name(f".{output.name}.run")


def finish(use: Client, output: Path) -> Any:
    """Attach and wait, in whatever way the client does."""

    def sync(client: Any) -> Any:
        return client.batches.attach(output).wait(**LOOK)

    async def asynchronous(client: Any) -> Any:
        return await (await client.batches.attach(output)).wait(**LOOK)

    return use(sync if use.flavour == "sync" else asynchronous)


# ---- submit, status, wait


def test_submit_returns_when_every_shard_has_its_job(
    use: Client, server: Emulator, source: Path, output: Path
) -> None:
    handle = use(lambda c: c.batches.submit(source, output=output, **QUICK))
    assert (handle.output, handle.state) == (output, state_of(output))
    assert len(server.books()["jobs"]) == 3
    assert not output.exists()
    assert finish(use, output).counts.ok == 10
    assert paid_once(server, 3)


def test_submit_returns_when_as_many_jobs_as_may_be_are_in_flight(
    server: Emulator, source: Path, output: Path
) -> None:
    with Together() as client:
        handle = client.batches.submit(source, output=output, max_jobs_in_flight=2, **QUICK)
        status = handle.status()
        assert (status.shards, status.submitted, status.in_flight) == (3, 2, 2)
        assert not status.finished
        assert len(server.books()["jobs"]) == 2
        assert handle.wait(**LOOK).counts.ok == 10
        assert handle.status().finished
    assert paid_once(server, 3)


def test_no_more_jobs_are_in_flight_than_may_be(
    server: Emulator, source: Path, output: Path
) -> None:
    most = 0

    def watch(status: Any) -> None:
        nonlocal most
        most = max(most, status.in_flight)

    options = {**QUICK, "limits": Limits(max_rows=1)}
    with Together() as client:
        client.batches.run(source, output=output, max_jobs_in_flight=3, on_update=watch, **options)
    assert most == 3


def test_a_wait_that_is_too_short_has_the_job_in_hand(
    use: Client, server: Emulator, source: Path, output: Path
) -> None:
    hold(server)
    with pytest.raises(errors.WaitTimeoutError, match="attach") as caught:
        use(lambda c: c.batches.run(source, output=output, timeout=0.2, **QUICK))
    assert caught.value.job is not None
    assert caught.value.job.status == "IN_PROGRESS"
    server.clear_faults()
    assert finish(use, output).counts.ok == 10


def test_a_result_before_the_end_is_a_timeout(server: Emulator, source: Path, output: Path) -> None:
    hold(server)
    with Together() as client:
        handle = client.batches.submit(source, output=output, **QUICK)
        with pytest.raises(errors.WaitTimeoutError):
            handle.result()
        server.clear_faults()
        assert handle.wait(**LOOK).counts.ok == 10
        assert handle.result().counts.ok == 10


def test_a_cancelled_run_gives_what_was_finished(
    use: Client, start: Callable[..., Emulator], source: Path, output: Path
) -> None:
    server = start("--seconds-per-row", "0.2")
    handle = use(lambda c: c.batches.submit(source, output=output, max_jobs_in_flight=2, **QUICK))
    server_jobs = len(server.books()["jobs"])
    until(lambda: all(job["rows_done"] for job in server.books()["jobs"]))

    def sync(client: Any) -> Any:
        client.batches.attach(output).cancel()
        return client.batches.attach(output).wait(**LOOK)

    async def asynchronous(client: Any) -> Any:
        attached = await client.batches.attach(output)
        await attached.cancel()
        return await attached.wait(**LOOK)

    result = use(sync if use.flavour == "sync" else asynchronous)
    assert handle.output == output
    assert result.counts.rows == 10
    assert result.counts.ok >= 2
    assert result.counts.missing >= 2  # those of the third job, which was never made
    assert len(server.books()["jobs"]) == server_jobs == 2
    assert {job["status"] for job in server.books()["jobs"]} <= {"CANCELLED", "COMPLETED"}


# ---- Ctrl-C

INTERRUPTED = """
import sys
from together_ext import Together
from together_ext.runs.shard import Limits
source, output, cancel = sys.argv[1:]
try:
    with Together() as client:
        client.batches.run(source, output=output, limits=Limits(max_rows=4), settle=0.3,
                           poll_interval=0.02, cancel_on_interrupt=cancel == "yes",
                           on_update=lambda s: s.submitted == 3 and print("up", flush=True))
except KeyboardInterrupt as interrupt:
    print(interrupt, flush=True)
    raise
"""


@pytest.mark.parametrize("cancel", ["no", "yes"])
def test_ctrl_c_says_how_to_come_back_and_leaves_or_cancels_the_jobs(
    start: Callable[..., Emulator], source: Path, output: Path, cancel: str
) -> None:
    server = start(*HELD)
    command = [sys.executable, "-c", INTERRUPTED, str(source), str(output), cancel]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("up"):
            assert process.poll() is None
        # It waits for them by now: each was looked at more than once.
        until(lambda: server.books()["requests"].get("GET /batches/{id}", 0) > 6)
        process.send_signal(signal.SIGINT)
        said, trace = process.communicate(timeout=300)
    assert process.returncode in {130, -signal.SIGINT}  # as any program that Ctrl-C ends
    assert "KeyboardInterrupt: interrupted" in trace
    assert str(output) in said
    cancelled = {job["status"] for job in server.books()["jobs"]} & {"CANCELLED", "CANCELING"}
    assert bool(cancelled) == (cancel == "yes")
    let_go(server)
    result = finish(Client("sync"), output)
    assert result.counts.rows == 10
    assert (result.counts.ok == 10) == (cancel == "no")
    assert paid_once(server, 3)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("cancel", [False, True])
def test_a_cancelled_task_leaves_or_cancels_the_jobs(
    start: Callable[..., Emulator], source: Path, output: Path, backend: str, cancel: bool
) -> None:
    server = start(*HELD)

    async def main() -> None:
        options = {**QUICK, "cancel_on_interrupt": cancel}
        async with AsyncTogether() as client:
            with anyio.CancelScope() as scope:

                def stop(status: RunStatus) -> None:
                    if status.submitted == 3:
                        scope.cancel()

                await client.batches.run(source, output=output, on_update=stop, **options)
            assert scope.cancelled_caught

    anyio.run(main, backend=backend)
    cancelled = {job["status"] for job in server.books()["jobs"]} & {"CANCELLED", "CANCELING"}
    assert bool(cancelled) == cancel
    let_go(server)
    assert finish(Client("sync"), output).counts.rows == 10


# ---- one at a time


def test_a_second_process_is_told_who_works_on_the_run(
    use: Client, server: Emulator, source: Path, output: Path
) -> None:
    state_of(output).mkdir()
    lock = Lock(state_of(output))
    lock.acquire()
    with pytest.raises(errors.LedgerLockedError, match=f"process {os.getpid()} on"):
        use(lambda c: c.batches.run(source, output=output, **QUICK))
    lock.release()
    assert use(lambda c: c.batches.run(source, output=output, **QUICK)).counts.ok == 10


def test_two_at_once_make_one_run(
    server: Emulator, source: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_LOOKS", 3000)  # however late the first one says who it is
    hold(server)  # the first one works until the others have been told
    ended: list[Any] = []

    def work() -> None:
        with Together() as client:
            try:
                ended.append(client.batches.run(source, output=output, **QUICK).counts.ok)
            except errors.LedgerLockedError as error:
                ended.append(error.pid)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(ended) == 2)
    finally:
        server.clear_faults()
        for thread in threads:
            thread.join()
    assert sorted(ended, key=lambda x: x == 10) == [os.getpid(), os.getpid(), 10]
    assert paid_once(server, 3)


# ---- other rows, a lost ledger


def test_other_rows_for_the_same_output_are_refused(
    server: Emulator, source: Path, output: Path
) -> None:
    with Together() as client:
        client.batches.run(source, output=output, **QUICK)
        before = output.read_bytes()
        write(source, rows(11))
        with pytest.raises(errors.InputChangedError):
            client.batches.run(source, output=output, **QUICK)
    assert output.read_bytes() == before
    assert paid_once(server, 3)


def test_rows_that_cannot_be_sent_leave_room_for_better_ones(
    server: Emulator, source: Path, output: Path
) -> None:
    source.write_text('{"custom_id": "a"}\n')
    with Together() as client:
        with pytest.raises(errors.InvalidRowsError):
            client.batches.run(source, output=output, **QUICK)
        write(source, rows(4))
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert server.books()["requests"]["POST /batches"] == 1


LOSSES = {
    "missing": lambda ledger: ledger.unlink(),
    "empty": lambda ledger: ledger.write_bytes(b""),
    "cut": lambda ledger: os.truncate(ledger, ledger.stat().st_size - 5000),
    "text": lambda ledger: ledger.write_text("no ledger"),
}


@pytest.mark.parametrize("moment", ["in flight", "finished"])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_ledger_that_is_lost_is_rebuilt_from_the_list_of_jobs(
    server: Emulator, source: Path, output: Path, loss: str, moment: str
) -> None:
    with Together() as client:
        if moment == "finished":
            client.batches.run(source, output=output, **QUICK)
            output.unlink()
        else:
            client.batches.submit(source, output=output, **QUICK)
        LOSSES[loss](state_of(output) / NAME)
        with pytest.raises(errors.LedgerError, match="attach"):
            client.batches.run(source, output=output, **QUICK)
        assert client.batches.attach(output).wait(**LOOK).counts.ok == 10
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 10
    assert paid_once(server, 3)


def test_what_is_in_is_known_although_the_api_has_forgotten_the_job(
    server: Emulator, source: Path, output: Path
) -> None:
    with Together() as client:
        first = client.batches.run(source, output=output, **QUICK)
        (state_of(output) / NAME).unlink()
        server.fault("status", "/batches", "GET", code=200, body="[]", times=-1)
        again = client.batches.attach(output).wait(**LOOK)
    assert again.jobs == first.jobs
    assert paid_once(server, 3)


def test_a_rebuilt_run_asks_for_what_was_never_asked(
    use: Client, server: Emulator, source: Path, output: Path
) -> None:
    server.fault("status", "/batches", "POST", code=401, skip=1)
    with pytest.raises(errors.AuthenticationError):
        use(lambda c: c.batches.run(source, output=output, **QUICK))
    (state_of(output) / NAME).unlink()
    assert finish(use, output).counts.ok == 10
    assert paid_once(server, 3)


def test_what_was_asked_again_is_rebuilt_too(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", [row("a"), row("b", emulator_fail=500)])
    with Together() as client:
        first = client.batches.run(source, output=output, max_attempts=3, **QUICK)
        before = output.read_bytes()
        (state_of(output) / NAME).unlink()
        again = client.batches.attach(output).wait(**LOOK)
    # The second and third attempt are the same bytes, and so the same file: oldest first.
    assert again.jobs == first.jobs
    assert output.read_bytes() == before
    assert len(server.books()["jobs"]) == 3


def test_a_rebuilt_ledger_tells_two_jobs_of_the_same_file_apart(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    # All rows are asked again, so that the new shard has the very bytes of the old one.
    source = write(tmp_path / "in.jsonl", rows(3, emulator_fail=503))

    class Stop(Exception):
        pass

    def stop(status: RunStatus) -> None:
        if status.attempt == 2 and status.submitted == 2:
            raise Stop

    with Together() as client:
        with pytest.raises(Stop):
            client.batches.run(source, output=output, max_attempts=2, on_update=stop, **QUICK)
        (state_of(output) / NAME).unlink()
        result = client.batches.attach(output).wait(**LOOK)
    jobs = server.books()["jobs"]
    assert len({job["input_file_id"] for job in jobs}) == 1
    assert result.jobs == tuple(job["id"] for job in jobs)
    assert len(jobs) == 2


def test_a_ledger_of_another_version_is_taken_over_by_attach(
    server: Emulator, source: Path, output: Path
) -> None:
    from together_ext.runs.ledger import Ledger

    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
        ledger = Ledger(state_of(output))
        ledger.put({"code": "0.0.9"})
        ledger.close()
        with pytest.raises(errors.LedgerError, match=r"0\.0\.9"):
            client.batches.run(source, output=output, **QUICK)
        assert client.batches.attach(output).wait(**LOOK).counts.ok == 10
    assert paid_once(server, 3)
    assert not list(state_of(output).glob("*.damaged-*"))


def test_attach_takes_the_output_or_the_state_and_nothing_else(
    server: Emulator, source: Path, output: Path, tmp_path: Path
) -> None:
    with Together() as client:
        client.batches.run(source, output=output, state=tmp_path / "state", **QUICK)
        assert client.batches.attach(tmp_path / "state").result().counts.ok == 10
        for nothing in (output, tmp_path / "nothing"):
            with pytest.raises(errors.LedgerError, match="holds no run"):
                client.batches.attach(nothing)


# ---- what it may cost


def priced(tmp_path: Path, count: int = 10, **body: Any) -> Path:
    given = rows(count)
    for request in given:
        request["body"].update(body)
    return write(tmp_path / "priced.jsonl", given)


PRICES = {"models": {"m": {"input": 1000.0, "output": 1000.0}}}


def test_a_dry_run_says_what_it_would_take_and_sends_nothing(
    use: Client, server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = priced(tmp_path, max_tokens=10)
    found = use(
        lambda c: c.batches.run(source, output=output, dry_run=True, prices=PRICES, **QUICK)
    )
    assert (found.rows, found.shards, found.completion_tokens) == (10, 3, 100)
    assert found.bytes == source.stat().st_size
    assert found.cost > 0
    assert server.books()["requests"] == {}
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_what_would_cost_too_much_is_not_sent_and_goes_on_with_more(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = priced(tmp_path, max_tokens=10)
    with Together() as client:
        whole = client.batches.run(source, output=output, dry_run=True, prices=PRICES, **QUICK)
        limit = whole.cost * 0.45  # the first shard has four rows of ten
        with pytest.raises(errors.CostLimitError) as caught:
            client.batches.run(source, output=output, max_cost=limit, prices=PRICES, **QUICK)
        assert caught.value.spent <= limit < caught.value.needed
        begun = [line["status"] for line in read(output)]
        assert begun == ["ok"] * 4 + ["missing"] * 6
        result = client.batches.run(source, output=output, max_cost=99, prices=PRICES, **QUICK)
    assert result.counts.ok == 10
    assert paid_once(server, 3)


@pytest.mark.parametrize("part", [0.0, 0.2, 0.3, 0.45])
def test_what_was_spent_is_never_more_than_the_limit(
    server: Emulator, tmp_path: Path, output: Path, part: float
) -> None:
    source = priced(tmp_path, max_tokens=10)
    with Together() as client:
        whole = client.batches.run(source, output=output, dry_run=True, prices=PRICES, **QUICK)
        limit = whole.cost * part
        with pytest.raises(errors.CostLimitError) as caught:
            client.batches.run(source, output=output, max_cost=limit, prices=PRICES, **QUICK)
        text = str(caught.value)
        assert f"has cost {caught.value.spent:.4f} US dollars" in text
        assert f"max_cost={limit:g}" in text
        assert str(output) in text
        assert "a higher max_cost goes on" in text
    lines = read(output)
    assert len(lines) == 10
    bodies = [line["response"]["body"] for line in lines if line["status"] == "ok"]
    asked = sum(body["usage"]["prompt_tokens"] for body in bodies)
    written = sum(body["usage"]["completion_tokens"] for body in bodies)
    price = PRICES["models"]["m"]
    spent = (asked * price["input"] + written * price["output"]) / 1_000_000
    assert caught.value.spent == pytest.approx(spent)
    assert spent <= limit < caught.value.needed
    # All that was paid for is in that sum.
    sent = [job["input_file_id"] for job in server.books()["jobs"]]
    assert len(bodies) == min(4 * len(sent), 10)


@pytest.mark.parametrize(
    ("prices", "body", "why"),
    [(None, {"max_tokens": 5}, "price of m"), (PRICES, {}, "without max_tokens")],
)
def test_a_limit_that_cannot_be_kept_is_refused_before_anything_is_sent(
    server: Emulator, tmp_path: Path, output: Path, prices: Any, body: dict[str, Any], why: str
) -> None:
    source = priced(tmp_path, **body)
    with Together() as client, pytest.raises(errors.InvalidArgumentError, match=why):
        client.batches.run(source, output=output, max_cost=1, prices=prices, **QUICK)
    assert server.books()["requests"] == {}


def test_a_limit_that_a_later_shard_does_not_let_be_kept_is_refused_at_the_start(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    given = rows(8)
    for request in given[:6]:
        request["body"]["max_tokens"] = 5
    source = write(tmp_path / "in.jsonl", given)
    with Together() as client, pytest.raises(errors.InvalidArgumentError, match="without max"):
        client.batches.run(source, output=output, max_cost=99, prices=PRICES, **QUICK)
    assert server.books()["requests"] == {}


def test_a_limit_is_not_kept_by_guessing_what_answers_took(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    untold = '{"custom_id": "a", "response": {"status_code": 200, "body": {}}}'
    given = [row("a", emulator_raw=untold), row("b")]
    for request in given:
        request["body"]["max_tokens"] = 5
    source = write(tmp_path / "in.jsonl", given)
    options = {**QUICK, "limits": Limits(max_rows=1), "prices": PRICES, "max_jobs_in_flight": 1}
    with Together() as client:
        with pytest.raises(errors.InvalidArgumentError, match="do not say how many tokens"):
            client.batches.run(source, output=output, max_cost=99, **options)
        assert len(server.books()["jobs"]) == 1
        assert client.batches.run(source, output=output, **options).counts.ok == 2
    assert paid_once(server, 2)


# ---- arguments


@pytest.mark.parametrize(
    "options",
    [
        {"max_attempts": 0},
        {"max_jobs_in_flight": 0},
        {"settle": -1},
        {"poll_interval": 0},
        {"max_cost": -1},
        {"timeout": -1},
        {"settle": "5"},
        {"poll_interval": "5"},
        {"max_cost": "5"},
        {"timeout": "5"},
        {"limits": {"max_rows": 1}},
        {"resolve": "file-1"},
        {"on_update": "print"},
        {"endpoint": "chat"},
        {"output": ""},
    ],
)
def test_arguments_that_cannot_be_are_refused(
    server: Emulator, source: Path, output: Path, options: dict[str, Any]
) -> None:
    with Together() as client, pytest.raises(errors.InvalidArgumentError):
        client.batches.run(source, **{"output": output, **options})
    assert not state_of(output).exists()


@pytest.mark.parametrize("link", [False, True])
def test_results_do_not_take_the_place_of_the_rows(
    server: Emulator, source: Path, tmp_path: Path, link: bool
) -> None:
    given, output = source.read_bytes(), source
    if link:
        output = tmp_path / "link.jsonl"
        output.symlink_to(source)
    with Together() as client, pytest.raises(errors.InvalidArgumentError, match="source itself"):
        client.batches.run(source, output=output, **QUICK)
    assert server.books()["requests"] == {}
    assert source.read_bytes() == given


@pytest.mark.parametrize("suffix", [".gz", ".ZST"])
def test_results_are_not_called_packed_when_they_are_not(
    server: Emulator, source: Path, output: Path, suffix: str
) -> None:
    with Together() as client, pytest.raises(errors.InvalidArgumentError, match="not packed"):
        client.batches.run(source, output=f"{output}{suffix}", **QUICK)
    assert server.books()["requests"] == {}


def test_an_argument_that_there_is_not_is_a_type_error(
    server: Emulator, source: Path, output: Path
) -> None:
    with Together() as client:
        run: Any = client.batches.run  # whose types refuse it
        with pytest.raises(TypeError, match="max_attempt"):
            run(source, output=output, max_attempt=2)


def test_the_state_holds_no_key(server: Emulator, source: Path, output: Path) -> None:
    with Together() as client:
        client.batches.run(source, output=output, **QUICK)
        key = client._key.reveal().encode()
    for path in state_of(output).rglob("*"):
        assert not path.is_file() or key not in path.read_bytes()
    assert json.loads((state_of(output) / "run.json").read_text())["output"] == "../out.jsonl"
