# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...request import drop_unset, fill
from ...types import Response

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    id: str,
    *,
    variant: m.CheckpointVariant,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": fill("/rl/checkpoints/{id}/download", id=id),
        "params": drop_unset(
            {
                "variant": variant,
            }
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.CheckpointDownload | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return parse_json(m.CheckpointDownload, response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    return parse_json(m.ErrorResponse, response)


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.CheckpointDownload | m.ErrorResponse]:
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
    variant: m.CheckpointVariant,
) -> Response[m.CheckpointDownload | m.ErrorResponse]:
    """Get the addresses of the files of a checkpoint.

    For inference checkpoints only. Fetch each file from its presigned address, without the API
    key.

    Args:
        id: Which checkpoint.
        client: Who to ask, and how.
        variant: Which form of a checkpoint: the whole model, or its adapter alone.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        id,
        variant=variant,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    variant: m.CheckpointVariant,
) -> m.CheckpointDownload:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.CheckpointDownload = sync_detailed(
        id,
        client=client,
        variant=variant,
    ).success()
    return parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    variant: m.CheckpointVariant,
) -> Response[m.CheckpointDownload | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        id,
        variant=variant,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    variant: m.CheckpointVariant,
) -> m.CheckpointDownload:
    """`sync`, awaited."""
    parsed: m.CheckpointDownload = (
        await asyncio_detailed(
            id,
            client=client,
            variant=variant,
        )
    ).success()
    return parsed
