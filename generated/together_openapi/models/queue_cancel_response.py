# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class QueueCancelResponse(Model):
    """What became of the attempt to cancel a job.

    Attributes:
        status: State of the job; canceled if it worked.
    """

    status: m.QueueCancelStatus
