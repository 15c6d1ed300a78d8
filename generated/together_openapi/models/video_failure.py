# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VideoFailure(Model):
    """Why there is no film.

    Attributes:
        message: The reason, for people.
        code: The reason, for programs.
    """

    message: str
    code: str | Unset = UNSET
