"""What a second look found: ways to pay twice, or for something else, that must stay closed."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runs.conftest import HELD, QUICK, hold, paid_once, read, row, rows, write
from together_ext import Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs.ledgerfile import NAME
from together_ext.transfer import lock

LOOK: dict[str, Any] = {"poll_interval": 0.02, "settle": 0.3}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", rows(4))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_a_call_that_was_refused_changes_nothing_of_the_run(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("status", "/batches", "POST", code=401)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, **QUICK)
        with pytest.raises(errors.InputChangedError):
            client.batches.run(
                source, output=output, **{**QUICK, "endpoint": "/v1/completions", "model_id": "x"}
            )
        assert client.batches.attach(output).wait(**LOOK).counts.ok == 4
    (job,) = server.books()["jobs"]
    assert job["endpoint"] == "/v1/chat/completions"
    assert job.get("model_id") != "x"


def test_a_run_is_gone_on_with_at_the_api_where_it_was_begun(
    start: Callable[..., Emulator], source: Path, output: Path
) -> None:
    first, second = start(), start()
    with Together(base_url=first.base_url) as client:
        client.batches.submit(source, output=output, **QUICK)
    with Together(base_url=second.base_url) as client:
        for go_on in (
            lambda: client.batches.run(source, output=output, **QUICK),
            lambda: client.batches.attach(output).wait(**LOOK),
            lambda: client.batches.attach(output).cancel(),
        ):
            with pytest.raises(errors.LedgerError, match=first.base_url):
                go_on()
    assert second.books()["requests"] == {}
    with Together(base_url=first.base_url) as client:
        assert client.batches.attach(output).wait(**LOOK).counts.ok == 4
    assert paid_once(first, 1)


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED", "FAILED"])
def test_answers_that_come_after_the_end_are_waited_for_before_rows_are_asked_again(
    server: Emulator, source: Path, output: Path, status: str
) -> None:
    missing = {"output_file_id": None, "error_file_id": None, "status": status}
    server.fault("rewrite", "/batches/*", "GET", set=missing, times=12)
    with Together() as client:
        options = {**QUICK, "settle": 1000}
        result = client.batches.run(source, output=output, **options)
    assert (result.counts.ok, result.retries) == (4, 0)
    assert paid_once(server, 1)


def test_an_error_file_that_tells_of_all_rows_needs_no_other(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", [row("a", emulator_fail=400)])
    with Together() as client:
        options = {**QUICK, "settle": 1000}
        result = client.batches.run(source, output=output, timeout=500, **options)
    assert result.counts.error == 1


@pytest.mark.parametrize("late", ["output_file_id", "error_file_id"])
def test_a_file_that_does_not_tell_of_all_rows_has_the_other_waited_for(
    server: Emulator, tmp_path: Path, output: Path, late: str
) -> None:
    given = [*rows(2), row("refused", emulator_fail=400)]
    server.fault("rewrite", "/batches/*", "GET", set={late: None}, times=8)
    with Together() as client:
        options = {**QUICK, "settle": 1000}
        result = client.batches.run(
            write(tmp_path / "in.jsonl", given), output=output, timeout=500, **options
        )
    assert (result.counts.ok, result.counts.error, result.retries) == (2, 1, 0)
    assert paid_once(server, 1)


def test_a_job_of_another_file_is_not_believed_to_be_the_shards(
    server: Emulator, source: Path, output: Path, tmp_path: Path
) -> None:
    server.fault("drop_after", "/batches", "POST")
    server.fault("rewrite", "/batches", "GET", set={"input_file_id": None}, times=-1)
    server.fault("rewrite", "/batches/*", "GET", set={"input_file_id": None}, times=-1)
    with Together() as client:
        with pytest.raises(errors.OutcomeUnknownError):
            client.batches.run(source, output=output, **QUICK)
        server.clear_faults()
        (mine,) = server.books()["jobs"]
        other = client.files.upload(write(tmp_path / "other.jsonl", rows(1)))
        wrong = client.batches.create(other.id)
        found = {mine["input_file_id"]: wrong.id}
        with pytest.raises(errors.InvalidArgumentError, match=str(other.id)):
            client.batches.run(source, output=output, resolve=found, **QUICK)
        found = {mine["input_file_id"]: mine["id"]}
        result = client.batches.run(source, output=output, resolve=found, **QUICK)
    assert result.counts.ok == 4
    assert paid_once(server, 2)


def test_prices_of_ones_own_are_kept_with_the_run(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    given = rows(4)
    for request in given:
        request["body"]["max_tokens"] = 5
    source = write(tmp_path / "in.jsonl", given)
    prices = {"models": {"m": {"input": 1.0, "output": 1.0}}, "date": "2026-01-01"}
    with Together() as client:
        client.batches.submit(source, output=output, max_cost=5, prices=prices, **QUICK)
        usage = client.batches.attach(output).wait(**LOOK).usage
    assert usage.cost is not None
    assert usage.prices_date == "2026-01-01"
    assert len(read(output)) == 4


def without_answers(server: Emulator, source: Path, output: Path) -> None:
    """Have a job end, and its answers deleted before anyone collects them."""
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
        (job,) = server.books()["jobs"]
        client.batches.wait(job["id"], poll_interval=0.02)
        client.files.delete(client.batches.retrieve(job["id"]).output_file_id)
        with pytest.raises(errors.NotFoundError, match="on_lost_answers='missing'"):
            client.batches.run(source, output=output, **QUICK)
        with pytest.raises(errors.NotFoundError, match="paid for"):
            client.batches.attach(output).wait(**LOOK)


def test_answers_that_the_api_has_no_more_are_not_asked_again_unasked(
    server: Emulator, source: Path, output: Path
) -> None:
    without_answers(server, source, output)
    with Together() as client:
        result = client.batches.run(source, output=output, on_lost_answers="missing", **QUICK)
        assert (result.counts.missing, result.counts.retryable) == (4, 0)
        assert client.batches.run(source, output=output, **QUICK).counts == result.counts
    assert "has file-" in read(output)[0]["error"]["message"]
    assert paid_once(server, 1)


def test_answers_that_the_api_has_no_more_are_asked_again_where_that_is_wished(
    server: Emulator, source: Path, output: Path
) -> None:
    without_answers(server, source, output)
    with Together() as client:
        handle = client.batches.attach(output)
        result = handle.wait(on_lost_answers="ask_again", **LOOK)
    assert (result.counts.ok, result.retries) == (4, 1)
    assert len(server.books()["jobs"]) == 2


def test_answers_that_are_not_there_for_a_moment_are_waited_for(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("status", "/files/*/content", "GET", code=404, times=3)
    with Together() as client:
        result = client.batches.run(source, output=output, **{**QUICK, "settle": 1000})
    assert result.counts.ok == 4


def test_answers_that_were_removed_from_the_state_are_brought_again(
    server: Emulator, source: Path, output: Path
) -> None:
    write(source, [*rows(3), row("refused", emulator_fail=400)])  # so that there are both files
    with Together() as client:
        client.batches.run(source, output=output, **QUICK)
        before = output.read_bytes()
        output.unlink()
        for path in (output.parent / f".{output.name}.run" / "answers").iterdir():
            path.unlink()
        client.batches.run(source, output=output, **QUICK)
    assert output.read_bytes() == before
    assert paid_once(server, 1)


def test_a_file_system_without_locks_lets_no_run_begin(
    server: Emulator, source: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_try", no_locks)
    with Together() as client, pytest.raises(errors.LedgerError, match="state="):
        client.batches.run(source, output=output, **QUICK)
    assert server.books()["requests"] == {}


def a_file_as_directory(output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    output.write_text("a file")
    return output / "results.jsonl"


def a_device(output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return Path("/dev/full")


def parquet_without_pyarrow(output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    return output.with_suffix(".parquet")


@pytest.mark.parametrize("case", [a_file_as_directory, a_device, parquet_without_pyarrow])
def test_results_that_cannot_be_written_are_found_out_before_anything_is_paid_for(
    server: Emulator,
    source: Path,
    output: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    case: Callable[[Path, pytest.MonkeyPatch], Path],
) -> None:
    there = case(output, monkeypatch)
    with Together() as client, pytest.raises((errors.OutputError, errors.MissingPackageError)):
        client.batches.run(source, output=there, state=tmp_path / "state", **QUICK)
    assert server.books()["requests"] == {}
    with Together() as client:  # nothing is left that is in the way
        again = tmp_path / "again.jsonl"
        result = client.batches.run(source, output=again, state=tmp_path / "state", **QUICK)
    assert result.counts.ok == 4


def test_results_that_cannot_be_written_any_more_do_not_send_anyone_into_a_run_that_pays_again(
    server: Emulator, source: Path, output: Path, tmp_path: Path
) -> None:
    with Together() as client:
        handle = client.batches.submit(source, output=output, **QUICK)
        output.mkdir()  # whatever the reason, root is refused too
        with pytest.raises(errors.OutputError, match="paid for again") as caught:
            handle.wait(**LOOK)
        state = str(output.with_name(".out.jsonl.run"))
        assert f"state={state!r}" in str(caught.value)
        result = client.batches.run(source, output=tmp_path / "new.jsonl", state=state, **LOOK)
    assert result.counts.ok == 4
    assert paid_once(server, 1)


def test_a_result_says_in_words_what_came_of_it(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", [row("a"), row("b", emulator_fail=400)])
    with Together() as client:
        result = client.batches.run(source, output=output, **QUICK)
    assert str(result).startswith("2 rows: 1 ok, 1 error\n")
    assert f"{output}: 1 job, " in str(result)
    assert "reader" not in repr(result)


def test_how_to_come_back_names_the_state_where_it_is_elsewhere(
    server: Emulator, source: Path, output: Path, tmp_path: Path
) -> None:
    hold(server)
    state = tmp_path / "elsewhere"
    with Together() as client:
        with pytest.raises(errors.WaitTimeoutError) as caught:
            client.batches.run(source, output=output, state=state, timeout=0.2, **QUICK)
        assert f"attach({str(state)!r})" in str(caught.value)
        server.clear_faults()
        assert client.batches.attach(state).wait(**LOOK).counts.ok == 4


@pytest.mark.parametrize("finished", [True, False])
def test_rows_that_are_lost_are_made_anew_from_the_input_and_the_answers(
    server: Emulator, tmp_path: Path, output: Path, finished: bool
) -> None:
    """The table of rows is not on the disk at each step as the ledger is: a power cut loses it."""
    given = [row("a"), row("b", emulator_fail=503), row("c", emulator_repeat=2), *rows(3)]
    source = write(tmp_path / "in.jsonl", given)
    with Together() as client:
        first = client.batches.run(source, output=output, max_attempts=2, **QUICK)
        before = output.read_bytes()
        jobs = len(server.books()["jobs"])
        for path in (output.parent / f".{output.name}.run").glob("rows.sqlite*"):
            path.unlink()
        if not finished:
            output.unlink()
        again = client.batches.run(source, output=output, max_attempts=2, **QUICK)
    assert (again.counts, again.jobs) == (first.counts, first.jobs)
    assert output.read_bytes() == before
    assert len(server.books()["jobs"]) == jobs


@pytest.mark.parametrize("by", ["run", "attach"])
def test_a_shard_that_is_damaged_is_made_anew_as_the_error_says(
    server: Emulator, tmp_path: Path, output: Path, by: str
) -> None:
    source = write(tmp_path / "in.jsonl", rows(8))
    state = output.parent / f".{output.name}.run"
    server.fault("status", "/files", "POST", code=401, skip=1)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, **QUICK)
        (state / "shards" / "00002.jsonl").write_text("damaged")
        go_on: dict[str, Callable[[], object]] = {
            "run": lambda: client.batches.run(source, output=output, **QUICK),
            "attach": lambda: client.batches.attach(output).wait(**LOOK),
        }
        with pytest.raises(errors.TogetherError, match=r"Remove .*rows\.sqlite"):
            go_on[by]()
        (state / "rows.sqlite").unlink()
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 8
    assert paid_once(server, 2)


@pytest.mark.parametrize("code", [408, 409])
def test_a_refusal_that_may_come_after_the_act_is_looked_into(
    server: Emulator, source: Path, output: Path, code: int
) -> None:
    server.fault("status", "/batches", "POST", code=code, act=True)
    with Together() as client:
        for _ in range(2):
            try:
                result = client.batches.run(source, output=output, **QUICK)
            except (errors.APIError, errors.OutcomeUnknownError):
                continue
    assert result.counts.ok == 4
    assert paid_once(server, 1)
    assert server.books()["requests"]["POST /batches"] == 1


def test_a_run_that_was_cancelled_stays_so_when_its_ledger_is_lost(
    start: Callable[..., Emulator], tmp_path: Path, output: Path
) -> None:
    server = start(*HELD)
    source = write(tmp_path / "in.jsonl", rows(8))
    with Together() as client:
        client.batches.submit(source, output=output, max_jobs_in_flight=1, **QUICK).cancel()
        (output.parent / f".{output.name}.run" / NAME).write_bytes(b"lost")
        result = client.batches.attach(output).wait(**LOOK)
    assert result.counts.missing > 0
    assert len(server.books()["jobs"]) == 1
