# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateDeploymentRequest(Model):
    """A container to run.

    Attributes:
        name: Name, unlike any other in the project, of letters, digits, underscores and
            dashes.
        image: Container image, from registry.together.ai.
        gpu_type: GPUs of each replica.
        description: What it is for, for people.
        command: What to run instead of the entry point of the image.
        args: Arguments to give instead of those of the image.
        environment_variables: Environment of the container.
        volumes: Volumes that the container can read.
        port: Port that the container answers on, if it answers requests.
        health_check_path: Path to ask to see whether a replica is well.
        termination_grace_period_seconds: Seconds that a replica has to finish before it is
            ended by force.
        gpu_count: Number of GPUs of each replica; 0 if left out.
        cpu: Cores of each replica; 0.1 is 100 millicores.
        memory: Memory of each replica in GiB; 0.5 is 512 MiB.
        storage: Disk of each replica in GiB; what is on it does not outlive the replica.
        autoscaling: When to run more or fewer replicas; off if left out or null.
        min_replicas: Fewest replicas; 1 if left out.
        max_replicas: Most replicas; as many as min_replicas if left out.
    """

    name: str
    image: str
    gpu_type: m.DeploymentGPUType
    description: str | Unset = UNSET
    command: list[str] | Unset = UNSET
    args: list[str] | Unset = UNSET
    environment_variables: list[m.EnvironmentVariable] | Unset = UNSET
    volumes: list[m.VolumeMount] | Unset = UNSET
    port: int | Unset = UNSET
    health_check_path: str | Unset = UNSET
    termination_grace_period_seconds: int | Unset = UNSET
    gpu_count: int | Unset = UNSET
    cpu: float | Unset = UNSET
    memory: float | Unset = UNSET
    storage: int | Unset = UNSET
    autoscaling: (
        m.HTTPAutoscaling | m.QueueAutoscaling | m.CustomMetricAutoscaling | Unset | None
    ) = UNSET
    min_replicas: int | Unset = UNSET
    max_replicas: int | Unset = UNSET
