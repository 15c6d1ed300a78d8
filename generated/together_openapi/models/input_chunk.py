# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class InputChunk(Model):
    """A piece of what the model reads.

    Attributes:
        encoded_text: The piece, if it is text.
    """

    encoded_text: m.EncodedText | Unset = UNSET
