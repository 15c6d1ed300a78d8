# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ... import models as m
from ...answers import parse_json
from ...errors import UnexpectedStatus
from ...model import to_wire
from ...types import Response

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


_SUCCESS = frozenset({200})


def _get_kwargs(
    *,
    body: m.ExecuteCodeRequest,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/tci/execute",
    }
    kwargs["json"] = to_wire(body)

    return kwargs


def _parse_response(
    *, client: Client, response: httpx.Response
) -> m.SuccessfulExecution | m.FailedExecution | m.ErrorResponse | None:
    match response.status_code:
        case 200:
            return cast(
                "m.SuccessfulExecution | m.FailedExecution | None",
                parse_json(m.SuccessfulExecution | m.FailedExecution, response),
            )
        case 400 | 401 | 403 | 404 | 429:
            return parse_json(m.ErrorResponse, response)
        case status if 500 <= status <= 599:
            return parse_json(m.ErrorResponse, response)
    if client.raise_on_unexpected_status:
        raise UnexpectedStatus(response.status_code, response.content, headers=response.headers)
    return None


def _build_response(
    *, client: Client, response: httpx.Response
) -> Response[m.SuccessfulExecution | m.FailedExecution | m.ErrorResponse]:
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
    body: m.ExecuteCodeRequest,
) -> Response[m.SuccessfulExecution | m.FailedExecution | m.ErrorResponse]:
    """Run a piece of code.

    In a new session, or in one that an earlier answer named: what was installed and assigned
    there is still there. An answer with status 200 can still be a failure; see its errors, and
    outputs of the type error.

    Args:
        client: Who to ask, and how.
        body: Code to run.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        body=body,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: m.ExecuteCodeRequest,
) -> m.SuccessfulExecution | m.FailedExecution:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    parsed: m.SuccessfulExecution | m.FailedExecution = sync_detailed(
        client=client,
        body=body,
    ).success()
    return parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: m.ExecuteCodeRequest,
) -> Response[m.SuccessfulExecution | m.FailedExecution | m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        body=body,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: m.ExecuteCodeRequest,
) -> m.SuccessfulExecution | m.FailedExecution:
    """`sync`, awaited."""
    parsed: m.SuccessfulExecution | m.FailedExecution = (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).success()
    return parsed
