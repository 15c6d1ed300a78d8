# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class ControlPlaneNode(Model):
    """A machine that runs the cluster itself.

    Attributes:
        node_id: Identifies the machine.
        node_name: Its name.
        status: Its state.
        host_name: Its name in the network.
        num_cpu_cores: Its cores.
        memory_gib: Its memory in GiB.
        network: Its network.
    """

    node_id: str
    node_name: str
    status: str
    host_name: str
    num_cpu_cores: int
    memory_gib: float
    network: str
