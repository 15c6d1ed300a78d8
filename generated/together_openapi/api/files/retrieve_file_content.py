# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...request import fill, to_headers
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...streams import AsyncByteStream, ByteStream


_SUCCESS = frozenset({200, 202, 206, 302, 303, 307})


def _get_kwargs(
    id: str,
    *,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": fill("/files/{id}/content", id=id),
        "headers": to_headers(
            {
                "Range": range_,
                "If-Range": if_range,
            }
        ),
    }
    return kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> bytes | m.ErrorResponse | None:
    match response.status_code:
        case 200 | 206:
            return response.content
        case 202 | 302 | 303 | 307 | 416:
            return None
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[bytes | m.ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
        listed=response.status_code in _SUCCESS,
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> Response[bytes | m.ErrorResponse]:
    """Fetch the content of one file.

    Only a plain 200 is promised. A client must also be ready for a redirect to object storage
    (where the API key must not go), for a part of the content in answer to Range, and for a
    file that is still being prepared.

    Args:
        id: Identifies the file.
        client: Who to ask, and how.
        range_: The part that is wanted; the server may ignore it and send everything.
        if_range: Strong ETag of what is held so far; when it changed, the whole content
            comes back.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        id,
        range_=range_,
        if_range=if_range,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> bytes | None:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: bytes | None = sync_detailed(
        id,
        client=client,
        range_=range_,
        if_range=if_range,
    ).success()
    return parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> Response[bytes | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        id,
        range_=range_,
        if_range=if_range,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> bytes | None:
    """`sync`, awaited."""
    parsed: bytes | None = (
        await asyncio_detailed(
            id,
            client=client,
            range_=range_,
            if_range=if_range,
        )
    ).success()
    return parsed


def sync_stream(
    id: str,
    *,
    client: AuthenticatedClient,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> AbstractContextManager[ByteStream]:
    """`sync`, but the bytes are used while they come: `with … as stream`, `for chunk in stream`.

    Raises:
        errors.StatusError: If the answer has no bytes to give, an error or not.
    """
    from ...streams import Promise, open_bytes

    promise = Promise(frozenset({200, 206}), _parse_response)
    kwargs = _get_kwargs(
        id,
        range_=range_,
        if_range=if_range,
    )
    return open_bytes(client, kwargs, promise)


def asyncio_stream(
    id: str,
    *,
    client: AuthenticatedClient,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> AbstractAsyncContextManager[AsyncByteStream]:
    """`asyncio`, but the bytes are used while they come: `async with … as stream`, `async for chunk in stream`.

    Raises:
        errors.StatusError: If the answer has no bytes to give, an error or not.
    """
    from ...streams import Promise, aopen_bytes

    promise = Promise(frozenset({200, 206}), _parse_response)
    kwargs = _get_kwargs(
        id,
        range_=range_,
        if_range=if_range,
    )
    return aopen_bytes(client, kwargs, promise)
