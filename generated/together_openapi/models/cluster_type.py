# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ClusterType(OpenStrEnum):
    """What runs on a cluster."""

    KUBERNETES = "KUBERNETES"
    SLURM = "SLURM"
