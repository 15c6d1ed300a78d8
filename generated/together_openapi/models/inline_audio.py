# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class InlineAudio(Model):
    """A recording inside the request.

    Attributes:
        data: The recording in base64.
        format_: Always wav, so far.
    """

    data: str
    format_: Literal["wav"] = field(metadata={"wire": "format"})
