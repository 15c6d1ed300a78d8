# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateGPUClusterRequest(Model):
    """A cluster to get.

    Attributes:
        cluster_name: Name for the cluster.
        region: Where it should be; list_regions has the names.
        gpu_type: Which GPUs.
        num_gpus: How many GPUs; 8, or a multiple of it.
        cuda_version: Version of CUDA.
        nvidia_driver_version: Version of the NVIDIA driver; list_regions tells which go
            with which CUDA.
        billing_type: How long it should last.
        cluster_type: What to run on it.
        duration_days: Days to keep it, for RESERVED.
        reservation_start_time: When its time is to begin, for SCHEDULED_CAPACITY; at once
            if left out.
        reservation_end_time: When its time is to end; SCHEDULED_CAPACITY needs it.
        shared_volume: A volume to make along with it.
        volume_id: A volume that exists, for it to have.
        gpu_node_failover_enabled: True to have a node that fails replaced by itself.
        auto_scaled: True to have it grow and shrink with its work.
        auto_scale_max_gpus: Most GPUs that it may grow to; auto_scaled needs it.
        slurm_shm_size_gib: Shared memory in GiB; SLURM needs it.
        slurm_image: Image for Slurm in place of the usual one.
        capacity_pool_id: Id of the capacity pool to take it from, if from one.
        install_traefik: True to install Traefik, which lets requests in; for KUBERNETES
            only.
    """

    cluster_name: str
    region: str
    gpu_type: m.ClusterGPUType
    num_gpus: int
    cuda_version: str
    nvidia_driver_version: str
    billing_type: m.ClusterBillingType
    cluster_type: m.ClusterType | Unset = UNSET
    duration_days: int | Unset = UNSET
    reservation_start_time: datetime.datetime | Unset = UNSET
    reservation_end_time: datetime.datetime | Unset = UNSET
    shared_volume: m.CreateSharedVolumeRequest | Unset = UNSET
    volume_id: str | Unset = UNSET
    gpu_node_failover_enabled: bool | Unset = False
    auto_scaled: bool | Unset = False
    auto_scale_max_gpus: int | Unset = UNSET
    slurm_shm_size_gib: int | Unset = UNSET
    slurm_image: str | Unset = UNSET
    capacity_pool_id: str | Unset = UNSET
    install_traefik: bool | Unset = False
