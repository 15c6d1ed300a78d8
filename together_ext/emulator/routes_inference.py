"""Direct inference: the same answers that batch rows get."""

from __future__ import annotations

import time

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from together_ext.emulator import context
from together_ext.emulator.context import Context
from together_ext.emulator.frame import plain
from together_ext.emulator.inference import answer
from together_ext.emulator.shapes import Json

# Any other name is answered too: which models exist is data, and not this emulator's.
_MODELS = (
    ("emulator/echo-chat", "chat"),
    ("emulator/echo-language", "language"),
    ("emulator/echo-embedding", "embedding"),
)
# A fixed day, so that two listings are equal.
_CREATED = 1_767_225_600


class InferenceRoutes:
    """The handlers.

    Args:
        shared: The emulator.
    """

    def __init__(self, shared: Context) -> None:
        self._shared = shared

    async def infer(self, request: Request) -> Response:
        """``POST`` to chat/completions, completions or embeddings."""
        body = await context.json_object(request)
        return self._answer(request, body)

    async def audio(self, request: Request) -> Response:
        """``POST`` to audio/transcriptions or audio/translations."""
        fields = await context.form(request)
        source = fields.get("file")
        if isinstance(source, UploadFile):
            fields["file"] = source.filename or "audio"
            await source.close()
        fields.setdefault("model", "openai/whisper-large-v3")
        return self._answer(request, fields)

    async def models(self, _request: Request) -> Response:
        """``GET /models``: a bare array."""
        return Json(
            [
                {
                    "id": name,
                    "object": "model",
                    "created": _CREATED,
                    "type": kind,
                    "display_name": name.rpartition("/")[2],
                    "organization": "emulator",
                    "context_length": 8192,
                    "pricing": {"hourly": 0, "input": 0, "output": 0, "base": 0, "finetune": 0},
                }
                for name, kind in _MODELS
            ]
        )

    def _answer(self, request: Request, body: dict[str, object]) -> Response:
        endpoint = "/v1" + plain(request.url.path)
        return Json(answer(self._shared.engine, endpoint, body, int(time.time())))
