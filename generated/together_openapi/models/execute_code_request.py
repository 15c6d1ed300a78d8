# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ExecuteCodeRequest(Model):
    """Code to run.

    Attributes:
        language: Language of the code.
        code: The code.
        files: Files to put into the session before the code runs.
        session_id: Session to run it in, of your own and not expired; a new one if left
            out.
    """

    code: str
    language: m.CodeLanguage | Unset = m.CodeLanguage.PYTHON
    files: list[m.CodeFile] | Unset = UNSET
    session_id: str | Unset = UNSET
