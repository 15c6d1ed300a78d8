"""What answers a prompt. An engine knows words; the API's shapes around them are inference.py's."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Protocol

_MAX_WORDS = 20
_MAX_CHARS = 200
_DIMENSIONS = 64
# A sentence ends at its mark (the last three are the CJK ones) or at a line feed. U+2028 is not in
# here: it is data, and stays.
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…](?=\s|$)|[\u3002\uff01\uff1f]|(?=\n|$))", re.DOTALL)
_WORDS = re.compile(rf"(?:\s*\S+){{1,{_MAX_WORDS}}}")


class Engine(Protocol):
    """Something that can stand in for a model."""

    def complete(self, prompt: str) -> str:
        """The answer to a prompt."""

    def embed(self, text: str) -> list[float]:
        """A vector for a text."""

    def transcribe(self, source: str, task: str) -> str:
        """The words in a recording; ``task`` is ``transcribe`` or ``translate``."""


class EchoEngine:
    """Answers from the prompt itself, always the same way."""

    def complete(self, prompt: str) -> str:
        """The prompt's first sentence, at most 20 words, its characters untouched."""
        text = prompt.strip(" \t\r\n")
        sentence = _SENTENCE.match(text)
        words = _WORDS.match(sentence.group() if sentence else "")
        return words.group()[:_MAX_CHARS] if words else "(an empty prompt)"

    def embed(self, text: str) -> list[float]:
        """A unit vector made from the text's digest: equal texts, equal vectors."""
        data = hashlib.shake_256(text.encode("utf-8", "surrogatepass")).digest(_DIMENSIONS)
        raw = [byte - 127.5 for byte in data]
        length = math.sqrt(sum(value * value for value in raw))
        return [round(value / length, 6) for value in raw]

    def transcribe(self, source: str, task: str) -> str:
        """A sentence that names the recording."""
        verb = "Translation" if task == "translate" else "Transcript"
        return f"{verb} of {source}."


ENGINES: dict[str, type[EchoEngine]] = {"echo": EchoEngine}
