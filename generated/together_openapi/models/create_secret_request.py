# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateSecretRequest(Model):
    """A secret to store.

    Attributes:
        name: Name, unlike any other in the project, of letters, digits, underscores,
            dashes, slashes and dots.
        value: What is to be kept secret; stored encrypted.
        description: What it is for, for people.
        project_id: Has no effect; the API key says which project it is.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"value"})

    name: str
    value: str
    description: str | Unset = UNSET
    project_id: str | Unset = UNSET
