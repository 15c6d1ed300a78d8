# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VideoMedia(Model):
    """Pictures, films and recordings to work from; which of them, depends on the model.

    Attributes:
        frame_images: Pictures that the film shows at some point.
        frame_videos: Films to begin with.
        reference_images: Addresses of pictures to take the style from.
        reference_videos: Films to take the style from.
        source_video: Film to change.
        audio_inputs: Recordings to work from.
    """

    frame_images: list[m.VideoFrame] | Unset = UNSET
    frame_videos: list[m.VideoReference] | Unset = UNSET
    reference_images: list[str] | Unset = UNSET
    reference_videos: list[m.VideoReference] | Unset = UNSET
    source_video: str | m.VideoReference | Unset = UNSET
    audio_inputs: list[str | m.AudioReference] | Unset = UNSET
