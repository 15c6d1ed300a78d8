"""What ``batches.run`` and ``batches.submit`` take beside the rows, the output and the endpoint."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypedDict

from .. import names
from ..calls import Policy
from ..errors import InvalidArgumentError
from ..polling import check_wait
from .building import OnInvalid
from .prepare import MakeRequest, prepare
from .prices import load_prices
from .room import Room
from .runner import Order
from .shard import Limits
from .spec import Spec, load_spec
from .status import RunStatus

OnLostAnswers = Literal["raise", "missing", "ask_again"]


class CallOptions(TypedDict, total=False):
    """What can be said anew at each call of a run that goes on.

    Attributes:
        timeout: Seconds to wait at most; None for as long as it takes.
        max_jobs_in_flight: Jobs at the API at once, at most; 8.
        max_attempts: How often a row is asked, at most; 3. Only rows whose error can pass are
            asked again: 429, 5xx, expired, missing.
        max_cost: US dollars that the run may cost by the price table; None for any.
        prices: A price table of your own: a path, its content, or ``Prices``. Kept with the run.
        poll_interval: Seconds between looks at a job; None for soon at first, then every 30 to 60.
        settle: Seconds after a create whose answer was lost before "no job is listed" is believed,
            and it is sent again; 120.
        resolve: What you found out about a create that no one else can tell: its input file's id
            to its job's id, or to None where there is no job.
        cancel_on_interrupt: Whether Ctrl-C (or cancellation) cancels the jobs too; False, and they
            go on.
        on_lost_answers: What follows where a job has ended and the API has its answers no more
            (someone deleted the file): ``"raise"`` a NotFoundError, which is what follows where it
            is not given; go on with their rows ``"missing"``, which costs nothing; or
            ``"ask_again"``, which is paid for again, up to ``max_attempts``.
        on_update: Called with a :class:`RunStatus` whenever something has changed.
    """

    timeout: float | None
    max_jobs_in_flight: int
    max_attempts: int
    max_cost: float | None
    prices: object
    poll_interval: float | None
    settle: float
    resolve: Mapping[str, str | None]
    cancel_on_interrupt: bool
    on_lost_answers: OnLostAnswers
    on_update: Callable[[RunStatus], None]


class RunOptions(CallOptions, total=False):
    """What a new run takes, beside all that :class:`CallOptions` lists.

    Attributes:
        state: The directory of the run's state; beside the output, as ``.NAME.run``. On a local
            disk, not a network share.
        model: The model of rows that name none; None, and such rows are invalid.
        make_request: Makes a request of a row: a function of the row (a dict), or a template such
            as ``{"messages": [{"role": "user", "content": "{question}"}]}``. None where rows are
            requests.
        on_invalid: ``"raise"`` if any row cannot be sent, unless ``"skip"`` leaves those out: they
            are in the results as ``error``.
        keep_columns: Names of the rows' own columns to have in the results, True for all; none.
        limits: How large a shard may be; 100 MB and 50,000 rows.
        completion_window: As in ``batches.create``.
        model_id: As in ``batches.create``.
        priority: As in ``batches.create``.
    """

    state: str | os.PathLike[str]
    model: str | None
    make_request: MakeRequest | None
    on_invalid: OnInvalid
    keep_columns: bool | Sequence[str]
    limits: Limits
    completion_window: str
    model_id: str | None
    priority: int | None


_ROWS = ("model", "make_request", "on_invalid", "keep_columns")
_CALL = ("timeout", "resolve", "cancel_on_interrupt", "on_lost_answers")
_SPEC = (
    *("completion_window", "model_id", "priority", "limits", "max_jobs_in_flight"),
    *("max_attempts", "max_cost", "poll_interval", "settle", "prices"),
)


def new_order(
    source: object,
    output: object,
    endpoint: str,
    policy: Policy,
    api: str,
    options: Mapping[str, Any],
) -> Order:
    """Make the order of a run that is begun, or gone on with, with its rows at hand.

    Raises:
        InvalidArgumentError: An argument that cannot be.
        TypeError: An argument that there is not.
    """
    given = _with_prices(options)
    path = Path(os.path.abspath(names.coerce_path(output, "output")))
    if path.is_dir() or str(output).endswith(os.sep):
        raise InvalidArgumentError(f"output must be a file, and {path} is a directory.")
    if isinstance(source, (str, os.PathLike)) and _is_same(source, path):
        raise InvalidArgumentError(
            f"output is the source itself: the results would take the place of {path}. "
            "Choose another output."
        )
    state = given.pop("state", None)
    room = Room.beside(path) if state is None else Room(names.coerce_path(state, "state"))
    wanted = {name: given.pop(name) for name in _SPEC if name in given}
    spec = Spec(output=path, state=room.directory, endpoint=endpoint, **wanted)
    rows = {name: given.pop(name) for name in _ROWS if name in given}
    work = partial(prepare, source, room, endpoint=endpoint, limits=spec.limits, **rows)
    return _with_call(Order(spec, policy, api, prepare=work), given)


def next_order(spec: Spec, policy: Policy, api: str, options: Mapping[str, Any]) -> Order:
    """Make the order to go on with a run whose rows were read before.

    Raises:
        InvalidArgumentError: An argument that cannot be.
        TypeError: An argument that there is not.
    """
    given = _with_prices(options)
    changed = {name: given.pop(name) for name in _SPEC if name in given}
    return _with_call(Order(replace(spec, **changed), policy, api), given)


def spec_of(run: object) -> Spec:
    """Find what a run was asked to do, by its output or its state.

    Raises:
        LedgerError: There is no such run.
    """
    path = Path(os.path.abspath(names.coerce_path(run, "run")))
    beside = Room.beside(path).directory
    return load_spec(path if path.is_dir() and not beside.is_dir() else beside)


def _is_same(source: str | os.PathLike[str], output: Path) -> bool:
    try:
        return os.path.samefile(names.coerce_path(source, "source"), output)
    except OSError:  # either is not there; what that means is said by who reads it
        return False


def _with_call(order: Order, given: dict[str, Any]) -> Order:
    values = {name: given.pop(name) for name in _CALL if name in given}
    tell = given.pop("on_update", None)
    if given:
        raise TypeError(f"unexpected keyword arguments: {', '.join(sorted(given))}")
    check_wait(values.get("timeout"), None)
    if not isinstance(values.get("resolve", {}), Mapping):
        raise InvalidArgumentError(
            f"resolve must be like {{file_id: job_id}}, not {values['resolve']!r}."
        )
    if tell is not None and not callable(tell):
        # Found out here, and not when the first job has been paid for.
        raise InvalidArgumentError(f"on_update must be a function, not {tell!r}.")
    if values.get("on_lost_answers", "raise") not in ("raise", "missing", "ask_again"):
        raise InvalidArgumentError(
            "on_lost_answers must be 'raise', 'missing' or 'ask_again', not "
            f"{values['on_lost_answers']!r}."
        )
    return replace(order, on_update=tell, **values)


def _with_prices(options: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(options)
    if given.get("prices") is not None:
        given["prices"] = load_prices(given["prices"]).data
    return given
