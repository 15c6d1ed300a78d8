"""Several connections on one file: where they help, and never at the price of a byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from proof.chaos import Answer, Chaos, Content

from tests.conftest import Client
from tests.live.chaos import Case
from tests.live.test_resume import finished, kill_at
from together_ext import Progress, errors

SIZE = 8_000_000
SLOW = Answer(rate=8_000_000)


@pytest.fixture
def case(use: Client, chaos: Chaos, tmp_path: Path) -> Case:
    return Case(use, chaos, tmp_path, SIZE)


@pytest.fixture
def sync_case(chaos: Chaos, tmp_path: Path) -> Case:
    return Case(Client("sync"), chaos, tmp_path, SIZE)


def test_connections_are_added_where_each_is_slow(case: Case) -> None:
    case.script(then=Answer(rate=2_000_000))
    told: list[Progress] = []
    case.download(max_connections=4, progress=told.append)
    assert case.is_whole()
    assert 1 < max(progress.connections for progress in told) <= 4
    assert told[-1][:2] == (SIZE, SIZE)
    parts = [seen for seen in case.server.seen() if "range" in seen.headers]
    assert parts
    assert all(seen.headers["if-range"] == '"one"' for seen in parts)


def test_one_connection_is_what_one_gets_who_asks_for_one(case: Case) -> None:
    case.script(then=SLOW)
    case.download(max_connections=1)
    assert case.is_whole()
    assert case.asked() == [None]


def test_a_small_file_is_one_request(case: Case) -> None:
    case.file.content = Content(100_000)
    case.script(then=Answer(rate=200_000))
    case.download(max_connections=16)
    assert case.is_whole()
    assert len(case.server.requests) == 1


@pytest.mark.parametrize("etag", [None, 'W/"one"'])
def test_without_a_strong_etag_there_is_one_connection(sync_case: Case, etag: str | None) -> None:
    case = sync_case
    case.file.etag = etag
    case.script(then=SLOW)
    case.download(max_connections=8)
    assert case.is_whole()
    assert case.asked() == [None]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=429),
        Answer(status=503),
        Answer(status=403),
        Answer(ranges="ignore"),
        Answer(ranges="refuse"),
        Answer(ranges="wrong-start"),
        Answer(ranges="wrong-total"),
        Answer(etag='"two"'),
        Answer(cut_head=0),
        Answer(gzip=True),
    ],
    ids=["429", "503", "403", "200", "416", "start", "total", "etag", "cut", "gzip"],
)
def test_a_server_that_dislikes_more_connections_gets_one(sync_case: Case, answer: Answer) -> None:
    case = sync_case
    case.script(SLOW, then=answer)
    case.download(max_connections=8)
    assert case.is_whole()


def test_one_that_is_not_answered_holds_no_one_up(sync_case: Case) -> None:
    case = sync_case
    case.script(SLOW, then=Answer(delay=30))
    case.download(max_connections=8)
    assert case.is_whole()
    first = next(seen for seen in case.server.seen() if "range" not in seen.headers)
    assert first.sent == SIZE


def test_a_cut_of_any_of_them_is_made_good(sync_case: Case) -> None:
    case = sync_case
    case.script(SLOW, *[Answer(rate=8_000_000, cut=300_000)] * 6, then=SLOW)
    case.download(max_connections=4)
    assert case.is_whole()


def test_a_straggler_is_helped_out(sync_case: Case) -> None:
    case = sync_case
    # The one that is there first keeps crawling; the rest is done by the others.
    case.script(Answer(rate=400_000), then=Answer(rate=4_000_000))
    case.download(max_connections=4)
    assert case.is_whole()
    first = next(seen for seen in case.server.seen() if "range" not in seen.headers)
    assert first.sent < SIZE / 2


def test_the_rest_of_one_that_crawls_is_fetched_by_another(sync_case: Case) -> None:
    case = sync_case
    case.script(Answer(rate=10_000), then=Answer(rate=8_000_000))
    case.download(max_connections=4)
    assert case.is_whole()
    first = next(seen for seen in case.server.seen() if "range" not in seen.headers)
    # Hours, at its rate; a tenth of the smallest part that is split again is what it brought.
    assert first.sent < 200_000


def test_a_file_that_changes_while_several_fetch_it_is_one_of_the_two(sync_case: Case) -> None:
    case = sync_case
    changed = Answer(rate=8_000_000, content=Content(SIZE, seed=5), etag='"two"')
    case.script(Answer(rate=8_000_000, cut=3_000_000), SLOW, SLOW, SLOW, then=changed)
    case.download(max_connections=4)
    assert case.target.read_bytes() in {
        case.file.content.whole(),
        Content(SIZE, seed=5).whole(),
    }


def test_signed_urls_are_shared_and_renewed(case: Case) -> None:
    case.script(then=Answer(redirect="storage", signed_uses=3))
    case.script(then=SLOW, at="storage")
    case.download(max_connections=4)
    assert case.is_whole()
    assert all("authorization" not in seen.headers for seen in case.server.seen("storage"))


def test_several_connections_killed_are_gone_on_with(sync_case: Case) -> None:
    case = sync_case
    case.script(then=Answer(rate=500_000))
    kill_at(case, 2_000_000, connections=4)
    before = finished(case)
    case.script(then=Answer())
    told: list[Progress] = []
    case.download(max_connections=4, progress=told.append)
    assert case.is_whole()
    assert told[0].resumed_from == before


def test_a_full_disk_ends_all_of_them(sync_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sync_case
    case.script(then=SLOW)
    write = os.pwrite
    written = 0

    def full(descriptor: int, data: bytes, offset: int) -> int:
        nonlocal written
        written += len(data)
        if written > 4_000_000:
            raise OSError(28, "No space left on device")
        return write(descriptor, data, offset)

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(errors.InsufficientDiskSpaceError):
        case.download(max_connections=4)
    monkeypatch.setattr(os, "pwrite", write)
    assert case.left() == [".x.part", ".x.part.json"]
    case.download(max_connections=4)
    assert case.is_whole()


MEMORY = """
import re, sys
from together_ext import Together
with Together(api_key="k", base_url=sys.argv[1]) as client:
    seen = []
    client.files.retrieve_content("file-1", output=sys.argv[2], max_connections=8,
                                  progress=lambda p: seen.append(p.connections))
status = open("/proc/self/status").read()
print(max(seen), int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_eight_connections_stay_under_55_mib(sync_case: Case) -> None:
    case = sync_case
    case.file.content = Content(64_000_000)
    case.script(then=Answer(rate=12_000_000))
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, case.server.base_url, str(case.target)],
        capture_output=True,
        text=True,
        check=True,
        timeout=500,
    )
    connections, peak = map(int, done.stdout.split())
    assert connections == 8
    assert peak <= 55
