"""What a run would take, before it is run."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import msgspec
from msgspec import Struct

from .check import doubled_key
from .prepare import Prepared
from .prices import Prices
from .steps import Step, Steps

# English text has about four bytes to a token in the usual vocabularies; other scripts and code
# have fewer. A request's own JSON is counted too, so the figure tends to be high for small rows.
BYTES_PER_TOKEN = 4


@dataclass(frozen=True)
class Estimate:
    """What a run would take. Nothing was sent.

    Attributes:
        rows: Rows that would be sent.
        skipped: Rows that would not.
        shards: Jobs it would take.
        bytes: Bytes to upload.
        prompt_tokens: Tokens to read: an estimate, the bytes of the requests by four.
        completion_tokens: Tokens written at most: the sum of ``max_tokens``. None if a row sets
            no such bound.
        cost: US dollars by these two figures; None where either, or a price, is not known.
        prices_date: When the prices were true.
    """

    rows: int
    skipped: int
    shards: int
    bytes: int
    prompt_tokens: int
    completion_tokens: int | None
    cost: float | None
    prices_date: str | None


class _Body(Struct):
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    n: int | None = None


class _Line(Struct):
    body: _Body


_BODY_BOUNDS = ("max_tokens", "max_completion_tokens", "n")
_BOUNDS = tuple(f'"{name}"'.encode() for name in _BODY_BOUNDS)


def estimate(prepared: Prepared, prices: Prices) -> Steps[Estimate]:
    """Estimate what a prepared run would take.

    Args:
        prepared: The run.
        prices: What tokens cost.
    """
    return Steps(_estimate(prepared, prices))


def _estimate(prepared: Prepared, prices: Prices) -> Generator[Step, None, Estimate]:
    decode = msgspec.json.Decoder(_Line).decode
    prompt_total, written, cost = 0, 0, 0.0
    bounded = priced = True
    rows = 0
    for shard in prepared.shards:
        prompt, completion = shard.size // BYTES_PER_TOKEN, 0
        with shard.path.open("rb") as file:
            for line in file:
                rows += 1
                most = _most(decode, line)
                bounded = bounded and most is not None
                completion += most or 0
                if rows % 10_000 == 0:
                    yield Step("estimate", rows, prepared.rows)
        price = prices.of(shard.model)
        priced = priced and price is not None
        cost += price.cost(prompt, completion) if price is not None else 0
        prompt_total, written = prompt_total + prompt, written + completion
    return Estimate(
        rows=rows,
        skipped=prepared.skipped,
        shards=len(prepared.shards),
        bytes=prepared.bytes,
        prompt_tokens=prompt_total,
        completion_tokens=written if bounded else None,
        cost=cost if bounded and priced else None,
        prices_date=prices.date,
    )


def _most(decode: Callable[[bytes], _Line], line: bytes) -> int | None:
    """Return how many tokens an answer has at most; None where nothing bounds it."""
    # Of a key that is there twice the API may take the other one.
    if any(line.count(key) > 1 for key in _BOUNDS) and doubled_key(line, (), _BODY_BOUNDS):
        return None
    try:
        body = decode(line).body
    except msgspec.ValidationError:  # a max_tokens that is no number
        return None
    given = [most for most in (body.max_completion_tokens, body.max_tokens) if most is not None]
    if not given or min(given) < 1:  # some servers take -1 for as many as there are
        return None
    return max(given) * max(body.n or 1, 1)
