# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class QueueMetrics(Model):
    """How long a queue is.

    Attributes:
        messages_running: Jobs that a worker has taken.
        messages_waiting: Jobs that wait for a worker.
        total_jobs: Both together.
    """

    messages_running: int
    messages_waiting: int
    total_jobs: int
