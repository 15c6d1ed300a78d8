# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class DeploymentGPUType(OpenStrEnum):
    """GPUs that a replica can have."""

    H100_80GB = "h100-80gb"
    H100_40GB_MIG = "h100-40gb-mig"
    B200_192GB = "b200-192gb"
