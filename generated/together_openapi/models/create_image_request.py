# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateImageRequest(Model):
    """What to paint, and how.

    Attributes:
        prompt: What should be in the picture.
        model: Model to ask.
        steps: How often to refine the picture.
        image_url: Address of a picture to start from, for models that can.
        seed: Same seed, same picture.
        n: Number of pictures.
        height: Height in pixels.
        width: Width in pixels.
        negative_prompt: What should not be in the picture.
        response_format: How to send the picture.
        guidance_scale: How closely to follow the words.
        output_format: Format of the picture.
        image_loras: Adapters that change how the picture looks.
        reference_images: Addresses of pictures to take the style from.
        disable_safety_checker: True to let through what would be held back.
    """

    prompt: str
    model: str
    steps: int | Unset = 20
    image_url: str | Unset = UNSET
    seed: int | Unset = UNSET
    n: int | Unset = 1
    height: int | Unset = 1024
    width: int | Unset = 1024
    negative_prompt: str | Unset = UNSET
    response_format: m.ImageResponseFormat | Unset = UNSET
    guidance_scale: float | Unset = 3.5
    output_format: m.ImageFileFormat | Unset = m.ImageFileFormat.JPEG
    image_loras: list[m.ImageLora] | Unset = UNSET
    reference_images: list[str] | Unset = UNSET
    disable_safety_checker: bool | Unset = UNSET
