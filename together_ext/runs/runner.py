"""A run from rows to rows, as one flow. Every step is in the ledger before the next is taken.

So there is no plan to resume from: each time, the ledger says what is not done yet, and that is
done. A process that is killed anywhere loses the step it was in, and no step costs money twice
(``submit`` says why).

::

    prepare → note the shards → ┌ submit, as many as may be in flight ┐ → merge
                                │ look at those that are due          │
                                │ collect those that are finished     │
                                └ rows that can pass: next attempt  ──┘

Transfers and requests take turns; what runs at the same time are the jobs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from .. import errors, polling
from ..calls import Policy
from ..flow import Flow, Work
from . import account
from .attempts import may_have_job, next_attempt, note, note_all
from .budget import Budget
from .collect import collect, is_finished, is_whole, look, recollect
from .desk import Desk, Waits, work
from .finishing import merged, result_of
from .ledger import Ledger
from .merge import check_output
from .outcomes import Outcomes
from .prepare import Prepared, load
from .prices import load_prices
from .result import RunResult
from .spec import Spec
from .state import State
from .status import RunStatus, status_of
from .steps import Steps
from .stopping import cancel_jobs, find_lost, interrupted, is_begun, say_how_to_go_on
from .submit import submit

log = logging.getLogger("together_ext")


@dataclass(frozen=True)
class Order:
    """One call of a run.

    Attributes:
        spec: What to do.
        policy: How single calls are repeated.
        api: The base URL of the API.
        prepare: Makes the work of reading the rows; None to go on with those that were read.
        finish: Whether to go on until the results are written; else until all shards have their
            jobs, or as many jobs as may be are in flight.
        timeout: Seconds it may take, None for as long as it takes.
        rebuild: Take over from the API's list what a lost or damaged ledger knew.
        resolve: What a person found out about lost creates: input file to job, or to None.
        cancel_on_interrupt: Whether Ctrl-C cancels the jobs.
        on_lost_answers: What follows where the API has a job's answers no more.
        on_update: Called with how the run is, when something has changed.
        clock: Gives seconds that never go back.
        patience: Seconds without one good answer before a step is given up.
        waits: Since when something is waited for, where former calls did so too.
    """

    spec: Spec
    policy: Policy
    api: str
    prepare: Callable[[], Steps[Prepared]] | None = None
    finish: bool = True
    timeout: float | None = None
    rebuild: bool = False
    resolve: dict[str, str | None] = field(default_factory=dict)
    cancel_on_interrupt: bool = False
    on_lost_answers: str = "raise"
    on_update: Callable[[RunStatus], None] | None = None
    clock: Callable[[], float] = time.monotonic
    patience: float = polling.PATIENCE
    waits: Waits = field(default_factory=Waits)


def drive(order: Order) -> Flow[RunResult | None]:
    """Take a run as far as the order says; what came of it, where it is finished.

    Raises:
        LedgerError: The state cannot be used, or another process is using it.
        WaitTimeoutError: It is not finished in time.
        KeyboardInterrupt: Ctrl-C; its text says how to come back.
        OutcomeUnknownError: A person has to look whether a job exists.
        APIError: The API refused, or was away for too long.
    """
    began = order.clock()
    state = State(order.spec)
    outcomes: Outcomes | None = None
    desk: Desk | None = None

    def open_outcomes() -> Outcomes:
        nonlocal outcomes  # known here even where whoever waits for it is cancelled meanwhile
        outcomes = Outcomes(order.spec.room)
        return outcomes

    try:
        ledger = yield Work(partial(state.open, rebuild=order.rebuild))
        yield Work(partial(_belongs, ledger, order))
        desk = _desk(order, ledger)
        yield from account.check_rebuilt(desk)
        prepared = yield from _prepared(order, state)
        opened: Outcomes = yield Work(open_outcomes)
        yield from note(desk, opened, 1, prepared.shards)
        # Not before: a call that is refused must not change what the next one goes on with.
        yield Work(order.spec.save)
        yield from recollect(desk, opened)
        budget = _budget(order, prepared)
        if budget is not None:
            yield from budget.check(desk)
        try:
            if not (yield from _advance(desk, opened, budget, order.finish)):
                return None
        except errors.CostLimitError:
            yield from merged(desk, opened)
            raise
        yield from merged(desk, opened)
        result: RunResult = yield Work(partial(result_of, desk, opened, began))
        return result
    except KeyboardInterrupt:
        if desk is None or not state.is_open:
            raise
        # Nothing but this very class lets Python end as the shell expects of Ctrl-C.
        raise KeyboardInterrupt((yield from interrupted(desk, order.cancel_on_interrupt))) from None
    except errors.TogetherError as error:
        if desk is not None and state.is_open:
            say_how_to_go_on(error, desk)
        raise
    finally:
        if outcomes is not None:
            outcomes.close()
        state.close()


def cancel_all(order: Order, *, if_begun: bool = False) -> Flow[None]:
    """Have all jobs of a run stopped, and no more made.

    Args:
        order: The run's.
        if_begun: Leave one be of which no row was taken.

    Raises:
        LedgerError: The state cannot be used, or another process is using it.
        APIError: The API refused, or was away for too long.
    """
    state = State(order.spec)
    try:
        ledger = yield Work(partial(state.open, rebuild=False))
        yield Work(partial(_belongs, ledger, order))
        desk = _desk(order, ledger)
        yield from account.check_rebuilt(desk)
        yield from note_all(desk)
        if is_begun(desk) or not if_begun:
            yield from cancel_jobs(desk)
    finally:
        state.close()


def _belongs(ledger: Ledger, order: Order) -> None:
    """Refuse to go on at one API with what was begun at another: its jobs are not there.

    Nor are jobs of two endpoints one run's; the rows tell that only where they were not lost.
    """
    begun_at = ledger.get("api") or account.api_of(order.spec.state) or order.api
    if begun_at != order.api:
        raise errors.LedgerError(
            f"the run in {order.spec.state} was begun at {begun_at}, and this client is for "
            f"{order.api}. Go on with base_url={begun_at!r}, or choose another output.",
            path=str(order.spec.state),
        )
    ledger.put({"api": order.api})
    endpoint = ledger.get("endpoint")
    if endpoint != order.spec.endpoint:
        if ledger.entries():
            raise errors.InputChangedError(
                f"the run in {order.spec.state} was begun for {endpoint}, and this call is for "
                f"{order.spec.endpoint}. Choose another output for another run.",
                path=str(order.spec.state),
            )
        ledger.put({"endpoint": order.spec.endpoint})


def _desk(order: Order, ledger: Ledger) -> Desk:
    return Desk(
        order.spec,
        ledger,
        order.policy,
        order.api,
        resolve=dict(order.resolve),
        clock=order.clock,
        patience=order.patience,
        deadline=None if order.timeout is None else order.clock() + order.timeout,
        timeout=order.timeout,
        lost_answers=order.on_lost_answers,
        waits=order.waits,
        tell=lambda: None if order.on_update is None else order.on_update(how_it_is(ledger)),
    )


def how_it_is(ledger: Ledger) -> RunStatus:
    """Read from the ledger how a run is."""
    return status_of(ledger.entries(), ledger.get("merged") is not None)


def _budget(order: Order, prepared: Prepared) -> Budget | None:
    if order.spec.max_cost is None:
        return None
    return Budget(order.spec.max_cost, load_prices(order.spec.prices), prepared)


def _prepared(order: Order, state: State) -> Flow[Prepared]:
    if order.prepare is None:
        prepared: Prepared = yield Work(partial(load, order.spec.room))
        return prepared
    try:
        if state.is_fresh:
            # Before anything is read, and long before anything is paid for.
            yield Work(partial(check_output, order.spec.output))
        return (yield from work(order.prepare()))
    except Exception:
        state.discard()
        raise


def _advance(desk: Desk, outcomes: Outcomes, budget: Budget | None, finish: bool) -> Flow[bool]:
    """Go on until all is collected (True), or until all is submitted that can be (False)."""
    attempt = 1
    due: dict[int, float] = {}
    looks: dict[int, int] = {}
    while True:
        entries = yield from desk.keep(Ledger.entries, attempt)
        cancelled = bool(desk.ledger.get("cancelled"))
        left = [entry for entry in entries if not entry.collected]
        flying = [entry for entry in left if entry.job_id is not None]
        waiting = [entry for entry in left if entry.job_id is None]
        if cancelled or attempt > desk.spec.max_attempts:
            # No more is created. But a create that was lost before may have made a job.
            waiting = [entry for entry in waiting if may_have_job(desk, entry)]
            if waiting:
                yield from find_lost(desk, waiting[0], cancelling=cancelled)
                continue
        if (
            waiting
            and len(flying) < desk.spec.max_jobs_in_flight
            and (
                budget is None
                # What may be paid for already is not asked for leave.
                or desk.ledger.open_intent(waiting[0]) is not None
                or (yield from budget.allows(desk, outcomes, waiting[0], flying))
            )
        ):
            yield from submit(desk, waiting[0])
            continue
        if not finish and (flying or waiting):
            return False
        if not flying:
            if not (yield from next_attempt(desk, outcomes, attempt)):
                return True
            attempt += 1
            continue
        now = desk.clock()
        entry = min(flying, key=lambda entry: due.get(entry.number, now))
        wait = due.get(entry.number, now) - now
        if wait > 0:
            yield from desk.pause(wait)
            continue
        asked = desk.clock()
        seen = yield from look(desk, entry)
        if is_finished(seen) and (yield from is_whole(desk, seen, asked)):
            yield from collect(desk, outcomes, seen)
            continue
        count = looks[entry.number] = looks.get(entry.number, -1) + 1
        pause = polling.next_look(count, desk.policy.chance(), desk.spec.poll_interval)
        if is_finished(seen):
            pause = min(pause, desk.spec.settle / 6)
        due[entry.number] = desk.clock() + pause
