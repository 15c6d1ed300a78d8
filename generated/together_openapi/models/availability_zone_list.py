# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class AvailabilityZoneList(Model):
    """Zones that an endpoint can be put in.

    Attributes:
        avzones: Their names.
    """

    avzones: list[str]
