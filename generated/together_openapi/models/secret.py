# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class Secret(Model):
    """A secret, without its value.

    Attributes:
        id: Identifies the secret.
        object_: Always secret.
        name: Name, which also identifies it.
        description: What it is for, for people.
        created_at: When it was stored, in ISO 8601.
        created_by: Id of the user who stored it.
        updated_at: When it was changed last, in ISO 8601.
        last_updated_by: Id of the user who changed it last.
    """

    id: str | Unset = UNSET
    object_: Literal["secret"] | Unset = field(default=UNSET, metadata={"wire": "object"})
    name: str | Unset = UNSET
    description: str | Unset = UNSET
    created_at: str | Unset = UNSET
    created_by: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    last_updated_by: str | Unset = UNSET
