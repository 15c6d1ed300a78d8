# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...request import drop_unset
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    *,
    type_: m.EndpointType | Unset = UNSET,
    usage_type: m.EndpointUsageType | Unset = UNSET,
    mine: bool | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/endpoints",
        "params": drop_unset(
            {
                "type": type_,
                "usage_type": usage_type,
                "mine": mine,
            }
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.EndpointList | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return parse_json(m.EndpointList, response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.EndpointList | m.ErrorResponse]:
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
    type_: m.EndpointType | Unset = UNSET,
    usage_type: m.EndpointUsageType | Unset = UNSET,
    mine: bool | Unset = UNSET,
) -> Response[m.EndpointList | m.ErrorResponse]:
    """List the endpoints.

    Those of the account and those that everyone can use, unless the parameters say otherwise.

    Args:
        client: Who to ask, and how.
        type_: Whether an endpoint has hardware of its own, or shares.
        usage_type: How an endpoint is paid for.
        mine: True to see only endpoints of your own.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        type_=type_,
        usage_type=usage_type,
        mine=mine,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    type_: m.EndpointType | Unset = UNSET,
    usage_type: m.EndpointUsageType | Unset = UNSET,
    mine: bool | Unset = UNSET,
) -> m.EndpointList:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.EndpointList = sync_detailed(
        client=client,
        type_=type_,
        usage_type=usage_type,
        mine=mine,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    type_: m.EndpointType | Unset = UNSET,
    usage_type: m.EndpointUsageType | Unset = UNSET,
    mine: bool | Unset = UNSET,
) -> Response[m.EndpointList | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        type_=type_,
        usage_type=usage_type,
        mine=mine,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    type_: m.EndpointType | Unset = UNSET,
    usage_type: m.EndpointUsageType | Unset = UNSET,
    mine: bool | Unset = UNSET,
) -> m.EndpointList:
    """`sync`, awaited."""
    parsed: m.EndpointList = (
        await asyncio_detailed(
            client=client,
            type_=type_,
            usage_type=usage_type,
            mine=mine,
        )
    ).success()
    return parsed
