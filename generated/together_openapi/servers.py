# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Operations that have a server of their own, beside the one that the rest of the document has.

The client's base URL says where the API really is: the public one, a proxy, a local one. So what
such an operation changes is the path of that URL, never its host: the key goes to no other origin.
https://spec.openapis.org/oas/v3.1.1.html#server-object
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Server:
    """Where an operation is, and where those are that have no server of their own.

    Attributes:
        url: The URL of the operation's own server.
        common: The URL of the document's server, which the client's base URL stands for.
    """

    url: str
    common: str

    def locate(self, base_url: httpx.URL, path: str) -> str:
        """The URL of the operation, for a client with this base URL.

        `/v1` and `/v2` for these two servers make `/videos` under `http://host/v1`, under
        `http://host/v2` and under `http://host` the same `http://host/v2/videos`.

        Raises:
            ValueError: If the client is made for the document's server, and this one is elsewhere.
        """
        own, common = httpx.URL(self.url), httpx.URL(self.common)
        if own.host and _origin(own) != _origin(base_url) == _origin(common):
            raise ValueError(
                f"{path} is served at {self.url}, and this client is made for {base_url.host}: the "
                f"key does not go from one to the other. Use a client with base_url={self.url!r}."
            )
        if not base_url.host:  # nobody said where; httpx says what it needs
            return path
        base, new = base_url.path.rstrip("/"), own.path.rstrip("/")
        for known in sorted({common.path.rstrip("/"), new}, key=len, reverse=True):
            if base.endswith(known):
                base = base[: len(base) - len(known)]
                break
        return str(base_url.copy_with(path=base + new + "/", query=None)).rstrip("/") + path


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


__all__ = ["Server"]
