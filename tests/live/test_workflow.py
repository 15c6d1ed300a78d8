"""The whole way, from rows to rows, and what happens when someone pulls the plug."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import KEY, Client
from tests.live.conftest import Stored
from together_ext import AsyncTogether, Together, errors
from together_ext.emulator.pytest_plugin import Emulator

ROOT = Path(__file__).resolve().parents[2]


def write_input(path: Path, rows: int = 30, **more: Any) -> list[str]:
    ids = [f"row-{random.randrange(10**12)}-{number}" for number in range(rows)]
    with path.open("w", encoding="utf-8") as file:
        for id in ids:
            content = f"{id}. Zwölf Boxkämpfer\u2028jagen Viktor."
            body = {"model": "m", "messages": [{"role": "user", "content": content}], **more}
            file.write(json.dumps({"custom_id": id, "body": body}, ensure_ascii=False) + "\n")
    return ids


def read_ids(path: str | Path) -> list[str]:
    return [json.loads(line)["custom_id"] for line in Path(path).read_bytes().splitlines()]


def test_the_steps_of_a_batch_in_threads(server: Emulator, tmp_path: Path) -> None:
    ids = write_input(tmp_path / "batch_input.jsonl")
    client = Together()
    file = client.files.upload(file=str(tmp_path / "batch_input.jsonl"), purpose="batch-api")
    job = client.batches.create_batch(file_id=file.id, endpoint="/v1/chat/completions")
    job = client.batches.wait(job.id, poll_interval=0.1)
    output = str(tmp_path / "results.jsonl")
    result = client.files.retrieve_content(id=job.output_file_id, output=output)
    client.close()
    assert job.status == "COMPLETED"
    assert (result.object, result.filename) == ("local", output)
    assert result.size == os.stat(output).st_size
    assert sorted(read_ids(output)) == sorted(ids)
    assert read_ids(output) != ids  # output order is not input order


def test_the_steps_of_a_batch_in_an_event_loop(server: Emulator, tmp_path: Path) -> None:
    ids = write_input(tmp_path / "batch_input.jsonl")

    async def main() -> Any:
        async with AsyncTogether() as client:
            path = str(tmp_path / "batch_input.jsonl")
            file = await client.files.upload(file=path, purpose="batch-api")
            job = await client.batches.create_batch(
                file_id=file.id, endpoint="/v1/chat/completions"
            )
            job = await client.batches.wait(job.id, poll_interval=0.1)
            output = str(tmp_path / "results.jsonl")
            return await client.files.retrieve_content(id=job.output_file_id, output=output)

    result = anyio.run(main)
    assert sorted(read_ids(result.filename)) == sorted(ids)


def test_a_lost_answer_to_create_makes_one_job(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    write_input(tmp_path / "in.jsonl")
    file = use(lambda c: c.files.upload(tmp_path / "in.jsonl"))
    server.fault("drop_after", "/batches", method="POST")
    with pytest.raises(errors.OutcomeUnknownError, match=file.id):
        use(lambda c: c.batches.create(file.id))
    assert server.books()["jobs_by_input"][file.id] == 1
    found = [j for j in use(lambda c: c.batches.list()) if j.input_file_id == file.id]
    assert len(found) == 1


def test_a_500_after_the_act_makes_one_job(use: Client, server: Emulator, tmp_path: Path) -> None:
    write_input(tmp_path / "in.jsonl")
    file = use(lambda c: c.files.upload(tmp_path / "in.jsonl"))
    server.fault("status", "/batches", method="POST", code=500, act=True)
    with pytest.raises(errors.OutcomeUnknownError):
        use(lambda c: c.batches.create(file.id))
    assert server.books()["jobs_by_input"][file.id] == 1


def test_a_batch_can_be_cancelled_and_waited_for(
    use: Client,
    together_emulator_factory: Callable[..., Emulator],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    slow = together_emulator_factory("--seconds-per-row", "0.05")
    monkeypatch.setenv("TOGETHER_BASE_URL", slow.base_url)
    write_input(tmp_path / "in.jsonl", rows=4000)  # minutes
    file = use(lambda c: c.files.upload(tmp_path / "in.jsonl"))
    job = use(lambda c: c.batches.create(file.id))
    with pytest.raises(errors.WaitTimeoutError) as caught:
        use(lambda c: c.batches.wait(job.id, timeout=0.6, poll_interval=0.1))
    assert caught.value.job is not None
    assert caught.value.job.id == job.id
    while not use(lambda c: c.batches.retrieve(job.id)).progress:
        time.sleep(0.05)
    assert use(lambda c: c.batches.cancel(job.id)).status in {"CANCELLED", "CANCELING"}
    done = use(lambda c: c.batches.wait(job.id, poll_interval=0.1))
    assert done.status == "CANCELLED"
    assert done.output_file_id is not None


def test_failed_rows_are_in_the_error_file(use: Client, server: Emulator, tmp_path: Path) -> None:
    ids = write_input(tmp_path / "in.jsonl", rows=3, metadata={"emulator_fail": 500})
    file = use(lambda c: c.files.upload(tmp_path / "in.jsonl"))
    job = use(lambda c: c.batches.create(file.id))
    job = use(lambda c: c.batches.wait(job.id, poll_interval=0.1))
    assert job.output_file_id is None
    with pytest.raises(errors.InvalidArgumentError, match="status"):
        use(lambda c: c.files.retrieve_content(job.output_file_id))
    result = use(
        lambda c: c.files.retrieve_content(job.error_file_id, output=tmp_path / "errors.jsonl")
    )
    assert sorted(read_ids(result.filename)) == sorted(ids)


def test_the_newer_names_are_the_same_functions() -> None:
    client = Together(api_key=KEY)
    for newer, older in (
        ("create", "create_batch"),
        ("retrieve", "get_batch"),
        ("list", "list_batches"),
        ("cancel", "cancel_batch"),
    ):
        assert getattr(client.batches, newer) == getattr(client.batches, older)


# ---- pulling the plug

DOWNLOAD = """
import sys
from together_ext import Together
print("go", flush=True)
Together().files.retrieve_content(sys.argv[1], output=sys.argv[2], progress=False)
"""


STALL = 1_500_000  # bytes, of random ones


def start_download(stored: Stored, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", DOWNLOAD, stored.id, str(output)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not has_begun(output):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


def has_begun(output: Path) -> bool:
    """Whether what comes before the stall is there, and a record."""
    part = output.with_name(f".{output.name}.part")
    record = output.with_name(f".{output.name}.part.json")
    return record.exists() and part.exists() and any(part.read_bytes()[STALL - 1000 : STALL])


@pytest.fixture
def slow_download(
    server: Emulator, store: Callable[[int], Stored], tmp_path: Path
) -> tuple[subprocess.Popen[bytes], Stored, Path]:
    """A download that has begun and will not end for a while."""
    stored = store(2_000_000)
    server.fault("stall", "/files/*/content", bytes=STALL, seconds=300.0)
    output = tmp_path / "target" / "x"
    return start_download(stored, output), stored, output


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, error = process.communicate(timeout=300)
    return process.returncode, error.decode()


def test_ctrl_c_leaves_what_the_next_try_goes_on_with(
    slow_download: tuple[subprocess.Popen[bytes], Stored, Path],
) -> None:
    process, _, output = slow_download
    process.send_signal(signal.SIGINT)
    code, error = finish(process)
    assert code != 0
    assert "KeyboardInterrupt" in error
    assert KEY not in error
    assert sorted(p.name for p in output.parent.iterdir()) == [".x.part", ".x.part.json"]


def test_kill_leaves_a_partial_file_that_the_next_try_goes_on_with(
    slow_download: tuple[subprocess.Popen[bytes], Stored, Path], use: Client
) -> None:
    process, stored, output = slow_download
    process.kill()
    finish(process)
    assert not output.exists()
    left = sorted(p.name for p in output.parent.iterdir())
    assert left == [".x.part", ".x.part.json", ".x.part.lock"]
    use(lambda c: c.files.retrieve_content(stored.id, output=output))
    assert output.read_bytes() == stored.data
    assert sorted(p.name for p in output.parent.iterdir()) == ["x"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_download_leaves_what_the_next_try_goes_on_with(
    server: Emulator, store: Callable[[int], Stored], tmp_path: Path, backend: str
) -> None:
    stored = store(2_000_000)
    server.fault("stall", "/files/*/content", bytes=STALL, seconds=300.0)
    output = tmp_path / "target" / "x"

    async def main() -> None:
        async with AsyncTogether() as client, anyio.create_task_group() as group:
            group.start_soon(lambda: client.files.retrieve_content(stored.id, output=output))
            while not has_begun(output):
                await anyio.sleep(0.01)
            group.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert sorted(p.name for p in output.parent.iterdir()) == [".x.part", ".x.part.json"]


def test_the_event_loop_is_not_blocked(tmp_path: Path) -> None:
    beats = 0

    async def beat(chaos: Chaos) -> None:
        nonlocal beats
        while True:
            beats += bool(chaos.seen())
            await anyio.sleep(0.005)

    async def main(chaos: Chaos) -> None:
        async with (
            AsyncTogether(KEY, base_url=chaos.base_url, max_retries=0) as client,
            anyio.create_task_group() as group,
        ):
            group.start_soon(beat, chaos)
            await client.files.retrieve_content("file-1", output=tmp_path / "x", max_connections=1)
            group.cancel_scope.cancel()

    with Chaos() as chaos:
        # The rest comes when the loop has turned so often beside the download.
        chaos.add("file-1", 3_000_000).script(Answer(stall_at=1000, until=lambda: beats > 20))
        anyio.run(main, chaos)
    assert beats > 20


def test_one_client_serves_many_threads(
    server: Emulator, store: Callable[[int], Stored], tmp_path: Path
) -> None:
    stored = store(200_000)
    failures: list[BaseException] = []

    def work(client: Together, number: int) -> None:
        try:
            client.files.retrieve_content(stored.id, output=tmp_path / f"out-{number}")
        except BaseException as error:
            failures.append(error)

    with Together() as client:
        threads = [threading.Thread(target=work, args=(client, n)) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)
    assert failures == []
    assert all((tmp_path / f"out-{n}").read_bytes() == stored.data for n in range(16))
