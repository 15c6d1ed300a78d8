# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class UploadedModel(Model):
    """A model that is being fetched.

    Attributes:
        job_id: Id of the job that fetches it; get_job follows it.
        model_name: Name to ask for the model by.
        model_id: Identifies the model.
        model_source: Where the model comes from.
    """

    job_id: str
    model_name: str
    model_id: str
    model_source: str
