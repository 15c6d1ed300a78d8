# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define

from ..model import Model


@define(repr=False)
class StreamSentinel(Model):
    """The last event of a stream; nothing comes after it.

    Attributes:
        data: Always [DONE], which is no JSON.
    """

    data: Literal["[DONE]"]
