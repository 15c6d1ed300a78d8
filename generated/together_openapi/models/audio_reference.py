# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class AudioReference(Model):
    """A recording to work from.

    Attributes:
        audio: Address of the recording.
    """

    audio: str
