# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VideoJob(Model):
    """A film, done or being made.

    Attributes:
        id: Identifies the film.
        model: Model that films.
        status: State of the film.
        created_at: When it was asked for, in seconds since 1970.
        size: Height and width.
        seconds: Length in seconds, in digits.
        object_: Always video.
        completed_at: When it was done, in seconds since 1970.
        error: Why there is no film.
        outputs: The film, once it is completed.
    """

    id: str
    model: str
    status: m.VideoStatus
    created_at: float
    size: str
    seconds: str
    object_: Literal["video"] | Unset = field(default=UNSET, metadata={"wire": "object"})
    completed_at: float | Unset = UNSET
    error: m.VideoFailure | Unset = UNSET
    outputs: m.VideoOutput | Unset = UNSET
