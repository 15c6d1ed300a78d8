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
    model: str,
    input_audio_format: m.RealtimeAudioFormat | Unset = m.RealtimeAudioFormat.PCM_S16LE_16000,
    turn_detection: m.TurnDetectionType | Unset = UNSET,
    threshold: float | Unset = UNSET,
    min_silence_duration_ms: int | Unset = UNSET,
    min_speech_duration_ms: int | Unset = UNSET,
    max_speech_duration_s: float | Unset = UNSET,
    speech_pad_ms: int | Unset = UNSET,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/realtime",
        "params": drop_unset(
            {
                "model": model,
                "input_audio_format": input_audio_format,
                "turn_detection": turn_detection,
                "threshold": threshold,
                "min_silence_duration_ms": min_silence_duration_ms,
                "min_speech_duration_ms": min_speech_duration_ms,
                "max_speech_duration_s": max_speech_duration_s,
                "speech_pad_ms": speech_pad_ms,
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
    model: str,
    input_audio_format: m.RealtimeAudioFormat | Unset = m.RealtimeAudioFormat.PCM_S16LE_16000,
    turn_detection: m.TurnDetectionType | Unset = UNSET,
    threshold: float | Unset = UNSET,
    min_silence_duration_ms: int | Unset = UNSET,
    min_speech_duration_ms: int | Unset = UNSET,
    max_speech_duration_s: float | Unset = UNSET,
    speech_pad_ms: int | Unset = UNSET,
) -> Response[m.ErrorResponse]:
    """Open a WebSocket that writes down what is said to it.

    Not for an HTTP client, which cannot keep the line that a 101 opens: give the address, with
    wss in place of https, and the Authorization header to a WebSocket library. Then send
    RealtimeTranscriptionClientEvent and receive RealtimeTranscriptionServerEvent, as JSON text;
    the first to come is session.created. The server listens for pauses and writes down what is
    between them; without turn detection it waits for input_audio_buffer.commit.

    Args:
        client: Who to ask, and how.
        model: Whisper model to ask.
        input_audio_format: Formats that are understood in real time; 16-bit PCM at 16000
            Hz.
        turn_detection: Ways to tell where speech ends.
        threshold: Probability from 0 to 1 above which a sound is speech; 0.3 if left out.
            Noisy lines need less.
        min_silence_duration_ms: Milliseconds of silence that end a piece of speech; 500 if
            left out.
        min_speech_duration_ms: Milliseconds below which a sound is no speech; 250 if left
            out.
        max_speech_duration_s: Seconds after which a piece of speech is cut; 5 if left out.
        speech_pad_ms: Milliseconds to keep before and after a piece of speech; 250 if left
            out.

    Raises:
        errors.UnexpectedStatus: If the client is to raise for a status that is not listed.
        errors.UnreadableAnswer: If a success is not the JSON that it should be; a ValueError too.
        httpx.HTTPError: If no answer came.
    """
    kwargs = _get_kwargs(
        model=model,
        input_audio_format=input_audio_format,
        turn_detection=turn_detection,
        threshold=threshold,
        min_silence_duration_ms=min_silence_duration_ms,
        min_speech_duration_ms=min_speech_duration_ms,
        max_speech_duration_s=max_speech_duration_s,
        speech_pad_ms=speech_pad_ms,
    )
    response = client.get_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    model: str,
    input_audio_format: m.RealtimeAudioFormat | Unset = m.RealtimeAudioFormat.PCM_S16LE_16000,
    turn_detection: m.TurnDetectionType | Unset = UNSET,
    threshold: float | Unset = UNSET,
    min_silence_duration_ms: int | Unset = UNSET,
    min_speech_duration_ms: int | Unset = UNSET,
    max_speech_duration_s: float | Unset = UNSET,
    speech_pad_ms: int | Unset = UNSET,
) -> None:
    """What a success is parsed to; for everything else that can be known, see `sync_detailed`.

    Raises:
        errors.StatusError: If the answer is no success, or none that is listed.
    """
    sync_detailed(
        client=client,
        model=model,
        input_audio_format=input_audio_format,
        turn_detection=turn_detection,
        threshold=threshold,
        min_silence_duration_ms=min_silence_duration_ms,
        min_speech_duration_ms=min_speech_duration_ms,
        max_speech_duration_s=max_speech_duration_s,
        speech_pad_ms=speech_pad_ms,
    ).raise_for_status()


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    model: str,
    input_audio_format: m.RealtimeAudioFormat | Unset = m.RealtimeAudioFormat.PCM_S16LE_16000,
    turn_detection: m.TurnDetectionType | Unset = UNSET,
    threshold: float | Unset = UNSET,
    min_silence_duration_ms: int | Unset = UNSET,
    min_speech_duration_ms: int | Unset = UNSET,
    max_speech_duration_s: float | Unset = UNSET,
    speech_pad_ms: int | Unset = UNSET,
) -> Response[m.ErrorResponse]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        model=model,
        input_audio_format=input_audio_format,
        turn_detection=turn_detection,
        threshold=threshold,
        min_silence_duration_ms=min_silence_duration_ms,
        min_speech_duration_ms=min_speech_duration_ms,
        max_speech_duration_s=max_speech_duration_s,
        speech_pad_ms=speech_pad_ms,
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    model: str,
    input_audio_format: m.RealtimeAudioFormat | Unset = m.RealtimeAudioFormat.PCM_S16LE_16000,
    turn_detection: m.TurnDetectionType | Unset = UNSET,
    threshold: float | Unset = UNSET,
    min_silence_duration_ms: int | Unset = UNSET,
    min_speech_duration_ms: int | Unset = UNSET,
    max_speech_duration_s: float | Unset = UNSET,
    speech_pad_ms: int | Unset = UNSET,
) -> None:
    """`sync`, awaited."""
    (
        await asyncio_detailed(
            client=client,
            model=model,
            input_audio_format=input_audio_format,
            turn_detection=turn_detection,
            threshold=threshold,
            min_silence_duration_ms=min_silence_duration_ms,
            min_speech_duration_ms=min_speech_duration_ms,
            max_speech_duration_s=max_speech_duration_s,
            speech_pad_ms=speech_pad_ms,
        )
    ).raise_for_status()
