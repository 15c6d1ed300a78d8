"""Turns: few threads at a time do Python's work beside an event loop."""

from __future__ import annotations

import threading
import time

import pytest

from together_ext import turns
from together_ext.turns import Turns, current, in_turns, resting


class AtWork:
    """Counts those that are at work, and remembers the most."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.now -= 1


def in_threads(shared: Turns, work: object, count: int = 8) -> None:
    threads = [threading.Thread(target=in_turns, args=(shared, work)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_more_work_at_a_time_than_there_are_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 60)  # however long a busy machine keeps one of them
    at_work = AtWork()

    def work() -> None:
        for _ in range(3):
            with at_work:
                time.sleep(0.002)

    in_threads(Turns(2), work)
    assert at_work.most <= 2


def test_those_that_wait_leave_their_turn_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 90)  # nor does anyone go on without a turn
    everyone = threading.Barrier(8)

    def work() -> None:
        with resting():
            everyone.wait(60)  # broken, and raised, unless all eight wait at once
        done.append(1)

    done: list[int] = []
    in_threads(Turns(1), work)
    assert len(done) == 8


def test_a_turn_that_is_kept_holds_no_one_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    everyone = threading.Barrier(4)
    done: list[int] = []

    def work() -> None:
        everyone.wait(60)
        done.append(1)

    in_threads(Turns(1), work, count=4)
    assert len(done) == 4


def test_an_error_gives_the_turn_back() -> None:
    shared = Turns(1)

    def work() -> None:
        raise KeyError

    for _ in range(3):
        with pytest.raises(KeyError):
            in_turns(shared, work)
    assert shared.take()
    assert current() is None


def test_a_thread_that_takes_no_turns_rests_for_nothing() -> None:
    with resting():
        assert current() is None
