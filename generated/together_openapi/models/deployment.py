# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime
from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class Deployment(Model):
    """A container that runs in one or several replicas.

    Attributes:
        id: Identifies the deployment.
        object_: Always deployment.
        name: Name, which also identifies it.
        description: What it is for, for people.
        status: Its state as a whole.
        image: Container image.
        command: What the container runs instead of its entry point.
        args: Arguments of the command.
        environment_variables: Environment of the container.
        volumes: Volumes that the container can read.
        port: Port that the container answers on.
        health_check_path: Path that is asked to see whether a replica is well.
        gpu_type: GPUs of each replica.
        gpu_count: Number of GPUs of each replica.
        cpu: Cores of each replica; fractions are possible.
        memory: Memory of each replica in GiB; fractions are possible.
        storage: Disk of each replica; requests count it in GiB, answers do not say.
        autoscaling: When to run more or fewer replicas; left out when that is off.
        min_replicas: Fewest replicas.
        max_replicas: Most replicas.
        desired_replicas: Replicas that should run now.
        ready_replicas: Replicas that can answer now.
        replica_events: What happened to each replica.
        created_at: When it was made.
        updated_at: When it was changed last.
    """

    id: str | Unset = UNSET
    object_: Literal["deployment"] | Unset = field(default=UNSET, metadata={"wire": "object"})
    name: str | Unset = UNSET
    description: str | Unset = UNSET
    status: m.DeploymentStatus | Unset = UNSET
    image: str | Unset = UNSET
    command: list[str] | Unset = UNSET
    args: list[str] | Unset = UNSET
    environment_variables: list[m.EnvironmentVariable] | Unset = UNSET
    volumes: list[m.VolumeMount] | Unset = UNSET
    port: int | Unset = UNSET
    health_check_path: str | Unset = UNSET
    gpu_type: m.DeploymentGPUType | Unset = UNSET
    gpu_count: int | Unset = UNSET
    cpu: float | Unset = UNSET
    memory: float | Unset = UNSET
    storage: int | Unset = UNSET
    autoscaling: m.HTTPAutoscaling | m.QueueAutoscaling | m.CustomMetricAutoscaling | Unset = UNSET
    min_replicas: int | Unset = UNSET
    max_replicas: int | Unset = UNSET
    desired_replicas: int | Unset = UNSET
    ready_replicas: int | Unset = UNSET
    replica_events: m.ReplicaEvents | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
