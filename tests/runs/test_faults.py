"""What the API may do to a run, one thing a test: it pays once, and no row is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KEY, Client
from tests.runs.conftest import QUICK, jobs_by_content, paid_once, read, row, rows, write
from together_ext import Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs.shard import Limits

CREATE = {"path": "/batches", "method": "POST"}


@pytest.fixture
def use() -> Client:
    """Threads, for most: the flows are the same; ``each`` is all three ways to drive them."""
    return Client("sync")


@pytest.fixture(params=["sync", "asyncio", "trio"])
def each(request: pytest.FixtureRequest) -> Client:
    """Run the test with each client."""
    return Client(request.param)


def go(use: Client, tmp_path: Path, given: list[dict[str, Any]], **options: Any) -> Any:
    source = write(tmp_path / "in.jsonl", given)
    output = tmp_path / "out.jsonl"
    return use(lambda c: c.batches.run(source, output=output, **{**QUICK, **options}))


def statuses(result: Any) -> list[str]:
    return [line["status"] for line in read(result.output)]


# ---- creating


def test_a_lost_answer_to_create_is_one_job(each: Client, server: Emulator, tmp_path: Path) -> None:
    server.fault("drop_after", **CREATE, times=2)
    result = go(each, tmp_path, rows(10))
    assert result.counts.ok == 10
    assert paid_once(server, 3)


def test_a_500_after_the_act_is_one_job(use: Client, server: Emulator, tmp_path: Path) -> None:
    server.fault("status", **CREATE, code=500, act=True, times=2)
    assert go(use, tmp_path, rows(10)).counts.ok == 10
    assert paid_once(server, 3)


@pytest.mark.parametrize("kind", ["html", "status"])
def test_an_unreadable_answer_to_create_is_one_job(
    use: Client, server: Emulator, tmp_path: Path, kind: str
) -> None:
    server.fault("rewrite", **CREATE, set={"id": None})
    if kind == "status":
        server.fault("status", **CREATE, code=201, body={"job": None}, act=True)
    assert go(use, tmp_path, rows(10)).counts.ok == 10
    assert paid_once(server, 3)


def test_a_create_that_was_not_carried_out_is_sent_again(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("drop_before", **CREATE)
    server.fault("status", **CREATE, code=502)
    assert go(use, tmp_path, rows(4), settle=0.1).counts.ok == 4
    assert paid_once(server, 1)
    assert server.books()["requests"]["POST /batches"] == 3


def test_a_job_that_is_listed_late_is_waited_for(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("job", **CREATE, hidden=1.0, lose=True)
    assert go(use, tmp_path, rows(4), settle=3).counts.ok == 4
    assert paid_once(server, 1)


def test_a_create_that_is_carried_out_late_is_waited_for(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("delay", **CREATE, seconds=2.0, anyway=True)
    source = write(tmp_path / "in.jsonl", rows(4))
    result = use(
        lambda c: c.batches.run(source, output=tmp_path / "out.jsonl", **{**QUICK, "settle": 4}),
        timeout=1.0,
    )
    assert result.counts.ok == 4
    assert paid_once(server, 1)


def test_too_many_requests_are_ridden_out(use: Client, server: Emulator, tmp_path: Path) -> None:
    server.fault("status", **CREATE, code=429, times=3)
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert paid_once(server, 1)


@pytest.mark.parametrize("answer", ["null", "[]"])
def test_a_list_that_lost_what_it_had_lets_nothing_be_sent_again(
    use: Client, server: Emulator, tmp_path: Path, answer: str
) -> None:
    server.fault("drop_before", **CREATE, skip=1)
    # Each create reads the list once before; from then on the list is empty.
    server.fault("status", "/batches", "GET", code=200, body=answer, skip=2, times=-1)
    with pytest.raises(errors.OutcomeUnknownError, match="not whole"):
        go(use, tmp_path, rows(8))
    server.clear_faults()
    assert go(use, tmp_path, rows(8)).counts.ok == 8
    assert paid_once(server, 2)


def test_a_job_that_says_no_file_is_neither_adopted_nor_paid_for_again(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("drop_after", **CREATE)
    server.fault("rewrite", "/batches*", "GET", set={"input_file_id": None}, times=-1)
    with pytest.raises(errors.OutcomeUnknownError, match="resolve="):
        go(use, tmp_path, rows(4))
    (job,) = server.books()["jobs"]
    with pytest.raises(errors.OutcomeUnknownError, match=job["id"]):
        go(use, tmp_path, rows(4))
    found = {job["input_file_id"]: job["id"]}
    assert go(use, tmp_path, rows(4), resolve=found).counts.ok == 4
    assert paid_once(server, 1)


def test_a_job_that_says_its_file_only_when_asked_alone_is_adopted(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("drop_after", **CREATE)
    server.fault("rewrite", "/batches", "GET", set={"input_file_id": None}, times=-1)
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert paid_once(server, 1)


def test_a_job_that_says_no_id_is_neither_adopted_nor_paid_for_again(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("drop_after", **CREATE)
    server.fault("rewrite", "/batches", "GET", set={"id": None}, times=-1)
    with pytest.raises(errors.OutcomeUnknownError, match="a job without an id"):
        go(use, tmp_path, rows(4))
    (job,) = server.books()["jobs"]
    server.clear_faults()
    result = go(use, tmp_path, rows(4), resolve={job["input_file_id"]: job["id"]})
    assert (result.counts.ok, result.jobs) == (4, (job["id"],))
    assert paid_once(server, 1)


def test_a_person_can_say_that_there_is_no_job(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    # A job that is first listed after the create, and says no file, could be the run's own.
    other = use(lambda c: c.files.upload(write(tmp_path / "other.jsonl", rows(1))))
    use(lambda c: c.batches.create(other.id))
    server.fault("status", "/batches", "GET", code=200, body="[]")
    server.fault("drop_before", **CREATE)
    server.fault("rewrite", "/batches*", "GET", set={"input_file_id": None}, times=-1)
    with pytest.raises(errors.OutcomeUnknownError) as caught:
        go(use, tmp_path, rows(4))
    server.clear_faults()
    (file_id,) = [file["id"] for file in server.books()["files"] if file["id"] in str(caught.value)]
    # It is said of that create, and not of the next one, whose answer is lost after the act.
    server.fault("drop_after", **CREATE)
    assert go(use, tmp_path, rows(4), resolve={file_id: None}).counts.ok == 4
    assert [job["input_file_id"] for job in server.books()["jobs"]].count(file_id) == 1


@pytest.fixture
def lost_thrice(use: Client, server: Emulator, tmp_path: Path) -> str:
    """Creates of one shard that vanished three times; the id of its file."""
    server.fault("drop_before", **CREATE, times=9)
    with pytest.raises(errors.OutcomeUnknownError, match="3 creates for") as caught:
        go(use, tmp_path, rows(4), settle=0.05)
    assert server.books()["requests"]["POST /batches"] == 3
    server.clear_faults()
    # Only a person knows more: the same line again sends nothing.
    with pytest.raises(errors.OutcomeUnknownError):
        go(use, tmp_path, rows(4), settle=0.05)
    assert server.books()["requests"]["POST /batches"] == 3
    (file_id,) = [file["id"] for file in server.books()["files"] if file["id"] in str(caught.value)]
    return str(file_id)


def test_a_create_that_vanished_three_times_is_sent_again_when_a_person_says_so(
    use: Client, server: Emulator, tmp_path: Path, lost_thrice: str
) -> None:
    assert go(use, tmp_path, rows(4), resolve={lost_thrice: None}).counts.ok == 4
    assert paid_once(server, 1)


def test_the_job_that_a_person_found_is_the_shards(
    use: Client, server: Emulator, tmp_path: Path, lost_thrice: str
) -> None:
    job = use(lambda c: c.batches.create(lost_thrice))
    result = go(use, tmp_path, rows(4), resolve={lost_thrice: job.id})
    assert (result.counts.ok, result.jobs) == (4, (job.id,))
    assert paid_once(server, 1)


def test_what_a_person_said_of_one_create_is_not_said_of_the_next(
    use: Client, server: Emulator, tmp_path: Path, lost_thrice: str
) -> None:
    server.fault("drop_before", **CREATE, times=9)
    with pytest.raises(errors.OutcomeUnknownError):
        go(use, tmp_path, rows(4), settle=0.05, resolve={lost_thrice: None})
    assert server.books()["requests"]["POST /batches"] == 4


def test_spent_credit_stops_cleanly_and_can_be_resumed(
    each: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("status", **CREATE, code=401, skip=1)
    with pytest.raises(errors.AuthenticationError, match=r"1 job goes on at the API.*attach"):
        go(each, tmp_path, rows(10))
    assert go(each, tmp_path, rows(10)).counts.ok == 10
    assert paid_once(server, 3)


def test_two_runs_of_the_same_rows_make_their_own_jobs(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows(4))
    for name in ("a", "b"):
        server.fault("drop_after", **CREATE)
        output = tmp_path / f"{name}.jsonl"
        assert use(lambda c, o=output: c.batches.run(source, output=o, **QUICK)).counts.ok == 4
    assert set(jobs_by_content(server).values()) == {2}


# ---- uploading


def test_a_file_that_is_there_already_is_used(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("drop_after", "/files/*/preprocess", "POST")
    server.fault("status", "/files", "POST", code=503)
    server.fault("status", "/storage/*", "PUT", code=503)
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert paid_once(server, 1)


@pytest.mark.parametrize("size", [1, None])
def test_a_file_that_is_there_already_is_used_only_if_its_size_is_the_shards(
    use: Client, server: Emulator, tmp_path: Path, size: int | None
) -> None:
    use(lambda c: c.files.upload(write(tmp_path / "same.jsonl", rows(4))))
    (there,) = server.books()["files"]
    server.fault("rewrite", "/files/*", "GET", set={"bytes": size}, times=-1)
    with pytest.raises(errors.UploadError):
        go(use, tmp_path, rows(4))
    assert server.books()["jobs"] == []
    server.clear_faults()
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    (job,) = server.books()["jobs"]
    assert job["input_file_id"] == there["id"]


def test_a_file_is_waited_for_until_it_is_checked(
    use: Client, start: Callable[..., Emulator], tmp_path: Path
) -> None:
    server = start("--processing-seconds", "0.4")
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert paid_once(server, 1)


@pytest.mark.timeout(300)  # and not after the quarter of an hour of an outage
@pytest.mark.parametrize("status", ["INVALID_FORMAT", "FAILED"])
def test_a_file_that_the_api_does_not_take_ends_the_run_at_once(
    use: Client, start: Callable[..., Emulator], tmp_path: Path, status: str
) -> None:
    server = start("--processing-seconds", "3600")
    server.fault("rewrite", "/files/*", "GET", set={"processing_status": status})
    with pytest.raises(errors.UploadError, match=f"which calls it {status}"):
        go(use, tmp_path, rows(4))
    assert server.books()["jobs"] == []


def test_a_file_that_no_one_asked_to_be_checked_is_asked_for(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    # As after a kill between the bytes and that request: the file is there, and stays PENDING.
    server.fault("status", "/files/*/preprocess", "POST", code=401)
    with pytest.raises(errors.AuthenticationError):
        go(use, tmp_path, rows(4))
    server.fault("rewrite", "/files/*/preprocess", "POST", set={"processing_status": "PENDING"})
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert server.books()["requests"]["POST /files/{id}/preprocess"] == 3


def test_a_file_that_was_deleted_is_uploaded_again(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("status", **CREATE, code=401)
    with pytest.raises(errors.AuthenticationError):
        go(use, tmp_path, rows(4))
    (file,) = server.books()["files"]
    use(lambda c: c.files.delete(file["id"]))
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert len(server.books()["jobs"]) == 1


# ---- waiting


def test_an_unknown_status_means_not_finished(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("rewrite", "/batches/*", "GET", set={"status": "PONDERING"}, times=5)
    assert go(use, tmp_path, rows(4)).counts.ok == 4


@pytest.mark.parametrize("name", ["DONE", "completed"])
def test_an_end_under_another_name_is_waited_for_and_nothing_is_given_up(
    use: Client, server: Emulator, tmp_path: Path, name: str
) -> None:
    server.fault("rewrite", "/batches*", "GET", set={"status": name}, times=-1)
    with pytest.raises(errors.WaitTimeoutError, match="same"):
        go(use, tmp_path, rows(10), timeout=2.0)
    server.clear_faults()
    assert go(use, tmp_path, rows(10)).counts.ok == 10
    assert paid_once(server, 3)


def test_an_outage_while_waiting_is_ridden_out(
    each: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("status", "/batches/*", "GET", code=503, times=8)
    server.fault("drop_before", "/batches/*", "GET", times=8)
    server.fault("status", "/batches/*", "GET", code=404, times=2)
    assert go(each, tmp_path, rows(4)).counts.ok == 4
    assert paid_once(server, 1)


def test_a_restart_of_the_api_is_ridden_out(use: Client, server: Emulator, tmp_path: Path) -> None:
    def bounce() -> None:
        server.kill()
        time.sleep(0.3)
        server.start()

    timer = threading.Timer(0.15, bounce)
    timer.start()
    result = go(use, tmp_path, rows(40), settle=0.6)
    timer.join()
    assert result.counts.ok == 40
    assert paid_once(server, 10)


def test_files_that_are_a_moment_late_are_waited_for(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault(
        "rewrite",
        "/batches/*",
        "GET",
        set={"output_file_id": None, "error_file_id": None, "status": "COMPLETED"},
    )
    result = go(use, tmp_path, rows(4), settle=1000)
    assert (result.counts.ok, result.retries) == (4, 0)


# ---- how jobs end


@pytest.mark.parametrize("end", ["EXPIRED", "CANCELLED", "FAILED"])
def test_a_job_that_ends_half_way_gives_what_it_has_and_the_rest_is_asked_again(
    each: Client, server: Emulator, tmp_path: Path, end: str
) -> None:
    server.fault("job", **CREATE, end=end, after=0.5)
    result = go(each, tmp_path, rows(10), limits=Limits())
    assert (result.counts.ok, result.retries) == (10, 1)
    assert [job["rows"] for job in server.books()["jobs"]] == [10, 5]
    assert sorted(line["attempts"] for line in read(result.output)) == [1] * 5 + [2] * 5


def test_rows_of_an_expired_job_that_say_so_are_asked_again(
    use: Client, start: Callable[..., Emulator], tmp_path: Path
) -> None:
    server = start("--expired-rows", "error")
    server.fault("job", **CREATE, end="EXPIRED", after=0.5)
    assert go(use, tmp_path, rows(10)).counts.ok == 10


def test_a_file_that_the_api_fails_ends_as_missing_rows_with_its_reason(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("job", **CREATE, end="FAILED", after=0.0, times=-1)
    result = go(use, tmp_path, rows(4), max_attempts=2)
    assert (result.counts.missing, result.retries) == (4, 1)
    assert "told to fail" in read(result.output)[0]["error"]["message"]


# ---- what rows become


def test_errors_that_can_pass_are_asked_again_and_others_are_not(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    given = [row("good"), row("busy", emulator_fail=429), row("bad", emulator_fail=400)]
    result = go(use, tmp_path, given, max_attempts=3)
    assert statuses(result) == ["ok", "error", "error"]
    assert [line["attempts"] for line in read(result.output)] == [1, 3, 1]
    assert [job["rows"] for job in server.books()["jobs"]] == [3, 1, 1]


def test_a_doubled_row_is_told_and_kept_once(use: Client, server: Emulator, tmp_path: Path) -> None:
    result = go(use, tmp_path, [row("a", emulator_repeat=2), row("b")])
    assert statuses(result) == ["duplicate", "ok"]


def test_a_lost_row_is_asked_again_and_then_missing(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    result = go(use, tmp_path, [row("a", emulator_repeat=0), row("b")], max_attempts=2)
    assert statuses(result) == ["missing", "ok"]
    assert result.retries == 1


def test_a_cut_line_and_one_of_nobody_are_put_aside(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    given = [row("a", emulator_raw='{"custom_id": "a", "resp'), row("b", emulator_alias="zz")]
    result = go(use, tmp_path, [*given, row("c")], max_attempts=1)
    assert statuses(result) == ["missing", "missing", "ok"]
    assert result.counts.strays == 2


def test_a_line_separator_inside_a_row_is_data(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    result = go(use, tmp_path, [row("a", "One\u2028line\u0085of text.")])
    (line,) = read(result.output)
    answer = line["response"]["body"]["choices"][0]["message"]["content"]
    assert answer == "One\u2028line\u0085of text."


def test_an_answer_that_is_cut_off_is_downloaded_again(
    each: Client, server: Emulator, tmp_path: Path
) -> None:
    for kind in ("cut_body", "short_length", "stall"):
        more = {"seconds": 0.05} if kind == "stall" else {}
        server.fault(kind, "/files/*/content", "GET", bytes=100, times=2, **more)
    assert go(each, tmp_path, rows(4)).counts.ok == 4


# ---- beside the public clients


def test_a_failing_storage_never_takes_an_empty_file_for_the_shard(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("status", "/storage/*", "PUT", code=503, times=2)
    assert go(use, tmp_path, rows(4)).counts.ok == 4
    assert all(file["bytes"] for file in server.books()["files"])


def test_a_lost_answer_is_never_answered_by_a_second_create(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    server.fault("drop_after", **CREATE)
    with Together(api_key=KEY, max_retries=5) as client:
        source = write(tmp_path / "in.jsonl", rows(4))
        client.batches.run(source, output=tmp_path / "out.jsonl", **QUICK)
    assert server.books()["requests"]["POST /batches"] == 1
