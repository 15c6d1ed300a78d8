"""What one small download costs beside the wire, and that nothing is lost by its costing so little.

Counted, not timed: calls of Python's functions and of the system's.
"""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from proof.chaos import Answer, Chaos, Content

from tests.conftest import Client
from tests.live.chaos import Case
from together_ext import Together, errors, progress, transfer
from together_ext.transfer import recorder

SIZE = 100_000
IDS = [f"file-{number}" for number in range(24)]
KEPT = [".x.part", ".x.part.json"]


@pytest.fixture
def chaos(chaos: Chaos) -> Chaos:
    for number, id in enumerate(IDS):
        chaos.add(id, SIZE, seed=number)
    return chaos


@pytest.fixture
def case(use: Client, chaos: Chaos, tmp_path: Path) -> Case:
    return Case(use, chaos, tmp_path, SIZE)


@pytest.fixture
def sync_case(chaos: Chaos, tmp_path: Path) -> Case:
    return Case(Client("sync"), chaos, tmp_path, SIZE)


def counted(work: Callable[[], object]) -> Counter[str]:
    """Count the calls that the downloads' own threads make: Python's by file, the system's."""
    calls: Counter[str] = Counter()

    def look(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            calls[frame.f_code.co_filename] += 1
        elif (
            event == "c_call"
            and getattr(argument, "__module__", "") in {"posix", "fcntl"}
            and argument.__name__ != "fspath"  # asks no one
        ):
            calls[f"system: {argument.__name__}"] += 1

    threading.setprofile(look)
    try:
        work()
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]  # None ends it, says its documentation
    return calls


def each(chaos: Chaos, directory: Path) -> dict[str, float]:
    """Count what one file more costs, the connection being there."""
    with Together(base_url=chaos.base_url) as client:

        def get(ids: list[str]) -> None:
            done = client.files.retrieve_many(ids, directory, max_connections=1, progress=False)
            assert len(done.files) == len(ids)

        get(IDS[:1])
        few, many = counted(lambda: get(IDS[1:4])), counted(lambda: get(IDS[4:]))
    return {name: (many[name] - few[name]) / (len(IDS) - 7) for name in many}


@pytest.mark.skipif(sys.platform == "win32", reason="counts POSIX calls")
def test_a_small_file_takes_few_calls(
    chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine what comes in pieces takes more calls, and what comes slowly is recorded.
    for id in IDS:
        chaos.add(id, 1000)
    monkeypatch.setattr(recorder, "RECORD_EVERY", 3600.0)
    calls = each(chaos, tmp_path)
    inside = f"together_ext{os.sep}transfer{os.sep}"
    ours = sum(count for name, count in calls.items() if inside in name)
    assert 50 < ours < 220  # 150 on CPython 3.11
    system = {n: count for n, count in calls.items() if n.startswith("system: ")}
    assert 10 < sum(system.values()) < 20  # without those of the connection
    assert system["system: pwrite"] == 1
    assert system["system: fsync"] == 1  # its own; the directory's is one for all
    assert system["system: unlink"] <= 1  # the lock's
    assert system["system: open"] <= 3  # the lock, the look for a record, the file
    assert not any(name.endswith("pathlib.py") for name, count in calls.items() if count >= 1)


def test_a_small_file_that_is_cut_is_gone_on_with(case: Case) -> None:
    case.script(Answer(cut=60_000))
    with pytest.raises(errors.DownloadError):
        case.download(max_retries=0)
    assert case.left() == KEPT
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, "bytes=60000-"]


def test_a_slow_small_file_is_recorded_while_it_comes(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "INTERVAL", 0.0)  # each piece is told of
    case.script(Answer(rate=200_000))
    seen: set[str] = set()
    case.download(progress=lambda _: seen.update(case.left()))
    assert ".x.part.json" in seen
    assert case.is_whole()


# ---- names that the disk keeps


def directories_synced(monkeypatch: pytest.MonkeyPatch, code: int = 0) -> list[int]:
    """Collect how many files had their names at each sync of a directory; fail it with a code."""
    found: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            names = os.listdir(descriptor)
            found.append(sum(not name.startswith(".") for name in names))
            if code:
                raise OSError(code, os.strerror(code))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def many(use: Client, chaos: Chaos, directory: Path, **options: Any) -> Any:
    return use(lambda c: c.files.retrieve_many(IDS, directory, **options), base_url=chaos.base_url)


