# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...types import Response

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


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
            return parse_json(list[m.BatchJob], response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[list[m.BatchJob] | m.ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
        listed=response.status_code in _SUCCESS,
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
) -> Response[list[m.BatchJob] | m.ErrorResponse]:
    """List the batch jobs.

    A bare array in no promised order, without pages; an account without jobs may get null.

    Args:
        client: Who to ask, and how.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs()
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
) -> list[m.BatchJob] | None:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: list[m.BatchJob] | None = sync_detailed(
        client=client,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
) -> Response[list[m.BatchJob] | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs()
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
) -> list[m.BatchJob] | None:
    """`sync`, awaited."""
    parsed: list[m.BatchJob] | None = (
        await asyncio_detailed(
            client=client,
        )
    ).success()
    return parsed
