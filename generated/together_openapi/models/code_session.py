# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from ..model import Model


@define(repr=False)
class CodeSession(Model):
    """A place that code can be run in.

    Attributes:
        id: Identifies the session.
        execute_count: How often code was run in it.
        started_at: When it was opened.
        last_execute_at: When code was run in it last.
        expires_at: When it will be closed.
    """

    id: str
    execute_count: int
    started_at: datetime.datetime
    last_execute_at: datetime.datetime
    expires_at: datetime.datetime
