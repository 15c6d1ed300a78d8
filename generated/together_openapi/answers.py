# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""What the operations share in making something of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from .errors import UnreadableAnswer, request_id_of

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")


def media_type(response: httpx.Response) -> str:
    """What the body says it is, without parameters."""
    content_type: str = response.headers.get("content-type", "")
    return content_type.partition(";")[0].strip().lower()


@overload
def parse_json(as_: type[T], response: httpx.Response) -> T | None: ...
@overload
def parse_json(as_: object, response: httpx.Response) -> Any: ...
def parse_json(as_: Any, response: httpx.Response) -> Any:
    """Read a JSON body as a type.

    Returns:
        None for an error that is not as documented: gateways answer in HTML.

    Raises:
        UnreadableAnswer: If the answer is a success, and its body no JSON.
    """
    from .reading import read

    try:
        # Nesting too deep for the parser, or for the models, is no answer either.
        return read(as_, response.json())
    except (ValueError, RecursionError) as error:
        if response.status_code >= 400:
            return None
        raise unreadable(response, f"is not JSON ({error})") from None


def unreadable(response: httpx.Response, why: str) -> UnreadableAnswer:
    """The error for a success whose body is not what was promised."""
    from .redact import excerpt

    named = request_id_of(response.headers)
    shown = excerpt(response.content) if response.is_closed else ""
    return UnreadableAnswer(
        f"the body of status {response.status_code}{f' (request {named})' if named else ''} "
        f"{why}{f': {shown}' if shown else ''}"
    )


def no_events_here(response: httpx.Response) -> UnreadableAnswer:
    """The error for a stream of events where one whole answer was asked for."""
    return unreadable(
        response, "is a stream of events; ask for it with sync_events or asyncio_events"
    )


__all__ = ["media_type", "no_events_here", "parse_json", "unreadable"]
