"""Many downloads at once: one bound, one summary, each failure beside its id."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import Client
from together_ext import Progress, errors

IDS = [f"file-{n}" for n in range(20)]


@pytest.fixture
def chaos(chaos: Chaos) -> Chaos:
    for number, id in enumerate(IDS):
        chaos.add(id, 20_000 + number, seed=number)
    return chaos


def many(use: Client, chaos: Chaos, ids: Any, directory: Path, **options: Any) -> Any:
    return use(
        lambda c: c.files.retrieve_many(ids, directory, **options),
        base_url=chaos.base_url,
        max_retries=0,
    )


def test_all_come_whole_in_the_order_of_the_ids(use: Client, chaos: Chaos, tmp_path: Path) -> None:
    done = many(use, chaos, IDS, tmp_path / "new")
    assert [file.id for file in done.files] == IDS
    assert done.failures == {}
    assert done.bytes == sum(20_000 + number for number in range(20))
    assert done.seconds > 0
    for file in done.files:
        assert Path(file.filename).read_bytes() == chaos.files[file.id].content.whole()
    assert len(list((tmp_path / "new").iterdir())) == 20
    assert len(chaos.seen()) == 20


def test_a_failure_stands_beside_its_id_and_holds_up_no_one(
    use: Client, chaos: Chaos, tmp_path: Path
) -> None:
    chaos.files["file-3"].script(then=Answer(status=500))
    chaos.files["file-5"].script(then=Answer(cut=10))
    done = many(use, chaos, [*IDS, "file-none"], tmp_path)
    assert {id: type(error) for id, error in done.failures.items()} == {
        "file-3": errors.ServerError,
        "file-5": errors.DownloadError,
        "file-none": errors.NotFoundError,
    }
    assert len(done.files) == 18


def test_the_first_failure_ends_it_where_that_is_wanted(
    use: Client, chaos: Chaos, tmp_path: Path
) -> None:
    chaos.files["file-0"].script(then=Answer(status=500))
    for id in IDS[1:]:
        chaos.files[id].script(then=Answer(stall_at=10))
    with pytest.raises(errors.ServerError):
        many(use, chaos, IDS, tmp_path, on_error="raise")
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".jsonl"]


@pytest.mark.parametrize("limit", [1, 3])
def test_there_are_never_more_connections_than_allowed(
    use: Client, chaos: Chaos, tmp_path: Path, limit: int
) -> None:
    many(use, chaos, IDS, tmp_path, max_connections=limit)
    assert len({seen.connection for seen in chaos.seen()}) <= limit


def test_one_large_file_among_small_ones_gets_the_connections_that_are_free(
    use: Client, chaos: Chaos, tmp_path: Path
) -> None:
    large = chaos.add("large", 8_000_000)
    large.script(then=Answer(rate=2_000_000))
    told: list[Progress] = []
    done = many(use, chaos, ["large", *IDS[:3]], tmp_path, max_connections=6, progress=told.append)
    assert Path(done.files[0].filename).read_bytes() == large.content.whole()
    parts = [seen for seen in chaos.seen() if "range" in seen.headers]
    assert parts
    assert 4 < max(progress.connections for progress in told) <= 6


MEMORY = """
import re, sys
from together_ext import Together
with Together(api_key="k", base_url=sys.argv[1]) as client:
    done = client.files.retrieve_many(sys.argv[3:], sys.argv[2], max_connections=8)
status = open("/proc/self/status").read()
print(done.bytes, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


def memory(chaos: Chaos, ids: list[str], directory: Path) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, chaos.base_url, str(directory), *ids],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=500,
    )
    size, peak = map(int, done.stdout.split())
    return size, peak


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_the_bytes_in_flight_are_bounded_by_the_connections(chaos: Chaos, tmp_path: Path) -> None:
    ids = [f"large-{number}" for number in range(12)]
    for number, id in enumerate(ids):
        chaos.add(id, 16_000_000, seed=number).script(then=Answer(rate=20_000_000))
    small = memory(chaos, IDS, tmp_path / "small")
    large = memory(chaos, ids, tmp_path / "large")
    assert small[0] == sum(20_000 + number for number in range(20))
    assert large[0] == 12 * 16_000_000
    # Each connection holds 2 MiB at most; 1 MiB for each thread beside them.
    assert large[1] - small[1] <= 8 * (2 + 1)


def test_an_id_that_comes_twice_is_downloaded_once(
    use: Client, chaos: Chaos, tmp_path: Path
) -> None:
    done = many(use, chaos, ["file-1", "file-1"], tmp_path)
    assert [file.id for file in done.files] == ["file-1"]
    assert len(chaos.seen()) == 1


def test_none_is_a_summary_of_nothing(use: Client, chaos: Chaos, tmp_path: Path) -> None:
    done = many(use, chaos, [], tmp_path)
    assert (done.files, done.failures, done.bytes) == ([], {}, 0)


@pytest.mark.parametrize(
    ("ids", "why"),
    [(["File_1", "file-1"], "both"), ("file-1", "several"), ([None], "id"), (["a", ""], "names")],
)
def test_ids_that_cannot_be_are_said_before_any_request(
    use: Client, chaos: Chaos, tmp_path: Path, ids: Any, why: str
) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=why):
        many(use, chaos, ids, tmp_path)
    assert chaos.requests == []


def test_what_to_do_with_an_error_is_one_of_two(use: Client, chaos: Chaos, tmp_path: Path) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="on_error"):
        many(use, chaos, IDS, tmp_path, on_error="ignore")


def test_progress_is_that_of_all_files_together(use: Client, chaos: Chaos, tmp_path: Path) -> None:
    for id in IDS:
        chaos.files[id].script(then=Answer(rate=50_000))
    told: list[Progress] = []
    threads: set[int] = set()

    def tell(progress: Progress) -> None:
        told.append(progress)
        threads.add(threading.get_ident())

    done = many(use, chaos, IDS, tmp_path, progress=tell)
    assert told[0].done < told[-1].done
    assert told[0].total is None
    assert told[-1][:2] == (done.bytes, done.bytes)
    assert told[-1].connections == 0
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert threads == {threading.get_ident()}


def test_a_file_that_fails_does_not_leave_the_total_unknown(
    use: Client, chaos: Chaos, tmp_path: Path
) -> None:
    told: list[Progress] = []
    done = many(use, chaos, [*IDS, "file-none"], tmp_path, progress=told.append)
    assert told[-1][:2] == (done.bytes, done.bytes)


def test_what_is_interrupted_is_gone_on_with(use: Client, chaos: Chaos, tmp_path: Path) -> None:
    ids = ["large-1", "large-2", "large-3"]
    for id in ids:
        chaos.add(id, 3_000_000).script(Answer(stall_at=2_000_000))
    told: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        if progress.done >= 5_900_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        many(use, chaos, ids, tmp_path, max_connections=3, progress=interrupt)
    assert not list(tmp_path.glob("*.jsonl"))
    done = many(use, chaos, ids, tmp_path, progress=told.append)
    assert len(done.files) == 3
    assert told[-1].resumed_from >= 5_900_000
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{id}.jsonl" for id in ids]
    for file in done.files:
        assert Path(file.filename).read_bytes() == chaos.files[file.id].content.whole()
