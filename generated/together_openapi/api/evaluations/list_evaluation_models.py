# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...request import drop_unset
from ...types import Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    *,
    model_source: str | Unset = "all",
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/evaluation/model-list",
        "params": drop_unset(
            {
                "model_source": model_source,
            }
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.EvaluationModelList | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return parse_json(m.EvaluationModelList, response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.EvaluationModelList | m.ErrorResponse]:
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
    model_source: str | Unset = "all",
) -> Response[m.EvaluationModelList | m.ErrorResponse]:
    """List the models that can judge or be judged.

    Names only.

    Args:
        client: Who to ask, and how.
        model_source: Only models from this source; all for every source.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        model_source=model_source,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    model_source: str | Unset = "all",
) -> m.EvaluationModelList:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.EvaluationModelList = sync_detailed(
        client=client,
        model_source=model_source,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    model_source: str | Unset = "all",
) -> Response[m.EvaluationModelList | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        model_source=model_source,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    model_source: str | Unset = "all",
) -> m.EvaluationModelList:
    """`sync`, awaited."""
    parsed: m.EvaluationModelList = (
        await asyncio_detailed(
            client=client,
            model_source=model_source,
        )
    ).success()
    return parsed
