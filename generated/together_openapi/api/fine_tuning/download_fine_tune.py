# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...request import drop_unset, to_headers
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...streams import AsyncByteStream, ByteStream


_SUCCESS = frozenset({200, 206})


def _get_kwargs(
    *,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/finetune/download",
        "params": drop_unset(
            {
                "ft_id": ft_id,
                "checkpoint_step": checkpoint_step,
                "checkpoint": checkpoint,
            }
        ),
        "headers": to_headers(
            {
                "Range": range_,
            }
        ),
    }
    return kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> bytes | m.ErrorResponse | None:
    match response.status_code:
        case 200 | 206:
            return response.content
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case 416:
            return None
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
    *,
    client: AuthenticatedClient,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> Response[bytes | m.ErrorResponse]:
    """Fetch a trained model or a checkpoint, compressed.

    Name the checkpoint by its step or its kind. With Range, the server sends a part and says in
    Content-Range which.

    Args:
        client: Who to ask, and how.
        ft_id: Which fine-tuning job; begins with ft-.
        checkpoint_step: Step of the checkpoint; outranks checkpoint.
        checkpoint: Which form of a trained model.
        range_: The part that is wanted; the server may ignore it and send everything.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        ft_id=ft_id,
        checkpoint_step=checkpoint_step,
        checkpoint=checkpoint,
        range_=range_,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> bytes:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: bytes = sync_detailed(
        client=client,
        ft_id=ft_id,
        checkpoint_step=checkpoint_step,
        checkpoint=checkpoint,
        range_=range_,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> Response[bytes | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        ft_id=ft_id,
        checkpoint_step=checkpoint_step,
        checkpoint=checkpoint,
        range_=range_,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> bytes:
    """`sync`, awaited."""
    parsed: bytes = (
        await asyncio_detailed(
            client=client,
            ft_id=ft_id,
            checkpoint_step=checkpoint_step,
            checkpoint=checkpoint,
            range_=range_,
        )
    ).success()
    return parsed


def sync_stream(
    *,
    client: AuthenticatedClient,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> AbstractContextManager[ByteStream]:
    """`sync`, but the bytes are used while they come: `with … as stream`, `for chunk in stream`.

    Raises:
        errors.StatusError: If the answer has no bytes to give, an error or not.
    """
    from ...streams import Promise, open_bytes

    promise = Promise(frozenset({200, 206}), _parse_response)
    kwargs = _get_kwargs(
        ft_id=ft_id,
        checkpoint_step=checkpoint_step,
        checkpoint=checkpoint,
        range_=range_,
    )
    return open_bytes(client, kwargs, promise)


def asyncio_stream(
    *,
    client: AuthenticatedClient,
    ft_id: str,
    checkpoint_step: int | Unset = UNSET,
    checkpoint: m.FineTuneCheckpointKind | Unset = UNSET,
    range_: str | Unset = UNSET,
) -> AbstractAsyncContextManager[AsyncByteStream]:
    """`asyncio`, but the bytes are used while they come: `async with … as stream`, `async for chunk in stream`.

    Raises:
        errors.StatusError: If the answer has no bytes to give, an error or not.
    """
    from ...streams import Promise, aopen_bytes

    promise = Promise(frozenset({200, 206}), _parse_response)
    kwargs = _get_kwargs(
        ft_id=ft_id,
        checkpoint_step=checkpoint_step,
        checkpoint=checkpoint,
        range_=range_,
    )
    return aopen_bytes(client, kwargs, promise)
