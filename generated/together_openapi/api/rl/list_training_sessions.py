# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import models as m
from ...answers import parse_json
from ...request import drop_unset
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    *,
    status: m.TrainingSessionStatus | Unset = UNSET,
    limit: int | Unset = 20,
    after: str | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/rl/training-sessions",
        "params": drop_unset(
            {
                "status": status,
                "limit": limit,
                "after": after,
            }
        ),
    }
    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.TrainingSessionList | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return parse_json(m.TrainingSessionList, response)
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    return parse_json(m.ErrorResponse, response)


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.TrainingSessionList | m.ErrorResponse]:
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
    status: m.TrainingSessionStatus | Unset = UNSET,
    limit: int | Unset = 20,
    after: str | Unset = UNSET,
) -> Response[m.TrainingSessionList | m.ErrorResponse]:
    """List the training sessions.

    Comes in pages; the meta of one page holds the cursor of the next.

    Args:
        client: Who to ask, and how.
        status: State of a training session.
        limit: Most sessions in a page, from 1 to 100.
        after: The next_cursor of the page before.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        status=status,
        limit=limit,
        after=after,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    status: m.TrainingSessionStatus | Unset = UNSET,
    limit: int | Unset = 20,
    after: str | Unset = UNSET,
) -> m.TrainingSessionList:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.TrainingSessionList = sync_detailed(
        client=client,
        status=status,
        limit=limit,
        after=after,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    status: m.TrainingSessionStatus | Unset = UNSET,
    limit: int | Unset = 20,
    after: str | Unset = UNSET,
) -> Response[m.TrainingSessionList | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        status=status,
        limit=limit,
        after=after,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    status: m.TrainingSessionStatus | Unset = UNSET,
    limit: int | Unset = 20,
    after: str | Unset = UNSET,
) -> m.TrainingSessionList:
    """`sync`, awaited."""
    parsed: m.TrainingSessionList = (
        await asyncio_detailed(
            client=client,
            status=status,
            limit=limit,
            after=after,
        )
    ).success()
    return parsed
