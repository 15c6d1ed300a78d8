"""What tokens cost: a dated table, which is data and can be replaced."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InvalidArgumentError

_SHIPPED = Path(__file__).with_name("prices.json")
_PER = 1_000_000


@dataclass(frozen=True)
class Price:
    """What one model costs in a batch.

    Attributes:
        input: US dollars for a million tokens read, any discount taken off.
        output: US dollars for a million tokens written, any discount taken off.
    """

    input: float
    output: float

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        """Return what so many tokens cost, in US dollars."""
        return (prompt_tokens * self.input + completion_tokens * self.output) / _PER


class Prices:
    """Prices by model.

    Args:
        models: Dollars for a million tokens: ``{"model": {"input": 0.1, "output": 0.4}}``.
        batch_discount: The part taken off in a batch: ``{"model": 0.5}``; 0 where not named.
        date: When they were true.

    Raises:
        InvalidArgumentError: A price that is no number of 0 or more, a discount outside 0 to 1.
    """

    def __init__(
        self,
        models: Mapping[str, Mapping[str, float]],
        batch_discount: Mapping[str, float] | None = None,
        date: str | None = None,
    ) -> None:
        self.date = date
        self._prices: dict[str, Price] = {}
        discounts = batch_discount or {}
        for model, price in models.items():
            if not isinstance(price, Mapping):
                raise InvalidArgumentError(f"the price of {model!r} is {price!r}, not a mapping.")
            left = 1 - _number(discounts.get(model, 0), f"the discount of {model!r}", most=1)
            self._prices[model] = Price(
                *(
                    _number(price.get(key), f"the {key} price of {model!r}") * left
                    for key in ("input", "output")
                )
            )

    def of(self, model: str) -> Price | None:
        """Return the price of a model in a batch; None where it is not known."""
        return self._prices.get(model)

    @property
    def data(self) -> dict[str, Any]:
        """The same as JSON can hold it, any discount taken off."""
        models = {m: {"input": p.input, "output": p.output} for m, p in self._prices.items()}
        return {"models": models, "date": self.date}


def load_prices(prices: object = None) -> Prices:
    """Make a price table of what the caller gave.

    Args:
        prices: None for the table shipped with this library; a path of a JSON file like it; the
            content of one; or :class:`Prices`.

    Raises:
        InvalidArgumentError: It is none of these.
    """
    if isinstance(prices, Prices):
        return prices
    data: Any = prices
    if prices is None or isinstance(prices, (str, os.PathLike)):
        path = Path(prices or _SHIPPED)
        try:
            data = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise InvalidArgumentError(f"the prices in {path} cannot be read: {error}.") from None
    if not isinstance(data, Mapping) or not isinstance(data.get("models"), Mapping):
        raise InvalidArgumentError(
            "prices must hold 'models', as in "
            '{"models": {"openai/gpt-oss-20b": {"input": 0.05, "output": 0.2}}}.'
        )
    return Prices(data["models"], data.get("batch_discount"), data.get("date"))


def _number(value: object, what: str, most: float = float("inf")) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
        raise InvalidArgumentError(f"{what} is {value!r}.")
    return float(value)
