"""Presigned URLs for the second origin: who holds one may do this one thing until it expires."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from urllib.parse import urlencode


class Signer:
    """Signs and checks URLs with a key that lives in the data directory.

    Args:
        key: The secret; it outlives restarts, so an upload under way does too.
        seconds: How long a URL is good for.
    """

    def __init__(self, key: bytes, seconds: float) -> None:
        self._key = key
        self._seconds = seconds

    def url(self, origin: str, method: str, path: str) -> str:
        """A URL that allows ``method`` on ``path``."""
        expires = str(int(time.time() + self._seconds))
        signature = self._sign(method, path, expires)
        return f"{origin}{path}?{urlencode({'Expires': expires, 'Signature': signature})}"

    def problem(self, method: str, path: str, query: Mapping[str, str]) -> str | None:
        """Why a request is not allowed, or ``None``."""
        expires, signature = query.get("Expires", ""), query.get("Signature", "")
        expected = self._sign(method, path, expires)
        # Compared as bytes: compare_digest refuses str with anything but ASCII.
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            return "SignatureDoesNotMatch"
        return "AccessDenied" if time.time() >= int(expires) else None

    def _sign(self, method: str, path: str, expires: str) -> str:
        text = f"{method}\n{path}\n{expires}".encode("utf-8", "replace")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()
