# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class VideoPart(Model):
    """A film.

    Attributes:
        type_: Always video_url.
        video_url: Where the film is.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("video_url",),
    }

    type_: Literal["video_url"] = field(metadata={"wire": "type"})
    video_url: m.MediaLink
