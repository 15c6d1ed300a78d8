# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class LoraTrainingLimits(Model):
    """What training of an adapter allows.

    Attributes:
        max_batch_size: Largest batch for method sft.
        max_batch_size_dpo: Largest batch for method dpo.
        min_batch_size: Smallest batch.
        max_rank: Highest rank of the adapter.
        target_modules: Layers that can get an adapter.
    """

    max_batch_size: int
    max_batch_size_dpo: int
    min_batch_size: int
    max_rank: int
    target_modules: list[str]