def test_many_files_have_their_names_synced_once_when_all_have_them(
    use: Client, chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = directories_synced(monkeypatch)
    assert len(many(use, chaos, tmp_path).files) == len(IDS)
    assert synced == [len(IDS)]


def test_one_file_has_its_name_synced_before_it_is_reported(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = directories_synced(monkeypatch)
    case.download()
    assert synced == [1]


def test_without_durable_no_directory_is_synced(
    use: Client, chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = directories_synced(monkeypatch)
    many(use, chaos, tmp_path, durable=False)
    assert synced == []


def test_names_that_the_disk_may_not_keep_are_failures(
    use: Client, chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directories_synced(monkeypatch, errno.EIO)
    done = many(use, chaos, tmp_path)
    assert done.files == []
    assert set(done.failures) == set(IDS)
    assert {type(error) for error in done.failures.values()} == {errors.OutputError}
    assert done.failures["file-3"].path == str(tmp_path / "file-3.jsonl")


def test_a_name_that_the_disk_may_not_keep_is_an_error(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    directories_synced(monkeypatch, errno.EIO)
    with pytest.raises(errors.OutputError):
        case.download()


def test_names_are_synced_where_many_are_broken_off(
    sync_case: Case, chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = directories_synced(monkeypatch)
    chaos.files["file-9"].script(then=Answer(status=403))
    with pytest.raises(errors.PermissionDeniedError):
        many(sync_case.use, chaos, tmp_path, on_error="raise", max_connections=1)
    assert synced == [9]


# ---- links


def test_a_link_among_many_is_followed_and_stays(
    use: Client, chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = directories_synced(monkeypatch)
    (tmp_path / "there").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "given").symlink_to("real")
    link = tmp_path / "real" / "file-3.jsonl"
    link.symlink_to("../there/target")
    done = many(use, chaos, tmp_path / "given")
    assert done.files[3].filename == str(tmp_path / "given" / "file-3.jsonl")
    assert link.is_symlink()
    content = chaos.files["file-3"].content.whole()
    assert (tmp_path / "there" / "target").read_bytes() == content
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["target"]
    assert len(list((tmp_path / "real").iterdir())) == len(IDS)
    assert sorted(synced) == [1, len(IDS)]  # both directories


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["directory", "pipe"])
def test_what_is_no_file_among_many_fails_alone(
    use: Client, chaos: Chaos, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "file-3.jsonl")
    done = many(use, chaos, tmp_path)
    assert list(done.failures) == ["file-3"]
    assert isinstance(done.failures["file-3"], errors.OutputError)
    assert len(done.files) == len(IDS) - 1


# ---- killed at every step

PROGRAM = """
import os, signal, sys
from together_ext import Together
from together_ext.transfer import recorder
recorder.RECORD_EVERY = 3600.0  # what comes slowly is recorded, which is a step more
left = int(sys.argv[2])
steps = {"open", "flock", "fstat", "pwrite", "fsync", "replace", "close", "unlink", "lstat", "stat"}
def look(frame, event, argument):
    global left
    if event == "c_call" and getattr(argument, "__name__", "") in steps:
        if getattr(argument, "__module__", "") not in {"posix", "fcntl"}:
            return
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
with Together() as client:
    client.files.retrieve("file-1")  # what is imported and connected is no step
    import together_ext.client, together_ext.transfer.download, together_ext.transfer.setting
    sys.setprofile(look)
    client.files.retrieve_content("file-1", output=sys.argv[1], progress=False)
    sys.setprofile(None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills at POSIX calls")
def test_a_kill_at_any_step_leaves_the_file_absent_or_whole(sync_case: Case) -> None:
    case = sync_case
    case.file.content = Content(1000)  # comes in one piece: as many steps each time
    case.file.witness = 1000
    environment = {**os.environ, "TOGETHER_BASE_URL": case.server.base_url}
    content = case.file.content.whole()
    whole, left = [], set()
    for step in range(60):
        directory = case.directory / str(step)
        directory.mkdir()
        target = directory / "x"
        command = [sys.executable, "-c", PROGRAM, str(target), str(step)]
        code = subprocess.run(command, env=environment, check=False, timeout=500).returncode
        whole.append(target.exists())
        if target.exists():
            assert target.read_bytes() == content
        if code == 0:
            break
        assert code == -9
        beside = {path.name for path in directory.iterdir()} - {"x"}
        left.add(frozenset(beside))
        if step % 2:
            transfer.clean(directory)
        else:
            case.target = target
            case.download()
            assert target.read_bytes() == content
        assert {path.name for path in directory.iterdir()} <= {"x"}
    else:
        pytest.fail("it never came to its end")
    assert whole == sorted(whole)  # once it is there, it is there at every later step
    assert 10 < step < 40
    assert frozenset({".x.part", ".x.part.lock"}) in left
