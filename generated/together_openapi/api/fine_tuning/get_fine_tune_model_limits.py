# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...request import drop_unset
from ...types import Response

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    *,
    model_name: str,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/fine-tunes/models/limits",
        "params": drop_unset(
            {
                "model_name": model_name,
            }
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.FineTuneModelLimits | m.ErrorResponse | m.ModelLimitsError | None:
    match response.status_code:
        case 200:
            return parse_json(m.FineTuneModelLimits, response)
        case 400 | 401 | 403 | 429:
            return parse_json(m.ErrorResponse, response)
        case 404:
            return parse_json(m.ModelLimitsError, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.FineTuneModelLimits | m.ErrorResponse | m.ModelLimitsError]:
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
    model_name: str,
) -> Response[m.FineTuneModelLimits | m.ErrorResponse | m.ModelLimitsError]:
    """Look up what a model allows in training.

    Largest batches, most epochs, and which kinds of training there are.

    Args:
        client: Who to ask, and how.
        model_name: Which model.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        model_name=model_name,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    model_name: str,
) -> m.FineTuneModelLimits:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.FineTuneModelLimits = sync_detailed(
        client=client,
        model_name=model_name,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    model_name: str,
) -> Response[m.FineTuneModelLimits | m.ErrorResponse | m.ModelLimitsError]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        model_name=model_name,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    model_name: str,
) -> m.FineTuneModelLimits:
    """`sync`, awaited."""
    parsed: m.FineTuneModelLimits = (
        await asyncio_detailed(
            client=client,
            model_name=model_name,
        )
    ).success()
    return parsed
