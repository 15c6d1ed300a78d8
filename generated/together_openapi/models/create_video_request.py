# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateVideoRequest(Model):
    """What to film, and how.

    Attributes:
        model: Model to ask.
        prompt: What should happen in the film.
        height: Height in pixels.
        width: Width in pixels.
        resolution: Height and width, by name.
        ratio: Width to height.
        seconds: Length in seconds, in digits.
        fps: Frames in a second; 24 if left out.
        steps: How often to refine the film.
        seed: Same seed, same film.
        guidance_scale: How closely to follow the words; 6 to 10 for most models.
        output_format: Format of the film; MP4 if left out.
        output_quality: How much to compress; 20 if left out.
        negative_prompt: What should not be in the film.
        generate_audio: True to have sound made too.
        media: What to work from.
        frame_images: Say it in media instead.
        reference_images: Say it in media instead.
    """

    model: str
    prompt: str | Unset = UNSET
    height: int | Unset = UNSET
    width: int | Unset = UNSET
    resolution: str | Unset = UNSET
    ratio: str | Unset = UNSET
    seconds: str | Unset = UNSET
    fps: int | Unset = UNSET
    steps: int | Unset = UNSET
    seed: int | Unset = UNSET
    guidance_scale: int | Unset = UNSET
    output_format: m.VideoFormat | Unset = UNSET
    output_quality: int | Unset = UNSET
    negative_prompt: str | Unset = UNSET
    generate_audio: bool | Unset = UNSET
    media: m.VideoMedia | Unset = UNSET
    frame_images: list[m.VideoFrame] | Unset = UNSET
    reference_images: list[str] | Unset = UNSET
