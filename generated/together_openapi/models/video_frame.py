# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VideoFrame(Model):
    """A picture that the film shows at some point.

    Attributes:
        input_image: Address of the picture.
        frame: Number of the frame, or first or last; if left out, one picture is the first,
            two are both ends, and more are spread evenly.
    """

    input_image: str
    frame: float | m.VideoFramePosition | Unset = UNSET
