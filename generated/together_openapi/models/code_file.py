# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class CodeFile(Model):
    """A file for the code to work on.

    Attributes:
        name: Name that the code finds it under.
        encoding: How the content is written.
        content: The content, in this encoding.
    """

    name: str
    encoding: m.CodeFileEncoding
    content: str
