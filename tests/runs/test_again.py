"""A run gone on with by another call, later or otherwise: nothing paid for is left behind."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.runs.conftest import QUICK, jobs_by_content, paid_once, read, row, rows, write
from together_ext import AsyncTogether, RunStatus, Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs import account
from together_ext.runs.ledgerfile import NAME
from together_ext.runs.options import next_order, spec_of
from together_ext.runs.runner import drive
from together_ext.runs.shard import Limits

LOOK: dict[str, Any] = {"poll_interval": 0.02, "settle": 0.3}
CREATE = {"path": "/batches", "method": "POST"}
LIST = {"path": "/batches", "method": "GET"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", rows(4))


@pytest.fixture
def state(output: Path) -> Path:
    return output.with_name(f".{output.name}.run")


class Stop(Exception):
    """Ends a run at a step."""


def until_asked_again(server: Emulator, source: Path, output: Path) -> None:
    """Begin a run of four rows of which two are asked again, and stop when their job is made."""
    server.fault("job", **CREATE, end="EXPIRED", after=0.5)

    def stop(status: RunStatus) -> None:
        if status.attempt == 2 and status.submitted == 2:
            raise Stop

    with Together() as client, pytest.raises(Stop):
        client.batches.run(source, output=output, on_update=stop, **QUICK)


def rows_done(server: Emulator) -> int:
    return sum(job["rows_done"] for job in server.books()["jobs"])


# ---- jobs that no one would look at any more


def test_what_a_second_attempt_finished_is_collected_of_a_cancelled_run(
    start: Callable[..., Emulator], source: Path, output: Path
) -> None:
    server = start("--seconds-per-row", "0.3")
    until_asked_again(server, source, output)
    while rows_done(server) < 3:
        time.sleep(0.02)
    with Together() as client:
        client.batches.attach(output).cancel()
        result = client.batches.attach(output).wait(**LOOK)
    assert result.counts.ok == rows_done(server)
    assert result.counts.ok >= 3


@pytest.mark.parametrize("lost", ["", "rows.sqlite*"], ids=["", "rows"])
def test_what_a_second_attempt_finished_is_collected_though_fewer_attempts_are_wished(
    server: Emulator, source: Path, output: Path, state: Path, lost: str
) -> None:
    until_asked_again(server, source, output)
    for path in state.glob(lost) if lost else ():
        path.unlink()
    with Together() as client:
        result = client.batches.run(source, output=output, max_attempts=1, **QUICK)
    assert (result.counts.ok, result.retries) == (4, 1)


def test_fewer_attempts_than_were_begun_make_no_more_jobs(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    server.fault("job", **CREATE, end="EXPIRED", after=0.5)
    server.fault("drop_after", **CREATE)
    server.fault("status", "/batches", "GET", code=401, skip=2)
    source = write(tmp_path / "in.jsonl", rows(6))
    options = {**QUICK, "limits": Limits(max_rows=6)}
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):  # while it looks for a lost create
            client.batches.run(source, output=output, **options)
        assert len(server.books()["jobs"]) == 2
        less = client.batches.run(source, output=output, max_attempts=1, **options)
        again = client.batches.run(source, output=output, max_attempts=3, **options)
    assert (less.counts, less.retries) == (again.counts, 1)
    assert less.counts.ok == 6
    assert len(server.books()["jobs"]) == 2


def test_attempts_that_were_not_wished_are_made_when_they_are(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("job", **CREATE, end="EXPIRED", after=0.5)
    server.fault("status", **CREATE, code=401)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, **QUICK)
        fewer = client.batches.run(source, output=output, max_attempts=1, **QUICK)
        assert (fewer.counts.ok, fewer.counts.missing) == (2, 2)
        assert len(server.books()["jobs"]) == 1
        more = client.batches.run(source, output=output, **QUICK)
    assert more.counts.ok == 4
    assert [line["status"] for line in read(output)] == ["ok"] * 4


@pytest.mark.parametrize("lost", [[NAME], [NAME, account.NAME]], ids=["ledger", "both"])
def test_cancelling_with_a_lost_ledger_finds_the_jobs_and_cancels_them(
    start: Callable[..., Emulator], tmp_path: Path, output: Path, state: Path, lost: list[str]
) -> None:
    server = start("--seconds-per-row", "2")  # far from its end when it is cancelled
    source = write(tmp_path / "in.jsonl", rows(8))
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
        while rows_done(server) < 1:
            time.sleep(0.02)
        for name in lost:
            (state / name).unlink()
        handle = client.batches.attach(output)
        handle.cancel()
        assert {job["status"] for job in server.books()["jobs"]} <= {"CANCELLED", "CANCELING"}
        result = handle.wait(**LOOK)
    assert result.counts.ok == rows_done(server) > 0
    assert result.counts.missing > 0
    assert paid_once(server, 2)


@pytest.mark.parametrize("rows_too", [False, True])
def test_what_a_cancelled_run_finished_is_collected_when_its_ledger_is_lost(
    start: Callable[..., Emulator],
    source: Path,
    output: Path,
    state: Path,
    rows_too: bool,
) -> None:
    server = start("--seconds-per-row", "0.3")
    until_asked_again(server, source, output)
    while rows_done(server) < 3:
        time.sleep(0.02)
    with Together() as client:
        client.batches.attach(output).cancel()
        (state / NAME).unlink()
        for path in state.glob("rows.sqlite*") if rows_too else ():
            path.unlink()
        handle = client.batches.attach(output)
        result = (
            client.batches.run(source, output=output, **QUICK) if rows_too else handle.wait(**LOOK)
        )
    assert result.counts.ok == rows_done(server) >= 3
    assert len(server.books()["jobs"]) == 2


# ---- creates whose answers were lost


def test_a_job_that_shows_only_when_it_is_about_to_be_sent_again_is_adopted(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("drop_after", **CREATE)
    server.fault("status", **CREATE, code=401)
    server.fault("status", **LIST, code=200, body="[]", times=-1)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):  # the second create, after settle
            client.batches.run(source, output=output, **QUICK)
        server.clear_faults()
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert paid_once(server, 1)


def test_a_job_that_shows_after_three_were_lost_needs_no_person(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("drop_after", **CREATE)
    server.fault("drop_before", **CREATE, times=2)
    server.fault("status", **LIST, code=200, body="[]", times=-1)
    with Together() as client:
        with pytest.raises(errors.OutcomeUnknownError, match="3 creates for"):
            client.batches.run(source, output=output, **{**QUICK, "settle": 0.05})
        server.clear_faults()
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert paid_once(server, 1)


def test_what_may_be_paid_for_already_is_looked_for_whatever_may_be_spent_now(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    given = rows(4)
    for request in given:
        request["body"]["max_tokens"] = 9
    source = write(tmp_path / "in.jsonl", given)
    prices = {"models": {"m": {"input": 1000.0, "output": 1000.0}}}
    server.fault("drop_after", **CREATE)
    server.fault("status", "/batches", "GET", code=401, skip=1)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, max_cost=99, prices=prices, **QUICK)
        result = client.batches.run(source, output=output, max_cost=0, prices=prices, **QUICK)
    assert result.counts.ok == 4
    assert paid_once(server, 1)


def test_a_create_that_was_refused_again_and_again_is_no_lost_one(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("status", **CREATE, code=401, times=4)
    with Together() as client:
        for _ in range(4):
            with pytest.raises(errors.AuthenticationError):
                client.batches.run(source, output=output, **QUICK)
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert paid_once(server, 1)


def test_what_may_cost_just_as_much_as_it_may_is_sent(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    given = rows(4)
    for request in given:
        request["body"]["max_tokens"] = 9
    source = write(tmp_path / "in.jsonl", given)
    options = {**QUICK, "prices": {"models": {"m": {"input": 1000.0, "output": 1000.0}}}}
    with Together() as client:
        cost = client.batches.run(source, output=output, dry_run=True, **options).cost
        assert cost is not None
        with pytest.raises(errors.CostLimitError):
            client.batches.run(source, output=output, max_cost=cost * 0.999, **options)
        assert server.books()["jobs"] == []
        assert client.batches.run(source, output=output, max_cost=cost, **options).counts.ok == 4


def test_what_a_person_said_is_not_believed_over_a_job_that_shows(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("drop_after", **CREATE)
    server.fault("rewrite", "/batches*", "GET", set={"input_file_id": None}, times=-1)
    with Together() as client:
        with pytest.raises(errors.OutcomeUnknownError) as caught:
            client.batches.run(source, output=output, **QUICK)
        (file_id,) = re.findall(r"resolve=\{'([^']+)'", str(caught.value))
        server.clear_faults()
        result = client.batches.run(source, output=output, resolve={file_id: None}, **QUICK)
    assert result.counts.ok == 4
    assert paid_once(server, 1)


def test_a_list_that_never_shows_the_runs_own_jobs_lets_nothing_be_sent_again(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows(8))
    server.fault("status", "/batches", "GET", code=200, body="null", times=-1)
    server.fault("drop_after", **CREATE, skip=1)
    with Together() as client:
        with pytest.raises(errors.OutcomeUnknownError, match="no job of this run"):
            client.batches.run(source, output=output, **QUICK)
        server.clear_faults()
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 8
    assert paid_once(server, 2)


def test_of_jobs_that_say_nothing_of_themselves_one_more_is_a_new_one(
    server: Emulator, tmp_path: Path, source: Path, output: Path
) -> None:
    with Together() as client:
        other = client.files.upload(write(tmp_path / "other.jsonl", rows(1)))
        client.batches.create(other.id)
        nothing = {"id": None, "created_at": None, "input_file_id": None}
        server.fault("rewrite", "/batches", "GET", set=nothing, times=-1)
        server.fault("drop_after", **CREATE)
        with pytest.raises(errors.OutcomeUnknownError, match="a job without an id"):
            client.batches.run(source, output=output, **QUICK)
        server.clear_faults()
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert set(jobs_by_content(server).values()) == {1}


def test_a_job_of_the_run_cannot_be_said_to_be_that_of_another_create(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    server.fault("drop_before", **CREATE, skip=1, times=3)
    source = write(tmp_path / "in.jsonl", rows(8))
    with Together() as client:
        with pytest.raises(errors.OutcomeUnknownError) as caught:
            client.batches.run(source, output=output, **{**QUICK, "settle": 0.05})
        (file_id,) = re.findall(r"resolve=\{'([^']+)'", str(caught.value))
        (job,) = server.books()["jobs"]
        with pytest.raises(errors.InvalidArgumentError, match="is the run's already"):
            client.batches.run(source, output=output, resolve={file_id: job["id"]}, **QUICK)
        client.batches.run(source, output=output, resolve={file_id: None}, **QUICK)
    assert paid_once(server, 2)


def test_a_job_of_another_file_cannot_be_said_to_be_that_of_a_create(
    server: Emulator, tmp_path: Path, source: Path, output: Path
) -> None:
    server.fault("drop_before", **CREATE)
    server.fault("status", "/batches", "GET", code=401, skip=1)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, **QUICK)
        (file,) = server.books()["files"]
        other = client.files.upload(write(tmp_path / "other.jsonl", rows(1)))
        job = client.batches.create(other.id)
        with pytest.raises(errors.InvalidArgumentError, match=f"is the job of {other.id}"):
            client.batches.run(source, output=output, resolve={file["id"]: job.id}, **QUICK)
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
    assert set(jobs_by_content(server).values()) == {1}


def test_each_lost_create_is_waited_for_by_itself(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows(8))
    server.fault("drop_before", **CREATE)
    server.fault("job", **CREATE, skip=1, hidden=0.7, lose=True)
    with Together() as client:
        result = client.batches.run(source, output=output, **{**QUICK, "settle": 1.5})
    assert result.counts.ok == 8
    assert paid_once(server, 2)


# ---- waiting, in calls that are shorter than the wait


def polled(handle: Any) -> Any:
    for _ in range(200):
        try:
            return handle.result()
        except errors.WaitTimeoutError:
            time.sleep(0.02)
    raise AssertionError("it is asked again and again and never ends")


def test_a_handle_that_is_asked_again_and_again_ends_although_a_job_left_half(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("job", **CREATE, end="EXPIRED", after=0.5)
    with Together() as client:
        assert polled(client.batches.submit(source, output=output, **QUICK)).counts.ok == 4


def test_a_handle_that_is_asked_again_and_again_sends_a_lost_create_again(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("drop_before", **CREATE)
    server.fault("status", "/batches", "GET", code=401, skip=1)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, **QUICK)
        assert polled(client.batches.attach(output)).counts.ok == 4
    assert paid_once(server, 1)


# ---- jobs that the API knows no more


@pytest.fixture
def gone(server: Emulator, source: Path, output: Path) -> Path:
    """The output of a run whose job no one knows any more, although its file is there."""
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
    (job,) = server.books()["jobs"]
    server.fault("status", f"/batches/{job['id']}", "GET", code=404, times=-1)
    return output


def impatiently(output: Path, **options: Any) -> Any:
    with Together() as client:
        order = next_order(spec_of(output), client._policy(), client.base_url, options)
        return client._run(drive(replace(order, patience=0.1)))


def test_a_job_that_is_gone_is_an_error_that_says_how_to_go_on(gone: Path) -> None:
    with pytest.raises(errors.NotFoundError, match="on_lost_answers='missing'"):
        impatiently(gone)


def test_a_job_that_is_gone_leaves_its_rows_missing_where_that_is_wished(
    gone: Path, server: Emulator
) -> None:
    result = impatiently(gone, on_lost_answers="missing")
    assert (result.counts.missing, result.counts.retryable) == (4, 0)
    assert f"the API has {result.jobs[0]} no more" in read(gone)[0]["error"]["message"]
    assert paid_once(server, 1)


def test_a_job_that_is_gone_is_asked_again_where_that_is_wished(
    gone: Path, server: Emulator
) -> None:
    result = impatiently(gone, on_lost_answers="ask_again", poll_interval=0.02)
    assert (result.counts.ok, result.retries) == (4, 1)
    assert len(server.books()["jobs"]) == 2


def test_a_job_is_not_gone_where_the_key_sees_nothing_of_the_run(
    server: Emulator, source: Path, output: Path
) -> None:
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
    own = server.data_dir
    server.data_dir = own.with_name("another")
    server.restart()
    for wish in ("missing", "ask_again"):
        with pytest.raises(errors.LedgerError, match="this key sees none of"):
            impatiently(output, on_lost_answers=wish)
    assert server.books()["jobs"] == []
    server.data_dir = own
    server.restart()
    with Together() as client:
        assert client.batches.attach(output).wait(**LOOK).counts.ok == 4
    assert paid_once(server, 1)


# ---- what a finished job says of its files


def ended(server: Emulator, source: Path, output: Path) -> Any:
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
        (job,) = server.books()["jobs"]
        return client.batches.wait(job["id"], poll_interval=0.02)


def test_one_file_under_both_names_has_every_answer_once(
    server: Emulator, source: Path, output: Path
) -> None:
    same = {"error_file_id": ended(server, source, output).output_file_id}
    server.fault("rewrite", "/batches/*", "GET", set=same, times=-1)
    with Together() as client:
        result = client.batches.attach(output).wait(**LOOK)
    assert (result.counts.ok, result.counts.duplicate) == (4, 0)


def test_a_file_that_was_told_once_is_not_untold(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", [*rows(3), row("silent", emulator_repeat=0)])
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
        (job,) = server.books()["jobs"]
        client.batches.wait(job["id"], poll_interval=0.02)
        # Seen once; not all rows are answered, so it is looked at again.
        none = {"output_file_id": None}
        server.fault("rewrite", "/batches/*", "GET", set=none, skip=1, times=-1)
        result = client.batches.attach(output).wait(max_attempts=1, **LOOK)
    assert (result.counts.ok, result.counts.missing) == (3, 1)


def test_a_second_file_that_is_late_is_waited_for_while_rows_are_without_answer(
    server: Emulator, tmp_path: Path, output: Path
) -> None:
    source = write(tmp_path / "in.jsonl", [*rows(3), row("refused", emulator_fail=400)])
    assert ended(server, source, output).error_file_id
    none = {"error_file_id": None}
    server.fault("rewrite", "/batches/*", "GET", set=none, times=2)
    with Together() as client:
        result = client.batches.attach(output).wait(poll_interval=0.02, settle=20)
    assert (result.counts.ok, result.counts.error, result.retries) == (3, 1, 0)
    assert paid_once(server, 1)


def test_a_job_that_is_canceled_is_cancelled(server: Emulator, source: Path, output: Path) -> None:
    ended(server, source, output)
    server.fault("rewrite", "/batches/*", "GET", set={"status": "CANCELED"}, times=-1)
    with Together() as client:
        assert client.batches.attach(output).wait(timeout=300, **LOOK).counts.ok == 4


# ---- other files


def test_another_output_of_the_same_state_is_written_though_as_many_bytes_are_there(
    server: Emulator, source: Path, output: Path, tmp_path: Path
) -> None:
    with Together() as client:
        client.batches.run(source, output=output, state=tmp_path / "state", **QUICK)
        other = tmp_path / "other.jsonl"
        there = output.stat()
        other.write_bytes(b"x" * there.st_size)
        os.utime(other, ns=(there.st_atime_ns, there.st_mtime_ns))
        client.batches.run(source, output=other, state=tmp_path / "state", **QUICK)
    assert other.read_bytes() == output.read_bytes()
    assert paid_once(server, 1)


def test_results_that_another_run_wrote_over_are_written_again(
    server: Emulator, source: Path, output: Path, tmp_path: Path
) -> None:
    others = write(tmp_path / "others.jsonl", [row(f"ROW-{n:04}") for n in range(4)])
    with Together() as client:
        for state, given in (("a", source), ("b", others), ("a", source)):
            result = client.batches.run(given, output=output, state=tmp_path / state, **QUICK)
    assert [row.custom_id for row in result.rows()] == [row["custom_id"] for row in rows(4)]
    assert paid_once(server, 2)


def test_a_dry_run_leaves_what_is_there_and_nothing_else(
    server: Emulator, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "state.dry").mkdir()
    (tmp_path / "state.dry" / "precious").touch()
    before = sorted(tmp_path.rglob("*"))
    with Together() as client:
        client.batches.run(source, output=tmp_path / "a" / "b" / "out.jsonl", dry_run=True, **QUICK)
        output = tmp_path / "out.jsonl"
        client.batches.run(source, output=output, state=tmp_path / "state", dry_run=True, **QUICK)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["out", "out.txt", "out.json"])
def test_results_under_any_name_can_be_read(
    server: Emulator, source: Path, tmp_path: Path, name: str
) -> None:
    with Together() as client:
        result = client.batches.run(source, output=tmp_path / name, **QUICK)
    assert [row.custom_id for row in result.rows()] == [row["custom_id"] for row in rows(4)]


# ---- the rows' side lost or damaged


def test_rows_made_anew_with_other_limits_say_how_to_come_back(
    server: Emulator, tmp_path: Path, output: Path, state: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows(8))

    def lose_rows() -> None:
        for path in state.glob("rows.sqlite*"):
            path.unlink()

    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)
        lose_rows()
        with pytest.raises(errors.LedgerError, match=r"Remove .*rows\.sqlite .* same limits="):
            client.batches.run(source, output=output, **{**QUICK, "limits": Limits(max_rows=3)})
        assert spec_of(output).limits == Limits(max_rows=4)  # what was refused is not kept
        lose_rows()
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 8
    assert paid_once(server, 2)


def test_a_run_whose_rows_were_lost_is_not_gone_on_with_at_another_endpoint(
    server: Emulator, source: Path, output: Path, state: Path
) -> None:
    server.fault("status", **CREATE, code=401)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.submit(source, output=output, **QUICK)
        for path in state.glob("rows.sqlite*"):
            path.unlink()
        with pytest.raises(errors.InputChangedError, match="was begun for /v1/chat/completions"):
            client.batches.run(source, output=output, endpoint="/v1/completions", **QUICK)
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_rows_are_not_asked_again_from_a_damaged_shard(
    server: Emulator, source: Path, output: Path, state: Path, damage: str
) -> None:
    server.fault("job", **CREATE, end="EXPIRED", after=0.5)
    shard = state / "shards" / "00001.jsonl"
    with Together() as client:
        handle = client.batches.submit(source, output=output, **QUICK)
        whole = shard.read_bytes()
        shard.unlink()
        if damage == "changed":
            shard.write_bytes(whole.replace(b"says", b"asks"))
        with pytest.raises(errors.OutputError, match="is not what was written there"):
            handle.wait(**LOOK)
        assert len(server.books()["jobs"]) == 1
        shard.write_bytes(whole)
        assert handle.wait(**LOOK).counts.ok == 4


def test_a_state_from_a_backup_finds_what_was_submitted_since(
    server: Emulator, tmp_path: Path, output: Path, state: Path
) -> None:
    """As docs/runs.md says: without its ledger."""
    source = write(tmp_path / "in.jsonl", rows(8))
    server.fault("status", **CREATE, code=401, skip=1)
    with Together() as client:
        with pytest.raises(errors.AuthenticationError):
            client.batches.run(source, output=output, **QUICK)
        shutil.copytree(state, tmp_path / "backup")
        client.batches.run(source, output=output, **QUICK)
        shutil.rmtree(state)
        shutil.copytree(tmp_path / "backup", state)
        (state / NAME).unlink()
        assert client.batches.attach(output).wait(**LOOK).counts.ok == 8
    assert paid_once(server, 2)


# ---- stopped while the rows are read


class Pressed:
    """Rows at which Ctrl-C is pressed half-way."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        yield from rows(3)
        raise KeyboardInterrupt


