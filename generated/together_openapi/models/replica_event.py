# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ReplicaEvent(Model):
    """What happened to a replica last.

    Attributes:
        image: Container image of the replica.
        replica_ready_since: Since when it can answer.
        replica_status: Its state, such as Running, Waiting or Terminated.
        replica_status_message: Why it is in this state, for people.
        replica_status_reason: Why it is in this state, for programs.
        revision_id: Revision of the deployment that it runs.
        volume_preload_completed_at: When the volumes were filled.
        volume_preload_started_at: When filling the volumes began.
        volume_preload_status: How far that is, such as InProgress, Completed or Failed.
    """

    image: str | Unset = UNSET
    replica_ready_since: str | Unset = UNSET
    replica_status: str | Unset = UNSET
    replica_status_message: str | Unset = UNSET
    replica_status_reason: str | Unset = UNSET
    revision_id: str | Unset = UNSET
    volume_preload_completed_at: str | Unset = UNSET
    volume_preload_started_at: str | Unset = UNSET
    volume_preload_status: str | Unset = UNSET
