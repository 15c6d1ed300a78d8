# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model


@define(repr=False)
class InlineAudio(Model):
    """A recording inside the request.

    Attributes:
        data: The recording in base64.
        format_: Format of the recording.
    """

    data: str
    format_: str = field(metadata={"wire": "format"})
