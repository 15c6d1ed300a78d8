# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EnvironmentVariable(Model):
    """A variable in the environment of a container; set value or value_from_secret, not both.

    Attributes:
        name: Name, of letters, digits and underscores, not beginning with a digit.
        value: The value, if anybody may see it.
        value_from_secret: Id or name of the secret that holds the value.
    """

    name: str
    value: str | Unset = UNSET
    value_from_secret: str | Unset = UNSET
