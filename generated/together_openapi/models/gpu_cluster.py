# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime
from typing import ClassVar

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class GPUCluster(Model):
    """Machines with GPUs.

    Attributes:
        cluster_id: Identifies the cluster.
        cluster_name: Its name.
        cluster_type: What runs on it.
        status: Its state.
        region: Where it is.
        gpu_type: Its GPUs.
        num_gpus: How many GPUs it has.
        cuda_version: Its version of CUDA.
        nvidia_driver_version: Its version of the NVIDIA driver.
        volumes: Shared volumes that it has.
        control_plane_nodes: Machines that run the cluster itself.
        gpu_worker_nodes: Machines with the GPUs.
        kube_config: What kubectl needs to reach it. It opens the cluster to whoever has it.
        duration_hours: Hours that it lasts.
        slurm_shm_size_gib: Shared memory for Slurm in GiB.
        capacity_pool_id: Id of the capacity pool that it came from.
        reservation_start_time: When its time begins.
        reservation_end_time: When its time ends.
        install_traefik: Whether it has Traefik to let requests in.
        created_at: When it was made.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"kube_config"})

    cluster_id: str
    cluster_name: str
    cluster_type: m.ClusterType
    status: m.ClusterStatus
    region: str
    gpu_type: m.ClusterGPUType
    num_gpus: int
    cuda_version: str
    nvidia_driver_version: str
    volumes: list[m.ClusterVolume]
    control_plane_nodes: list[m.ControlPlaneNode]
    gpu_worker_nodes: list[m.GPUWorkerNode]
    kube_config: str
    duration_hours: int | Unset = UNSET
    slurm_shm_size_gib: int | Unset = UNSET
    capacity_pool_id: str | Unset = UNSET
    reservation_start_time: datetime.datetime | Unset = UNSET
    reservation_end_time: datetime.datetime | Unset = UNSET
    install_traefik: bool | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
