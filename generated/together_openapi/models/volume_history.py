# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class VolumeHistory(Model):
    """Earlier versions of a volume, by number."""

    additional_properties: dict[str, m.VolumeVersion] = field(init=False, factory=dict)
