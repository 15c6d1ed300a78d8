"""What is asked of a storage, seen without one."""

from __future__ import annotations

from together_ext.calls import Policy
from together_ext.flow import Send
from together_ext.transfer.content import BytesContent
from together_ext.transfer.presigned import put


def asked(headers: dict[str, str]) -> tuple[Send, list[str]]:
    told: list[str] = []
    flow = put(
        BytesContent(b"0123456789"),
        2,
        7,
        url="https://s/x?sig=y",
        headers=headers,
        begin=lambda: told.append("begun"),
        advance=lambda count: told.append(str(count)),
        policy=Policy(0),
    )
    effect = next(flow)
    flow.close()
    assert isinstance(effect, Send)
    return effect, told


def test_what_the_api_wants_sent_along_goes_along() -> None:
    effect, _ = asked({"x-amz-meta-a": "b", "Content-Type": "text/csv"})
    assert effect.kwargs["headers"] == {"x-amz-meta-a": "b", "Content-Type": "text/csv"}


def test_what_tells_who_asks_or_frames_the_body_does_not() -> None:
    headers = ["Authorization", "COOKIE", "host", "Content-Length", "Transfer-Encoding"]
    effect, _ = asked(dict.fromkeys(headers, "x"))
    assert effect.kwargs["headers"] == {}
    assert effect.presigned


def test_each_attempt_sends_the_slice_from_its_start() -> None:
    effect, told = asked({})
    assert effect.body is not None
    assert effect.body.size == 5
    assert [b"".join(effect.body.chunks()) for _ in range(2)] == [b"23456", b"23456"]
    assert told == ["begun", "begun"]
