# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ClusterStatus(OpenStrEnum):
    """State of a cluster."""

    WAITINGFORCONTROLPLANENODES = "WaitingForControlPlaneNodes"
    WAITINGFORDATAPLANENODES = "WaitingForDataPlaneNodes"
    WAITINGFORSUBNET = "WaitingForSubnet"
    WAITINGFORSHAREDVOLUME = "WaitingForSharedVolume"
    INSTALLINGDRIVERS = "InstallingDrivers"
    RUNNINGACCEPTANCETESTS = "RunningAcceptanceTests"
    PAUSED = "Paused"
    ONDEMANDCOMPUTEPAUSED = "OnDemandComputePaused"
    READY = "Ready"
    DEGRADED = "Degraded"
    DELETING = "Deleting"
