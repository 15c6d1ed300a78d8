# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model


@define(repr=False)
class UploadPartHeaders(Model):
    """Header names and their values."""

    additional_properties: dict[str, str] = field(init=False, factory=dict)
