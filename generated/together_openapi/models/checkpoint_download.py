# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class CheckpointDownload(Model):
    """Where the files of a checkpoint are.

    Attributes:
        data: One entry for each file.
    """

    data: list[m.CheckpointFile]
