"""``max_cost``: what a run has cost, what its jobs in flight may, and whether one more may be sent.

Both figures are the price table's, and those of jobs that are not in yet are estimates: the bytes
of their requests by four, and the most that their rows let be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import errors
from ..flow import Flow
from .desk import Desk, shard_of, work
from .estimate import estimate
from .ledger import Entry
from .outcomes import Outcomes
from .prepare import Prepared
from .prices import Prices
from .result import usage_of


@dataclass
class Budget:
    """What may be spent.

    Attributes:
        limit: US dollars.
        prices: What tokens cost.
        prepared: The run.
    """

    limit: float
    prices: Prices
    prepared: Prepared
    _costs: dict[int, float] = field(default_factory=dict)

    def check(self, desk: Desk) -> Flow[None]:
        """Refuse early a run whose cost no one can tell.

        Raises:
            InvalidArgumentError: A price is not known, or a row may be answered at any length.
        """
        for entry in desk.ledger.entries(1):
            yield from self._cost(desk, entry)

    def allows(
        self, desk: Desk, outcomes: Outcomes, entry: Entry, flying: Sequence[Entry]
    ) -> Flow[bool]:
        """Say whether one more job may be sent now; False where jobs in flight must be in first.

        Raises:
            CostLimitError: With nothing in flight it would still be too much.
        """
        spent = self.spent(outcomes)
        needed = spent + (yield from self._cost(desk, entry))
        for other in flying:
            needed += yield from self._cost(desk, other)
        if needed <= self.limit:
            return True
        if flying:
            return False
        raise errors.CostLimitError(
            f"the run has cost {spent:.4f} US dollars, and with {entry.name} it may come to "
            f"{needed:.4f}, over max_cost={self.limit:g}. What came is in {desk.spec.output}, the "
            "other rows are missing there; the same call with a higher max_cost goes on.",
            limit=self.limit,
            spent=spent,
            needed=needed,
        )

    def spent(self, outcomes: Outcomes) -> float:
        """Return what the jobs that are in have cost.

        Raises:
            InvalidArgumentError: An answer did not say its tokens.
        """
        cost = usage_of(outcomes.usage(), self.prices).cost
        if cost is None:
            raise errors.InvalidArgumentError(
                "max_cost cannot be kept: some answers do not say how many tokens they took. Go on "
                "without it."
            )
        return cost

    def _cost(self, desk: Desk, entry: Entry) -> Flow[float]:
        if entry.number not in self._costs:
            shards = (shard_of(entry, desk.spec),)
            only = Prepared(entry.rows, 0, (), self.prepared.digest, shards)
            found = yield from work(estimate(only, self.prices))
            if found.cost is None:
                why = (
                    f"the price of {entry.model} is not known (pass prices=)"
                    if entry.model is None or self.prices.of(entry.model) is None
                    else "a row without max_tokens can be answered at any length"
                )
                raise errors.InvalidArgumentError(f"max_cost cannot be kept: {why}.")
            self._costs[entry.number] = found.cost
        return self._costs[entry.number]
