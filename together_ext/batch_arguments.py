"""What the methods of ``client.batches`` are given, checked before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import names, operations, polling
from .terms import check_terms

if TYPE_CHECKING:
    from together_openapi.models import BatchJob
    from together_openapi.types import Unset

    from .calls import Call
    from .client import AsyncTogether, Together
    from .flow import Flow
    from .runs.runner import Order

    # What `job.id` can be. None and Unset get an InvalidArgumentError that says why.
    JobId = str | None | Unset


def create_call(
    file_id: object,
    endpoint: str,
    completion_window: str,
    model_id: str | None,
    priority: int | None,
) -> Call[BatchJob]:
    """Make the call of ``create``."""
    check_terms(endpoint, completion_window, model_id, priority)
    return operations.create_batch(
        file_id=names.check_id(file_id, "file_id"),
        endpoint=endpoint,
        completion_window=completion_window,
        model_id=model_id,
        priority=priority,
    )


def wait_flow(
    client: Together | AsyncTogether,
    id: object,
    timeout: float | None,
    poll_interval: float | None,
    on_update: Callable[[BatchJob], None] | None,
) -> Flow[BatchJob]:
    """Make the flow of ``wait``."""
    polling.check_wait(timeout, poll_interval)
    checked = names.check_id(id, "batch id")
    return polling.wait(
        operations.get_batch(checked),
        checked,
        client._policy(),
        timeout=timeout,
        poll_interval=poll_interval,
        on_update=on_update,
    )


def order_of(
    client: Together | AsyncTogether,
    source: object,
    output: object,
    endpoint: str,
    options: Mapping[str, Any],
) -> Order:
    """Make the order of ``run`` and ``submit``. Rooms of the runs are imported when one is made."""
    from .runs.options import new_order

    return new_order(source, output, endpoint, client._policy(), client.base_url, options)
