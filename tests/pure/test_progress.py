"""Progress, told and drawn."""

from __future__ import annotations

import io
import sys

import pytest

from together_ext import InvalidArgumentError, MissingPackageError, Progress, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_is_told_at_the_start_ten_times_a_second_and_at_the_end() -> None:
    told: list[Progress] = []
    now = 0.0
    meter = progress.Meter(told.append, clock=lambda: now)
    meter.start(1000)
    for _ in range(1000):
        now += 0.001
        meter.advance(1)
    meter.finish()
    assert told[0] == Progress(0, 1000, 0.0)
    assert told[-1].done == 1000
    assert told[-1].speed == pytest.approx(1000)
    assert 10 <= len(told) <= 12


def test_a_second_start_counts_from_nothing() -> None:
    told: list[Progress] = []
    meter = progress.Meter(told.append)
    meter.start(10)
    meter.advance(7)
    meter.start(10)
    meter.finish()
    assert told[-1].done == 0


def test_nothing_is_told_where_no_one_listens() -> None:
    meter = progress.Meter(None)
    meter.start(None)
    meter.advance(1)
    meter.finish()


def test_true_gives_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    bar = progress.open_bar(True, "down x")
    assert bar is not None
    bar(Progress(5, 10, 1.0))
    bar.close()
    assert "down x" in capsys.readouterr().err


def test_none_gives_a_bar_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert progress.open_bar(None, "x") is None
    monkeypatch.setattr(sys, "stderr", Terminal())
    bar = progress.open_bar(None, "x")
    assert bar is not None
    bar.close()


def test_none_without_tqdm_gives_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert progress.open_bar(None, "x") is None


def test_true_without_tqdm_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(MissingPackageError, match=r"together-ext\[progress\]"):
        progress.open_bar(True, "x")


def test_false_and_a_callback_give_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert progress.open_bar(False, "x") is None
    assert progress.open_bar(print, "x") is None


def test_anything_else_is_refused() -> None:
    with pytest.raises(InvalidArgumentError):
        progress.open_bar("yes", "x")


def test_no_standard_error_gives_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # pythonw has none
    assert progress.open_bar(None, "x") is None
