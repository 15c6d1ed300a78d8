# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class CodeSessions(Model):
    """Sessions that code can be run in.

    Attributes:
        sessions: The sessions.
    """

    sessions: list[m.CodeSession]
