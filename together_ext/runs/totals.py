"""Totals: rows by outcome, tokens by model, what one job brought. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Counts:
    """Rows by outcome; see :mod:`~together_ext.runs.outcomes`.

    Attributes:
        ok: Answered, once.
        error: Answered by an error, or not fit to be sent.
        missing: Not answered.
        duplicate: Answered more than once; the first good answer is kept.
        retryable: Those of ``error`` and ``missing`` for which asking again can help.
        strays: Lines of answer files that belong to no row: no JSON, or an unknown custom_id.
    """

    ok: int = 0
    error: int = 0
    missing: int = 0
    duplicate: int = 0
    retryable: int = 0
    strays: int = 0

    @property
    def rows(self) -> int:
        """Rows given."""
        return self.ok + self.error + self.missing + self.duplicate


class ModelUsage(NamedTuple):
    """Tokens of one model.

    Attributes:
        model: The model that was asked.
        prompt_tokens: Tokens read.
        completion_tokens: Tokens written.
        answers: Answers that came, bad ones and doubled ones too.
        uncounted: Good ones among them that do not say how many tokens they took.
    """

    model: str
    prompt_tokens: int
    completion_tokens: int
    answers: int
    uncounted: int


@dataclass(frozen=True)
class Collected:
    """What one job brought.

    Attributes:
        job_id: The job.
        shard: The number of its shard.
        ok: Rows of the shard by outcome, of this job alone.
        error: (the same)
        missing: (the same)
        duplicate: (the same)
        strays: Lines that belong to no row of the shard.
        bytes: Bytes of its answer files.
        prompt_tokens: Tokens read.
        completion_tokens: Tokens written.
    """

    job_id: str
    shard: int
    ok: int
    error: int
    missing: int
    duplicate: int
    strays: int
    bytes: int
    prompt_tokens: int
    completion_tokens: int
