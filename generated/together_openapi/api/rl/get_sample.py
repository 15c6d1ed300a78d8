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
    operation_id: str,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": fill(
            "/rl/training-sessions/{session_id}/operations/sample/{operation_id}",
            session_id=session_id,
            operation_id=operation_id,
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.SampleOperation | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return parse_json(m.SampleOperation, response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    return parse_json(m.ErrorResponse, response)


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.SampleOperation | m.ErrorResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
        listed=response.status_code in _SUCCESS,
    )


def sync_detailed(
    session_id: str,
    operation_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[m.SampleOperation | m.ErrorResponse]:
    """Look at answers that are being written.

    Poll until it is completed or has failed.

    Args:
        session_id: Which training session.
        operation_id: Which operation of the session.
        client: Who to ask, and how.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        session_id,
        operation_id,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    session_id: str,
    operation_id: str,
    *,
    client: AuthenticatedClient,
) -> m.SampleOperation:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.SampleOperation = sync_detailed(
        session_id,
        operation_id,
        client=client,
    ).success()
    return parsed


async def asyncio_detailed(
    session_id: str,
    operation_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[m.SampleOperation | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        session_id,
        operation_id,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    session_id: str,
    operation_id: str,
    *,
    client: AuthenticatedClient,
) -> m.SampleOperation:
    """`sync`, awaited."""
    parsed: m.SampleOperation = (
        await asyncio_detailed(
            session_id,
            operation_id,
            client=client,
        )
    ).success()
    return parsed
