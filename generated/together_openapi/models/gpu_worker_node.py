# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class GPUWorkerNode(Model):
    """A machine with GPUs.

    Attributes:
        node_id: Identifies the machine.
        node_name: Its name.
        status: Its state.
        host_name: Its name in the network.
        num_cpu_cores: Its cores.
        num_gpus: Its GPUs.
        memory_gib: Its memory in GiB.
        networks: Its networks.
        instance_id: Identifies the instance that it runs in.
    """

    node_id: str
    node_name: str
    status: str
    host_name: str
    num_cpu_cores: int
    num_gpus: int
    memory_gib: float
    networks: list[str]
    instance_id: str | Unset = UNSET
