"""What a run was asked to do, kept beside its ledger so that another process can go on with it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import InvalidArgumentError, LedgerError
from ..names import check_number
from ..polling import check_wait
from ..terms import DEFAULT_ENDPOINT, check_terms
from .room import Room, put_in_place
from .shard import Limits

NAME = "run.json"
# Stands beside the ledger so that one that is rebuilt does not pay for what was cancelled.
CANCELLED = "cancelled"
# Enough to keep an account's queue busy. More in flight only means more to wait for at once.
JOBS_IN_FLIGHT = 8
ATTEMPTS = 3
# Seconds after a lost create before "no job is listed" is believed. Gateways commonly give a
# request up to a minute; twice that costs two minutes once in a rare while, and a job paid for
# twice costs a job.
SETTLE = 120.0


@dataclass(frozen=True)
class Spec:
    """What to do, apart from the rows.

    Attributes:
        output: Where the results go.
        state: The directory of the run's state.
        endpoint: The endpoint of all rows.
        completion_window: As ``batches.create`` takes it.
        model_id: As ``batches.create`` takes it.
        priority: As ``batches.create`` takes it.
        max_jobs_in_flight: Jobs at the API at once, at most.
        max_attempts: How often a row is asked, at most.
        max_cost: US dollars that the run may cost, None for any.
        poll_interval: Seconds between looks at a job, None for the usual stretch.
        settle: Seconds before the absence of a job is believed, see ``reconcile``.
        limits: How large a shard may be.
        prices: What tokens cost, as ``Prices.data``; None for the table shipped here.
    """

    output: Path
    state: Path
    endpoint: str = DEFAULT_ENDPOINT
    completion_window: str = "24h"
    model_id: str | None = None
    priority: int | None = None
    max_jobs_in_flight: int = JOBS_IN_FLIGHT
    max_attempts: int = ATTEMPTS
    max_cost: float | None = None
    poll_interval: float | None = None
    settle: float = SETTLE
    limits: Limits = field(default_factory=Limits)
    prices: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        for name in ("max_jobs_in_flight", "max_attempts"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise InvalidArgumentError(f"{name} must be a positive int, not {value!r}.")
        check_terms(self.endpoint, self.completion_window, self.model_id, self.priority)
        check_number("settle", self.settle, "s")
        if self.max_cost is not None:
            check_number("max_cost", self.max_cost)
        check_wait(None, self.poll_interval)
        if not isinstance(self.limits, Limits):
            raise InvalidArgumentError(
                f"limits must be like Limits(max_rows=1000), not {self.limits!r}."
            )

    @property
    def room(self) -> Room:
        """Where the run works."""
        return Room(self.state)

    def save(self) -> None:
        """Keep it in the state, in one step."""
        values = asdict(self)
        # Relative, so that output and state can be moved together.
        values["output"] = os.path.relpath(self.output, self.state)
        del values["state"]
        part = self.state / f"{NAME}.part"
        part.write_text(json.dumps(values, indent=1), encoding="utf-8")
        put_in_place(part, self.state / NAME)


def load_spec(state: Path) -> Spec:
    """Read what a run was asked to do.

    Raises:
        LedgerError: There is no run, or it cannot be read.
    """
    path = state / NAME
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["limits"] = Limits(**values["limits"])
        values["output"] = Path(os.path.normpath(state / values["output"]))
        return Spec(state=state, **values)
    except FileNotFoundError:
        raise LedgerError(
            f"{state} holds no run. Give the output of a run that was begun, or its state=.",
            path=str(state),
        ) from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise LedgerError(f"{path} cannot be read: {error}.", path=str(path)) from error
