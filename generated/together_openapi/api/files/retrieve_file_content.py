# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Any

import httpx

from ... import models as m
from ...client import Client
from ...errors import UnexpectedStatus
from ...model import read
from ...request import path_segment, to_headers
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": f"/files/{path_segment(id)}/content",
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
            return read(m.ErrorResponse, response.json())
        case status if 500 <= status <= 599:
            return read(m.ErrorResponse, response.json())
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[bytes | m.ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: Client,
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
        httpx.HTTPError: If no answer came.
        ValueError: If the answer is not the JSON that it should be.
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
    client: Client,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> bytes | m.ErrorResponse | None:
    """`sync_detailed`, but only what was parsed; None if there was nothing to parse."""
    return sync_detailed(
        id,
        client=client,
        range_=range_,
        if_range=if_range,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: Client,
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
    client: Client,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> bytes | m.ErrorResponse | None:
    """`asyncio_detailed`, but only what was parsed; None if there was nothing to parse."""
    return (
        await asyncio_detailed(
            id,
            client=client,
            range_=range_,
            if_range=if_range,
        )
    ).parsed
