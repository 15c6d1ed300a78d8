"""Driving a flow: Ctrl-C reaches it wherever it comes."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from together_ext.flow import Effect, Sleep, run


class Doing:
    """Does nothing, and says so."""

    def perform(self, effect: Effect) -> Any:
        return None


class InterruptedBetween(Generator[Effect, Any, str]):
    """A flow; Ctrl-C comes once, when it is about to be told what came of an effect."""

    def __init__(self, flow: Generator[Effect, Any, str]) -> None:
        self._flow = flow
        self._sent = 0

    @property
    def gi_frame(self) -> Any:
        return self._flow.gi_frame

    def send(self, value: Any) -> Effect:
        self._sent += 1
        if self._sent == 2:
            raise KeyboardInterrupt
        return self._flow.send(value)

    def throw(self, *error: Any) -> Effect:
        return self._flow.throw(*error)


def waiting() -> Generator[Effect, Any, str]:
    try:
        yield Sleep(0)
        yield Sleep(0)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("said how to come back") from None
    return "done"


def test_ctrl_c_between_two_effects_is_heard_by_the_flow() -> None:
    with pytest.raises(KeyboardInterrupt, match="said how to come back"):
        run(InterruptedBetween(waiting()), Doing())


def test_ctrl_c_that_ends_a_flow_ends_it_once() -> None:
    def flow() -> Generator[Effect, Any, str]:
        yield Sleep(0)
        raise KeyboardInterrupt("its own")

    with pytest.raises(KeyboardInterrupt, match="its own"):
        run(flow(), Doing())
