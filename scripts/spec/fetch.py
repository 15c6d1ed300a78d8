"""Get a document from where it is published."""

from __future__ import annotations

from pathlib import Path

import httpx

from spec import GenerateError

LARGEST = 50 * 1024 * 1024  # the largest known document has half a megabyte
TIMEOUT = 30.0


def local(spec: str, directory: Path) -> Path:
    """The path of a document, which is fetched to the directory if it is on the web.

    Raises:
        GenerateError: If it cannot be fetched.
    """
    if not spec.startswith(("http://", "https://")):
        return Path(spec)
    path = directory / "fetched"
    size = 0
    try:
        with (
            httpx.stream("GET", spec, timeout=TIMEOUT, follow_redirects=True) as answer,
            path.open("wb") as file,
        ):
            if answer.status_code != 200:
                raise GenerateError(f"{spec}: cannot be fetched: status {answer.status_code}")
            for chunk in answer.iter_bytes():
                size += len(chunk)
                if size > LARGEST:
                    raise GenerateError(f"{spec}: cannot be fetched: over {LARGEST} bytes")
                file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise GenerateError(f"{spec}: cannot be fetched: {error}") from error
    return path
