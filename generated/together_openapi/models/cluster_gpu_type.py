# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ClusterGPUType(OpenStrEnum):
    """GPUs that a cluster can have."""

    H100_SXM = "H100_SXM"
    H200_SXM = "H200_SXM"
    RTX_6000_PCI = "RTX_6000_PCI"
    L40_PCIE = "L40_PCIE"
    B200_SXM = "B200_SXM"
    H100_SXM_INF = "H100_SXM_INF"
