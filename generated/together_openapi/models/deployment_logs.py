# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class DeploymentLogs(Model):
    """What the replicas of a deployment wrote.

    Attributes:
        lines: The lines.
    """

    lines: list[str] | Unset = UNSET
