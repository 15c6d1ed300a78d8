"""Waiting for a batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from together_openapi.models import BatchJob, BatchStatus

from together_ext import (
    APIConnectionError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
    WaitTimeoutError,
    polling,
)
from together_ext.calls import Call, Policy
from together_ext.flow import Send, Sleep


def job(status: str | None) -> BatchJob:
    return BatchJob.from_dict({"id": "b", "status": status})


def status_error(kind: type[Any], status: int) -> Exception:
    error: Exception = kind("no", operation="get_batch", status=status, body="")
    return error


class Answer:
    """As much of a reply as a call looks at before it parses."""

    status = 200

    def __init__(self, job: BatchJob) -> None:
        self.job = job


class World:
    """A clock, and an API that answers from a list."""

    def __init__(self, answers: list[Any]) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.now = 0.0
        self.looks: list[float] = []
        self.updates: list[str] = []

    def wait(self, *, timeout: float | None = None, poll_interval: float | None = None) -> BatchJob:
        flow = polling.wait(
            Call("get_batch", {"method": "get"}, parse=lambda reply: reply.job),  # type: ignore[attr-defined]  # an Answer
            "b",
            Policy(max_retries=0, chance=lambda: 0.5),
            timeout=timeout,
            poll_interval=poll_interval,
            on_update=lambda job: self.updates.append(polling.status_of(job)),
            clock=lambda: self.now,
        )
        try:
            effect = next(flow)
            while True:
                if isinstance(effect, Sleep):
                    self.now += effect.seconds
                    effect = flow.send(None)
                    continue
                assert isinstance(effect, Send)
                self.looks.append(self.now)
                answer = next(self.answers)
                failed = isinstance(answer, Exception)
                effect = flow.throw(answer) if failed else flow.send(Answer(answer))
        except StopIteration as stop:
            found: BatchJob = stop.value
            return found


@pytest.mark.parametrize("status", ["COMPLETED", "FAILED", "EXPIRED", "CANCELLED"])
def test_a_final_status_ends_the_waiting(status: str) -> None:
    assert World([job("IN_PROGRESS"), job(status)]).wait().status == status


def test_an_unknown_status_means_not_finished() -> None:
    world = World([job("VALIDATING"), job("POLISHING"), job(None), job("COMPLETED")])
    assert world.wait().status is BatchStatus.COMPLETED
    assert world.updates == ["VALIDATING", "POLISHING", "", "COMPLETED"]


def test_looks_come_soon_at_first_and_then_every_45_seconds() -> None:
    world = World([job("IN_PROGRESS")] * 12 + [job("COMPLETED")])
    world.wait()
    gaps = [b - a for a, b in zip(world.looks, world.looks[1:], strict=False)]
    assert gaps[0] == 2.0
    assert gaps == sorted(gaps)
    assert gaps[-1] == 45.0


@given(st.integers(0, 10**6), st.floats(0, 1, exclude_max=True))
def test_looks_are_never_more_than_a_minute_apart(looks: int, chance: float) -> None:
    assert 0 < polling.next_look(looks, chance, None) <= 60


@given(st.floats(0.01, 1000), st.floats(0, 1, exclude_max=True))
def test_an_interval_of_ones_own_is_kept_to_a_tenth(interval: float, chance: float) -> None:
    assert polling.next_look(3, chance, interval) == pytest.approx(interval, rel=0.11)


def test_a_timeout_raises_with_the_last_job_in_hand() -> None:
    world = World([job("IN_PROGRESS")] * 100)
    with pytest.raises(WaitTimeoutError, match="IN_PROGRESS") as caught:
        world.wait(timeout=10)
    assert caught.value.job is not None
    assert caught.value.job.status == "IN_PROGRESS"
    assert world.now == pytest.approx(10)


def test_a_timeout_of_nothing_looks_once() -> None:
    world = World([job("VALIDATING")])
    with pytest.raises(TimeoutError):
        world.wait(timeout=0)
    assert world.looks == [0.0]


def test_an_outage_is_ridden_out() -> None:
    outage = [
        APIConnectionError("cut", operation="get_batch", sent=True),
        status_error(ServerError, 503),
    ]
    assert World([*outage * 3, job("COMPLETED")]).wait().status == "COMPLETED"


def test_an_outage_of_more_than_15_minutes_is_raised() -> None:
    world = World([status_error(ServerError, 503)] * 1000)
    with pytest.raises(ServerError):
        world.wait()
    assert 15 * 60 <= world.now <= 17 * 60


def test_a_batch_that_never_answered_has_no_job_in_hand() -> None:
    with pytest.raises(WaitTimeoutError, match="not seen") as caught:
        World([status_error(ServerError, 503)] * 100).wait(timeout=5)
    assert caught.value.job is None


@pytest.mark.parametrize(
    "error",
    [
        status_error(NotFoundError, 404),
        APIConnectionError("bad certificate", operation="x", sent=False, retryable=False),
    ],
)
def test_what_does_not_pass_is_raised_at_once(error: Exception) -> None:
    world = World([error])
    with pytest.raises(type(error)):
        world.wait()
    assert world.looks == [0.0]


@pytest.mark.parametrize(("timeout", "interval"), [(None, None), (0, None), (0.5, 0.01)])
def test_times_that_are_some_are_taken(timeout: float | None, interval: float | None) -> None:
    polling.check_wait(timeout, interval)


@pytest.mark.parametrize(
    ("timeout", "interval"),
    [(-1.0, None), (float("nan"), None), (None, 0.0), (None, -2.0), ("5", None), (None, "5")],
)
def test_times_that_are_none_are_refused(timeout: Any, interval: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"(timeout|poll_interval) must be"):
        polling.check_wait(timeout, interval)
