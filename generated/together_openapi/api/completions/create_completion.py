# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import media_type, no_events_here, parse_json
from ...errors import UnexpectedStatus
from ...model import to_wire
from ...request import to_headers
from ...types import MAX_EVENT_BYTES, UNSET, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...streams import AsyncEventStream, EventStream


_SUCCESS = frozenset({200})


def _get_kwargs(
    *,
    body: m.CompletionRequest,
    accept: str | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/completions",
        "headers": to_headers(
            {
                "Accept": accept,
            }
        ),
    }
    kwargs["json"] = to_wire(body)

    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.CompletionResponse | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            if media_type(response) == "text/event-stream":
                raise no_events_here(response)
            return parse_json(m.CompletionResponse, response)
        case 400 | 401 | 403 | 404 | 429 | 503 | 504:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.CompletionResponse | m.ErrorResponse]:
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
    body: m.CompletionRequest,
) -> Response[m.CompletionResponse | m.ErrorResponse]:
    """Continue a text.

    Waits for the whole answer, unless the body asks for a stream: then tokens come as events
    while the model writes. The body is also what a completion line of a batch carries.

    Args:
        client: Who to ask, and how.
        body: A text to continue.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        body=body,
        accept="application/json",
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: m.CompletionRequest,
) -> m.CompletionResponse:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.CompletionResponse = sync_detailed(
        client=client,
        body=body,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: m.CompletionRequest,
) -> Response[m.CompletionResponse | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        body=body,
        accept="application/json",
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: m.CompletionRequest,
) -> m.CompletionResponse:
    """`sync`, awaited."""
    parsed: m.CompletionResponse = (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).success()
    return parsed


def sync_events(
    *,
    client: AuthenticatedClient,
    body: m.CompletionRequest,
    max_event_bytes: int = MAX_EVENT_BYTES,
) -> AbstractContextManager[EventStream[m.CompletionChunk]]:
    """`sync`, but as events while they come: `with … as events`, `for event in events`.

    The field `stream` of the body is sent as true, whatever it says.

    Raises:
        errors.StatusError: If the answer is an error.
        errors.StreamError: If the server sends an error among the events, an event is larger than
            `max_event_bytes`, or the stream stops before its end.
    """
    from ...streams import Promise, open_events

    promise = Promise(frozenset({200}), _parse_response, "text/event-stream")
    kwargs = _get_kwargs(
        body=body,
        accept="text/event-stream",
    )
    kwargs["json"]["stream"] = True
    return open_events(
        client, kwargs, promise, m.CompletionChunk, m.ErrorResponse, True, max_event_bytes
    )


def asyncio_events(
    *,
    client: AuthenticatedClient,
    body: m.CompletionRequest,
    max_event_bytes: int = MAX_EVENT_BYTES,
) -> AbstractAsyncContextManager[AsyncEventStream[m.CompletionChunk]]:
    """`asyncio`, but as events while they come: `async with … as events`, `async for event in events`.

    The field `stream` of the body is sent as true, whatever it says.

    Raises:
        errors.StatusError: If the answer is an error.
        errors.StreamError: If the server sends an error among the events, an event is larger than
            `max_event_bytes`, or the stream stops before its end.
    """
    from ...streams import Promise, aopen_events

    promise = Promise(frozenset({200}), _parse_response, "text/event-stream")
    kwargs = _get_kwargs(
        body=body,
        accept="text/event-stream",
    )
    kwargs["json"]["stream"] = True
    return aopen_events(
        client, kwargs, promise, m.CompletionChunk, m.ErrorResponse, True, max_event_bytes
    )
