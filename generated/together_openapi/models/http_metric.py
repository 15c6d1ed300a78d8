# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class HTTPMetric(OpenStrEnum):
    """What to measure of the requests."""

    HTTPTOTALREQUESTS = "HTTPTotalRequests"
    HTTPAVGREQUESTDURATION = "HTTPAvgRequestDuration"
