"""What a disk may do to a download: a typed error, and what can be gone on with is kept."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import KEY, Client
from tests.live.chaos import SIZE, Case
from together_ext import errors
from together_ext.transfer import journal

KEPT = [".x.part", ".x.part.json"]


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    with Chaos() as server:
        yield Case(Client("sync"), server, tmp_path)


def fail_after(monkeypatch: pytest.MonkeyPatch, name: str, calls: int, code: int) -> None:
    """Make a system call fail from the n-th time on."""
    real = getattr(os, name)
    left = calls

    def call(*arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(code, os.strerror(code))
        return real(*arguments)

    monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, errors.InsufficientDiskSpaceError),
        (errno.EDQUOT, errors.InsufficientDiskSpaceError),
        (errno.EIO, errors.OutputError),
        (errno.EROFS, errors.OutputError),
        (errno.EACCES, errors.OutputError),
    ],
)
def test_a_write_that_fails_is_typed_and_keeps_what_came(
    case: Case, monkeypatch: pytest.MonkeyPatch, code: int, error: type[errors.OutputError]
) -> None:
    case.script(Answer(rate=20_000_000))
    with monkeypatch.context() as patch:
        fail_after(patch, "pwrite", 1, code)
        with pytest.raises(error) as caught:
            case.download()
    assert caught.value.errno == code
    assert caught.value.path == str(case.target)
    assert case.left() == KEPT
    case.download()
    assert case.is_whole()
    assert case.statuses() == [200, 206]


def test_space_is_set_aside_before_the_first_byte(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    for name in ("posix_fallocate", "pwrite"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *a, real=real, name=name: (order.append((name, a[-1])), real(*a))[1]
        )
    case.download()
    assert order[0] == ("posix_fallocate", SIZE)


def test_space_that_cannot_be_set_aside_is_an_error_at_the_start(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_after(monkeypatch, "posix_fallocate", 0, errno.ENOSPC)
    with pytest.raises(errors.InsufficientDiskSpaceError) as caught:
        case.download()
    assert caught.value.needed == SIZE
    assert caught.value.available is not None
    assert case.left() == []


@pytest.mark.parametrize("code", [errno.EOPNOTSUPP, errno.EINVAL])
def test_where_nothing_can_be_set_aside_it_goes_without(
    case: Case, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fail_after(monkeypatch, "posix_fallocate", 0, code)
    case.download()
    assert case.is_whole()


def test_a_directory_that_vanishes_is_an_error(case: Case) -> None:
    directory = case.directory / "d"
    case.target = directory / "x"

    def vanish(_progress: object) -> None:
        shutil.rmtree(directory, ignore_errors=True)

    case.script(Answer(rate=6_000_000))
    with pytest.raises(errors.OutputError):
        case.download(progress=vanish)
    assert not case.target.exists()


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_an_end_that_fails_keeps_every_byte_for_the_next_try(
    case: Case, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    case.script(Answer(rate=20_000_000))
    real = getattr(os, name)

    def fail(*arguments: Any) -> Any:
        if name == "replace" and not str(arguments[0]).endswith(".part"):
            return real(*arguments)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, name, fail)
        with pytest.raises(errors.OutputError):
            case.download()
    assert case.left() == KEPT
    case.download()
    assert case.is_whole()
    assert len(case.asked()) == 1


def test_a_record_that_cannot_be_written_is_an_error_and_not_a_lie(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(journal, "save", refuse)
        with pytest.raises(errors.OutputError):
            case.download()
    assert case.left() == []


def test_without_durable_nothing_is_synced(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_after(monkeypatch, "fsync", 0, errno.EIO)
    fail_after(monkeypatch, "fdatasync", 0, errno.EIO)
    case.script(Answer(rate=10_000_000))
    case.download(durable=False)
    assert case.is_whole()


@pytest.mark.parametrize(
    "options",
    [
        {"max_connections": 0},
        {"max_connections": True},
        {"wait": -1},
        {"wait": float("nan")},
        {"stall_timeout": 0},
        {"min_speed": -1},
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(case: Case, options: dict[str, Any]) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=next(iter(options))):
        case.download(**options)
    assert case.server.requests == []
