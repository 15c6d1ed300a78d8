# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class CrossEntropyParams(Model):
    """Settings for cross entropy; so far there are none."""
