"""A run is gone on with where it was begun: at no other API, and with no other account's key."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.runs.conftest import QUICK, paid_once, rows, write
from together_ext import Together, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs import account
from together_ext.runs.ledgerfile import NAME

LOOK: dict[str, Any] = {"poll_interval": 0.02, "settle": 0.3}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", rows(8))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.fixture
def state(output: Path) -> Path:
    return output.with_name(f".{output.name}.run")


@contextmanager
def another_account(server: Emulator) -> Iterator[None]:
    """At the same address, with none of the files and jobs."""
    own = server.data_dir
    server.data_dir = own.with_name("another")
    server.restart()
    try:
        yield
    finally:
        assert server.books()["jobs"] == []
        server.data_dir = own
        server.restart()


def begin(source: Path, output: Path) -> None:
    with Together() as client:
        client.batches.submit(source, output=output, **QUICK)


def go_on(output: Path) -> Any:
    with Together() as client:
        return client.batches.attach(output).wait(**LOOK)


def test_a_rebuilt_ledger_knows_at_which_api_the_run_was_begun(
    start: Callable[..., Emulator], source: Path, output: Path, state: Path
) -> None:
    second, first = start(), start()
    begin(source, output)
    (state / NAME).unlink()
    with (
        Together(base_url=second.base_url) as client,
        pytest.raises(errors.LedgerError, match=first.base_url),
    ):
        client.batches.attach(output).wait(**LOOK)
    assert second.books()["requests"] == {}
    assert go_on(output).counts.ok == 8
    assert paid_once(first, 2)


def test_a_rebuilt_ledger_pays_nothing_with_another_accounts_key(
    server: Emulator, source: Path, output: Path, state: Path
) -> None:
    begin(source, output)
    (state / NAME).unlink()
    with (
        another_account(server),
        pytest.raises(errors.LedgerError, match="this key sees none of"),
    ):
        go_on(output)
    assert go_on(output).counts.ok == 8
    assert paid_once(server, 2)


def test_a_rebuilt_ledger_finds_the_jobs_whose_files_were_deleted(
    server: Emulator, source: Path, output: Path, state: Path
) -> None:
    begin(source, output)
    with Together() as client:
        inputs = [file.id for file in client.files.list().data if file.purpose == "batch-api"]
        for id in inputs:
            client.files.delete(id)
    assert len(inputs) == 2
    (state / NAME).unlink()
    assert go_on(output).counts.ok == 8
    assert [job["input_file_id"] for job in server.books()["jobs"]] == inputs


def test_what_left_no_trace_at_the_api_is_asked_again_only_when_that_is_said(
    server: Emulator, source: Path, output: Path, state: Path
) -> None:
    begin(source, output)
    (state / NAME).unlink()
    server.data_dir = server.data_dir.with_name("emptied")
    server.restart()
    with pytest.raises(errors.LedgerError, match=account.NAME):
        go_on(output)
    assert server.books()["jobs"] == []
    (state / account.NAME).unlink()
    assert go_on(output).counts.ok == 8
    assert paid_once(server, 2)


def test_a_lost_create_is_not_sent_again_with_another_accounts_key(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("drop_after", "/batches", "POST")
    server.fault("status", "/batches", "GET", code=401, skip=1)
    with pytest.raises(errors.AuthenticationError):
        begin(source, output)
    with (
        another_account(server),
        pytest.raises(errors.OutcomeUnknownError, match="does not see that file"),
    ):
        go_on(output)
    assert go_on(output).counts.ok == 8
    assert paid_once(server, 2)


def test_what_is_left_of_a_run_is_not_asked_with_another_accounts_key(
    server: Emulator, source: Path, output: Path
) -> None:
    server.fault("status", "/batches", "POST", code=401, skip=1)
    with pytest.raises(errors.AuthenticationError):
        begin(source, output)
    with another_account(server), pytest.raises(errors.LedgerError, match="a key of the account"):
        go_on(output)
    assert go_on(output).counts.ok == 8
    assert paid_once(server, 2)


@pytest.mark.parametrize("damage", [b"{\n", b"[]\n", b'{"api": "x"}\n', b"\xff\n"])
def test_a_damaged_note_of_the_uploads_is_an_error_and_no_guess(
    server: Emulator, source: Path, output: Path, state: Path, damage: bytes
) -> None:
    begin(source, output)
    (state / NAME).unlink()
    (state / account.NAME).write_bytes(damage)
    with pytest.raises(errors.LedgerError, match=account.NAME):
        go_on(output)
    assert paid_once(server, 2)


def test_a_line_that_a_kill_cut_off_is_written_anew(
    server: Emulator, source: Path, output: Path, state: Path
) -> None:
    server.fault("status", "/batches", "POST", code=401, skip=1)
    with pytest.raises(errors.AuthenticationError):
        begin(source, output)
    noted = (state / account.NAME).read_bytes()
    assert noted.count(b"\n") == 2
    (state / account.NAME).write_bytes(noted[:-20])
    with closing(sqlite3.connect(state / NAME)) as ledger, ledger:
        ledger.execute("UPDATE shards SET file_id = NULL WHERE job_id IS NULL")
    assert go_on(output).counts.ok == 8
    assert (state / account.NAME).read_bytes() == noted
    assert paid_once(server, 2)
