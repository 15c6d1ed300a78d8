"""A short run of ``make fuzz``, and that it notices what it looks for."""

from __future__ import annotations

import random
import re

import pytest
from proof.fuzz import BrokenPromiseError, fuzz

from together_ext import names
from together_ext.transfer import plan


def test_random_answers_and_ids_break_no_promise() -> None:
    ended = fuzz(3000, random.Random(4))
    # All ends are reached, or it proves less than it says.
    assert min(ended[how] for how in ("done", "failed", "id taken", "id refused")) > 300


def test_it_notices_a_path_outside_the_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "normalize_key", lambda key: re.sub(r"[\\\0\n]", "", key))
    with pytest.raises(BrokenPromiseError, match="outside the directory"):
        fuzz(3000, random.Random(4))


def test_it_notices_a_transfer_that_is_called_done_too_early(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended(self: plan.Transfer, *arguments: object, **more: object) -> plan.Done:
        return plan.Done(5)

    monkeypatch.setattr(plan.Transfer, "ended", ended)
    with pytest.raises(BrokenPromiseError, match="not all there"):
        fuzz(3000, random.Random(4))


def test_it_notices_an_exception_that_is_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrote(self: plan.Transfer, *arguments: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(plan.Transfer, "wrote", wrote)
    with pytest.raises(KeyError):
        fuzz(3000, random.Random(4))
