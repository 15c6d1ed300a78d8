# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UploadModelRequest(Model):
    """The model to fetch.

    Attributes:
        model_name: Name to give to the model.
        model_source: Where it is: a Hugging Face repository, or a path in S3.
        model_type: Whether it is whole, or an adapter.
        hf_token: Key for Hugging Face, if it is there.
        description: What the model is.
        base_model: For an adapter on shared hardware, the model that it belongs to.
        lora_model: For an adapter on hardware of its own, the pool that it belongs to.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"hf_token"})

    model_name: str
    model_source: str
    model_type: m.UploadedModelType | Unset = m.UploadedModelType.MODEL
    hf_token: str | Unset = UNSET
    description: str | Unset = UNSET
    base_model: str | Unset = UNSET
    lora_model: str | Unset = UNSET
