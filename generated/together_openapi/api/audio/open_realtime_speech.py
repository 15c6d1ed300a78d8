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


_SUCCESS = frozenset({101})


def _get_kwargs(
    *,
    model: m.RealtimeSpeechModel | Unset = m.RealtimeSpeechModel.HEXGRADKOKORO_82M,
    voice: str | Unset = UNSET,
    max_partial_length: int | Unset = 250,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/audio/speech/websocket",
        "params": drop_unset(
            {
                "model": model,
                "voice": voice,
                "max_partial_length": max_partial_length,
            }
        ),
    }
    return kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> m.ErrorResponse | None:
    match response.status_code:
        case 101:
            return None
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(*, client: Client, response: httpx.Response) -> Response[m.ErrorResponse]:
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
    model: m.RealtimeSpeechModel | Unset = m.RealtimeSpeechModel.HEXGRADKOKORO_82M,
    voice: str | Unset = UNSET,
    max_partial_length: int | Unset = 250,
) -> Response[m.ErrorResponse]:
    """Open a WebSocket that reads aloud what is written to it.

    Not for an HTTP client, which cannot keep the line that a 101 opens: give the address, with
    wss in place of https, and the Authorization header to a WebSocket library. Then send
    RealtimeSpeechClientEvent and receive RealtimeSpeechServerEvent, as JSON text; the first to
    come is session.created. The audio is raw 16-bit PCM, mono, 24000 Hz. Text is held back
    until a sentence is whole, max_partial_length is reached, or it is committed.

    Args:
        client: Who to ask, and how.
        model: Models that read aloud in real time.
        voice: Voice of the model to use; tara if left out.
        max_partial_length: Characters to wait for before reading part of a sentence aloud.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        model=model,
        voice=voice,
        max_partial_length=max_partial_length,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    model: m.RealtimeSpeechModel | Unset = m.RealtimeSpeechModel.HEXGRADKOKORO_82M,
    voice: str | Unset = UNSET,
    max_partial_length: int | Unset = 250,
) -> None:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    sync_detailed(
        client=client,
        model=model,
        voice=voice,
        max_partial_length=max_partial_length,
    ).raise_for_status()


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    model: m.RealtimeSpeechModel | Unset = m.RealtimeSpeechModel.HEXGRADKOKORO_82M,
    voice: str | Unset = UNSET,
    max_partial_length: int | Unset = 250,
) -> Response[m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        model=model,
        voice=voice,
        max_partial_length=max_partial_length,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    model: m.RealtimeSpeechModel | Unset = m.RealtimeSpeechModel.HEXGRADKOKORO_82M,
    voice: str | Unset = UNSET,
    max_partial_length: int | Unset = 250,
) -> None:
    """`sync`, awaited."""
    (
        await asyncio_detailed(
            client=client,
            model=model,
            voice=voice,
            max_partial_length=max_partial_length,
        )
    ).raise_for_status()
