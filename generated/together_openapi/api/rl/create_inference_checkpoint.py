# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...request import fill
from ...types import Response

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    session_id: str,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "post",
        "url": fill(
            "/rl/training-sessions/{session_id}/operations/inference-checkpoint",
            session_id=session_id,
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.InferenceCheckpointOperation | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return parse_json(m.InferenceCheckpointOperation, response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    return parse_json(m.ErrorResponse, response)


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.InferenceCheckpointOperation | m.ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
        listed=response.status_code in _SUCCESS,
    )


def sync_detailed(
    session_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[m.InferenceCheckpointOperation | m.ErrorResponse]:
    """Save the model to be used.

    Keeps the adapter alone; to go on training later, save a training checkpoint. Answers at
    once with an operation to poll.

    Args:
        session_id: Which training session.
        client: Who to ask, and how.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        session_id,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    session_id: str,
    *,
    client: AuthenticatedClient,
) -> m.InferenceCheckpointOperation:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.InferenceCheckpointOperation = sync_detailed(
        session_id,
        client=client,
    ).success()
    return parsed


async def asyncio_detailed(
    session_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[m.InferenceCheckpointOperation | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        session_id,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    session_id: str,
    *,
    client: AuthenticatedClient,
) -> m.InferenceCheckpointOperation:
    """`sync`, awaited."""
    parsed: m.InferenceCheckpointOperation = (
        await asyncio_detailed(
            session_id,
            client=client,
        )
    ).success()
    return parsed
