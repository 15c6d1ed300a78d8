# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class DisplayOutput(Model):
    """What the code has to show.

    Attributes:
        type_: Whether it was shown, or is the value of the last line.
        data: The same thing in one or several formats.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": (
            "display_data",
            "execute_result",
        ),
    }

    type_: m.DisplayOutputType = field(metadata={"wire": "type"})
    data: m.DisplayData
