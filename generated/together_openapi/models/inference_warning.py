# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class InferenceWarning(Model):
    """Something odd that did not stop the request.

    Attributes:
        message: What was odd.
    """

    message: str
