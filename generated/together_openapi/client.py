# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""The clients that operations are called with: settings, and the httpx clients made from them."""

from __future__ import annotations

import ssl
from types import TracebackType
from typing import Any, TypeVar

import httpx
from attrs import define, field

C = TypeVar("C", bound="Client")

# httpx gives up after 5 s without a byte; a model can think longer than that before it says a word.
DEFAULT_TIMEOUT = httpx.Timeout(60.0, connect=10.0)


@define(repr=False)
class Client:
    """Settings for calls that need no key; `attrs.evolve(client, timeout=...)` makes a copy.

    Attributes:
        base_url: What the paths of the operations are appended to.
        raise_on_unexpected_status: True to raise errors.UnexpectedStatus for a status that the spec
            does not list; otherwise such an answer is parsed to None.
        cookies: Sent with every request.
        headers: Sent with every request.
        timeout: How long to wait for a connection, and between two signs of life.
        verify_ssl: False to trust anybody; a path or an SSLContext to trust somebody else.
        follow_redirects: False, because an upload begins with a redirect that must not be followed.
        httpx_args: More arguments for httpx.Client and httpx.AsyncClient.
    """

    _base_url: str = field(alias="base_url")
    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies")
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers")
    _timeout: httpx.Timeout | None = field(default=DEFAULT_TIMEOUT, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args")
    _client: httpx.Client | None = field(default=None, init=False, eq=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, eq=False)

    def __repr__(self) -> str:
        # Nothing else: headers and cookies hold secrets, and a repr ends up in logs and tracebacks.
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    def _all_headers(self) -> dict[str, str]:
        return self._headers

    def _arguments(self) -> dict[str, Any]:
        return {
            "base_url": self._base_url,
            "cookies": self._cookies,
            "headers": self._all_headers(),
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }

    def get_httpx_client(self) -> httpx.Client:
        """The httpx client, made when it is first needed."""
        if self._client is None:
            self._client = httpx.Client(**self._arguments())
        return self._client

    def set_httpx_client(self: C, client: httpx.Client) -> C:
        """Use this httpx client as it is; none of the settings here apply to it."""
        self._client = client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The asynchronous httpx client, made when it is first needed."""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._arguments())
        return self._async_client

    def set_async_httpx_client(self: C, async_client: httpx.AsyncClient) -> C:
        """Use this asynchronous httpx client as it is; none of the settings here apply to it."""
        self._async_client = async_client
        return self

    def __enter__(self: C) -> C:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.get_httpx_client().__exit__(kind, error, trace)

    async def __aenter__(self: C) -> C:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.get_async_httpx_client().__aexit__(kind, error, trace)


@define(repr=False)
class AuthenticatedClient(Client):
    """Settings for calls with a key.

    Attributes:
        token: The key. It is never part of the repr.
        prefix: What stands before the key in the header.
        auth_header_name: The header that carries the key.
    """

    token: str
    prefix: str = "Bearer"
    auth_header_name: str = "Authorization"

    def _all_headers(self) -> dict[str, str]:
        value = f"{self.prefix} {self.token}" if self.prefix else self.token
        return {**self._headers, self.auth_header_name: value}


__all__ = ["DEFAULT_TIMEOUT", "AuthenticatedClient", "Client"]
