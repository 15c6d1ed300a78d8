# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class Region(Model):
    """A place that clusters can be in.

    Attributes:
        name: Name to ask for it by.
        supported_instance_types: GPUs that it has.
        driver_versions: Versions that can be asked for there.
    """

    name: str
    supported_instance_types: list[str]
    driver_versions: list[m.DriverVersions]
