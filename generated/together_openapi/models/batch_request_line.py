# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class BatchRequestLine(Model):
    """One line of an input file.

    Attributes:
        custom_id: Name of the line, unlike any other in the file; it comes back with the
            result.
        body: Body of the request, as the endpoint takes it.
        method: FILE for audio; left out for everything else.
    """

    custom_id: str
    body: m.JsonObject
    method: str | Unset = UNSET
