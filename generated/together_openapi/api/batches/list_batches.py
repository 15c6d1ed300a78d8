# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Any

import httpx

from ... import models as m
from ...client import Client
from ...errors import UnexpectedStatus
from ...model import read
from ...types import Response


def _get_kwargs() -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/batches",
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> list[m.BatchJob] | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return read(list[m.BatchJob], response.json())
        case 400 | 401 | 403 | 404 | 429:
            return read(m.ErrorResponse, response.json())
        case status if 500 <= status <= 599:
            return read(m.ErrorResponse, response.json())
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[list[m.BatchJob] | m.ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[list[m.BatchJob] | m.ErrorResponse]:
    """List the batch jobs.

    A bare array in no promised order, without pages; an account without jobs may get null.

    Args:
        client: Who to ask, and how.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        httpx.HTTPError: If no answer came.
        ValueError: If the answer is not the JSON that it should be.
    """
    kwargs = _get_kwargs()
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: Client,
) -> list[m.BatchJob] | m.ErrorResponse | None:
    """`sync_detailed`, but only what was parsed; None if there was nothing to parse."""
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[list[m.BatchJob] | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs()
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: Client,
) -> list[m.BatchJob] | m.ErrorResponse | None:
    """`asyncio_detailed`, but only what was parsed; None if there was nothing to parse."""
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