def test_ctrl_c_while_the_rows_are_read_cancels_nothing_that_is_to_come(
    server: Emulator, output: Path
) -> None:
    with Together() as client:
        with pytest.raises(KeyboardInterrupt, match="The same call begins anew"):
            client.batches.run(Pressed(), output=output, cancel_on_interrupt=True, **QUICK)
        assert client.batches.run(rows(3), output=output, **QUICK).counts.ok == 3


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_task_cancelled_while_the_rows_are_read_cancels_nothing_that_is_to_come(
    server: Emulator, output: Path, backend: str
) -> None:
    async def main() -> Any:
        async with AsyncTogether() as client:
            with anyio.CancelScope() as scope:

                def read_until_cancelled() -> Iterator[dict[str, Any]]:
                    yield from rows(3)
                    anyio.from_thread.run_sync(scope.cancel)

                await client.batches.run(
                    read_until_cancelled(), output=output, cancel_on_interrupt=True, **QUICK
                )
            assert scope.cancelled_caught
            return await client.batches.run(rows(3), output=output, **QUICK)

    assert anyio.run(main, backend=backend).counts.ok == 3


def test_an_error_of_the_api_in_the_callers_own_function_comes_out_as_it_is(
    server: Emulator, source: Path, output: Path
) -> None:
    with Together() as client:
        with pytest.raises(errors.NotFoundError, match="file-nothing"):
            client.batches.run(
                source,
                output=output,
                make_request=lambda _: client.files.retrieve("file-nothing"),
                **QUICK,
            )
        assert client.batches.run(source, output=output, **QUICK).counts.ok == 4
