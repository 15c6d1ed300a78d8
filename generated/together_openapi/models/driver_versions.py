# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class DriverVersions(Model):
    """Versions that go together.

    Attributes:
        cuda_version: Version of CUDA.
        nvidia_driver_version: Version of the NVIDIA driver.
    """

    cuda_version: str
    nvidia_driver_version: str
