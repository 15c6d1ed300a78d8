# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UpdateSecretRequest(Model):
    """What to change about a secret.

    Attributes:
        name: New name, of letters, digits, underscores, dashes, slashes and dots.
        value: What is to be kept secret from now on.
        description: What it is for, for people.
        project_id: Has no effect; the API key says which project it is.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"value"})

    name: str | Unset = UNSET
    value: str | Unset = UNSET
    description: str | Unset = UNSET
    project_id: str | Unset = UNSET
