# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class HardwareSpecs(Model):
    """What hardware is made of.

    Attributes:
        gpu_type: Kind of GPU.
        gpu_link: How the GPUs are connected.
        gpu_memory: Memory of a GPU in GB.
        gpu_count: Number of GPUs.
    """

    gpu_type: str
    gpu_link: str
    gpu_memory: float
    gpu_count: int
