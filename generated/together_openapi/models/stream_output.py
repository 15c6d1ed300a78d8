# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class StreamOutput(Model):
    """What the code printed.

    Attributes:
        type_: Where it printed to.
        data: The text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": (
            "stdout",
            "stderr",
        ),
    }

    type_: m.StreamOutputType = field(metadata={"wire": "type"})
    data: str
